import type { Refusal } from '@mainstay/kernel/values/refusal';
import { ticketMissing, type Standing } from '../ticket/ticket-state.rules.js';
import type { PriceCode, Priced } from './price.rules.js';

export type TicketAssessCode = 'TICKET_NOT_FOUND' | 'NOT_ASSESSABLE' | PriceCode | 'CREDITS_TOO_FEW';
export type AssessmentDecideCode = 'TICKET_NOT_FOUND' | 'NOTHING_PROPOSED' | 'CREDITS_TOO_FEW';

export interface Payable {
  /** What the ticket holds already. */
  readonly held: number;
  /** What else the account has left for it. */
  readonly available: number;
}

/** More than there is is never reserved: a package helps (S7). */
export function creditFaults(units: number, { held, available }: Payable): Refusal<'CREDITS_TOO_FEW'>[] {
  if (units - held <= available) return [];
  return [
    {
      ...{ code: 'CREDITS_TOO_FEW', field: ['ticketId'] },
      message:
        'Too few credits are left for that price. Buy a package of support credits, and try again once it is paid.',
      facts: { units, held, available, waysForward: 'CREDIT_PACKAGE' },
    },
  ];
}

export interface Assessable {
  readonly ticket: Standing;
  /** Null where the plan of the ticket counts no credits, or the vendor began it. */
  readonly priced: Priced | null;
  readonly asks: boolean;
  readonly payable: Payable;
}

export function decideAssess(found: Assessable | null): Refusal<TicketAssessCode>[] {
  if (found === null) return [ticketMissing()];
  const { ticket, priced, asks, payable } = found;
  if (priced === null || (ticket.state !== 'OPEN' && ticket.state !== 'WAITING_FOR_CUSTOMER'))
    return [
      {
        ...{ code: 'NOT_ASSESSABLE', field: ['ticketId'] },
        message:
          'Only a running ticket of a customer whose plan counts credits has a price. Reopen it first if it is closed.',
        facts: { state: ticket.state },
      },
    ];
  if (!priced.ok) return [priced.refusal];
  return asks ? [] : creditFaults(priced.price.units, payable);
}

export function decideConfirm(
  found: { readonly units: number | null; readonly payable: Payable } | null,
  accepts: boolean,
): Refusal<AssessmentDecideCode>[] {
  if (found === null) return [ticketMissing()];
  if (found.units === null)
    return [
      {
        ...{ code: 'NOTHING_PROPOSED', field: ['ticketId'] },
        message: 'No price waits for an answer on this ticket. Ask `Ticket.assessment` for what holds.',
      },
    ];
  return accepts ? creditFaults(found.units, found.payable) : [];
}
