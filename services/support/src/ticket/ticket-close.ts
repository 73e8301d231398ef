import type { Act, ActInput } from '@mainstay/kernel/act/act';
import { dropProposed } from '../assessment/drop-proposed.js';
import { signatureOf } from '../grant/enter.js';
import { settle, unitsHeldBy } from './held-units.js';
import { lockTicket, type LockedTicket } from './lock-ticket.js';
import { moveTicket, ticketTold } from './move-ticket.js';
import {
  decideClose,
  decideReopen,
  decideWithdraw,
  type TicketCloseCode,
  type TicketReopenCode,
  type TicketWithdrawCode,
} from './ticket-state.rules.js';

export interface OfTicket extends ActInput {
  readonly ticketId: string;
}

const roles = ['VENDOR_ADMIN', 'SUPPORT_AGENT', 'RESELLER', 'CUSTOMER', 'PARTNER'] as const;

/** What is resolved is done with. */
export const ticketClose: Act<OfTicket, LockedTicket | null, TicketCloseCode> = {
  name: 'ticketClose',
  roles,
  load: (transaction, { ticketId }) => lockTicket(transaction, ticketId),
  decide: decideClose,
  async apply(transaction, ticket, _, { now }) {
    if (ticket === null) throw new Error('No ticket was closed.');
    await moveTicket(transaction, ticket, { state: 'CLOSED', closedAt: now });
    return {
      ...{ result: { ticketId: ticket.id }, accountId: ticket.accountId },
      changes: [{ objectId: ticket.id, field: 'state', from: ticket.state, to: 'CLOSED' }],
      events: [ticketTold(ticket, 'closed')],
    };
  },
};

/** Taken back before anybody answered: what it held goes back to its lot (S5). */
export const ticketWithdraw: Act<OfTicket, LockedTicket | null, TicketWithdrawCode> = {
  name: 'ticketWithdraw',
  roles,
  load: (transaction, { ticketId }) => lockTicket(transaction, ticketId),
  decide: decideWithdraw,
  async apply(transaction, ticket, _, moment) {
    if (ticket === null) throw new Error('No ticket was withdrawn.');
    const { id, accountId } = ticket;
    const units = await unitsHeldBy(transaction, id);
    const by = signatureOf(moment.viewer, null);
    const moved = await settle(transaction, moment, { ticketId: id, units, as: 'RELEASED', by });
    await dropProposed(transaction, id, moment.now);
    await moveTicket(transaction, ticket, { state: 'WITHDRAWN', closedAt: moment.now });
    return {
      ...{ result: { ticketId: id }, accountId },
      changes: [
        { objectId: id, field: 'state', from: ticket.state, to: 'WITHDRAWN' },
        ...(moved === 0 ? [] : [{ objectId: id, field: 'released', from: null, to: moved }]),
      ],
      events: [ticketTold(ticket, 'withdrawn')],
    };
  },
};

/** Free for 14 days after closing (S1): what it cost before stays as it is. */
export const ticketReopen: Act<OfTicket, LockedTicket | null, TicketReopenCode> = {
  name: 'ticketReopen',
  roles,
  load: (transaction, { ticketId }) => lockTicket(transaction, ticketId),
  decide: (ticket, _, { nowMs }) => decideReopen(ticket, nowMs),
  async apply(transaction, ticket) {
    if (ticket === null) throw new Error('No ticket was reopened.');
    await moveTicket(transaction, ticket, { state: 'OPEN' });
    return {
      ...{ result: { ticketId: ticket.id }, accountId: ticket.accountId },
      changes: [{ objectId: ticket.id, field: 'state', from: 'CLOSED', to: 'OPEN' }],
      events: [ticketTold(ticket, 'reopened')],
    };
  },
};
