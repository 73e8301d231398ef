import type { Instant } from '@mainstay/kernel/act/act';
import { statement, type Transaction } from '@mainstay/kernel/db/scoped';
import type { Pause, ResponseTarget } from '../target/target.rules.js';

export interface NewTicket {
  readonly accountId: string;
  readonly resellerId: string | null;
  readonly licenseId: string | null;
  readonly subject: string;
  readonly channel: string;
  readonly initiatedBy: 'CUSTOMER' | 'VENDOR';
  readonly work: string | null;
  readonly planId: string;
  readonly planVersion: number;
  readonly servedBy: 'COVER' | 'UNITS' | 'VENDOR';
  readonly coverId: string | null;
  readonly agreedInAdvance: boolean;
  readonly target: ResponseTarget | null;
  readonly pauses: readonly Pause[];
  readonly dueAt: string | null;
}

/** Whoever comes second waits here until the first has committed, or has not: then the number is free again. */
const takeNumber = statement<{ last: number }>(
  'ticket.takeNumber',
  `insert into ticket_counter (vendor_id, last) values (app.vendor(), 1)
   on conflict (vendor_id) do update set last = ticket_counter.last + 1 returning last`,
);

const insert = statement(
  'ticket.insert',
  `insert into ticket (vendor_id, id, account_id, reseller_id, license_id, number, subject, state, channel, initiated_by,
     opened_at, work, plan_id, plan_version, served_by, cover_id, agreed_in_advance, target, pauses, due_at)
   values (app.vendor(), $1::text, $2::text, $3::text, $4::text, $5::integer, $6::text, 'OPEN', $7::text, $8::text,
     $9::timestamptz, $10::text, $11::text, $12::integer, $13::text, $14::text, $15::boolean, $16::jsonb, $17::jsonb,
     $18::timestamptz)`,
);

/** With the next number of its vendor. */
export async function writeTicket(
  transaction: Transaction,
  { newId, now }: Instant,
  ticket: NewTicket,
): Promise<{ readonly id: string; readonly number: number }> {
  const [counted] = await transaction.query(takeNumber, []);
  if (counted === undefined) throw new Error('A counter told no number.');
  const id = newId('tkt');
  await transaction.query(insert, [
    ...[
      id,
      ticket.accountId,
      ticket.resellerId,
      ticket.licenseId,
      counted.last,
      ticket.subject,
      ticket.channel,
    ],
    ...[
      ticket.initiatedBy,
      now,
      ticket.work,
      ticket.planId,
      ticket.planVersion,
      ticket.servedBy,
      ticket.coverId,
    ],
    ticket.agreedInAdvance,
    ticket.target === null ? null : JSON.stringify(ticket.target),
    JSON.stringify(ticket.pauses),
    ticket.dueAt,
  ]);
  return { id, number: counted.last };
}
