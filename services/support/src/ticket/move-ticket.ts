import type { Telling } from '@mainstay/kernel/act/act';
import { statement, type Transaction } from '@mainstay/kernel/db/scoped';
import { readCalendar } from '../target/read-calendar.js';
import { planBreach } from '../target/target-breach.js';
import { dueAt, isRunning, type Pause } from '../target/target.rules.js';
import type { LockedTicket } from './lock-ticket.js';
import type { TicketState } from './ticket-state.rules.js';

export interface Moved {
  readonly state: TicketState;
  readonly closedAt?: string | null;
  readonly pauses?: readonly Pause[];
}

const move = statement(
  'ticket.move',
  `update ticket set state = $2::text, closed_at = $3::timestamptz, pauses = $4::jsonb, due_at = $5::timestamptz
   where id = $1::text`,
);

/** A ticket in another state, or waiting for somebody else: its target moves along as long as it runs. */
export async function moveTicket(
  transaction: Transaction,
  ticket: LockedTicket,
  { state, closedAt = null, pauses = ticket.pauses }: Moved,
): Promise<void> {
  const { id, openedAt, target } = ticket;
  const due =
    isRunning(ticket) && state !== 'WITHDRAWN'
      ? dueAt({ openedAt, pauses, target, calendar: await readCalendar(transaction) })
      : ticket.dueAt;
  await transaction.query(move, [id, state, closedAt, JSON.stringify(pauses), due]);
  if (isRunning(ticket)) await planBreach(transaction, id, due);
}

/** What others are told of a ticket: never what was said. */
export function ticketTold(
  { id, accountId, licenseId }: Pick<LockedTicket, 'id' | 'accountId' | 'licenseId'>,
  became: 'answered' | 'resolved' | 'closed' | 'withdrawn' | 'reopened',
  more: Readonly<Record<string, unknown>> = {},
): Telling {
  return {
    ...{ type: `ticket.${became}`, aggregate: id },
    payload: { ticketId: id, accountId, licenseId, ...more },
  };
}
