import type { EventHandlers } from '@mainstay/kernel/events/inbox';
import type { EventOutlet } from '@mainstay/kernel/events/outlet';
import { quoteDeclined, quoteIssued } from '../notice/quote-attached.js';
import { fulfilOrder } from '../fulfilment/fulfil-order.js';
import { ticketOpened } from './ticket-opened.js';

/** What is done with each fact that support and billing tell. */
export function heardBy(outlet: Pick<EventOutlet, 'consumers'>): EventHandlers {
  return {
    'order.paid': fulfilOrder(outlet),
    'quote.issued': quoteIssued,
    'quote.declined': quoteDeclined,
    'ticket.opened': ticketOpened,
  };
}
