import { statement, type Transaction } from '@mainstay/kernel/db/scoped';
import type { Pause, ResponseTarget } from '../target/target.rules.js';
import type { TicketState } from './ticket-state.rules.js';

/** A ticket as it stands; nobody else moves it until the transaction ends. */
export interface LockedTicket {
  readonly id: string;
  readonly accountId: string;
  readonly resellerId: string | null;
  readonly licenseId: string | null;
  readonly state: TicketState;
  readonly initiatedBy: 'CUSTOMER' | 'VENDOR';
  readonly planId: string | null;
  readonly planVersion: number | null;
  readonly agreedInAdvance: boolean;
  readonly finding: string | null;
  readonly openedAt: string;
  readonly closedAt: string | null;
  readonly target: ResponseTarget | null;
  readonly pauses: readonly Pause[];
  readonly dueAt: string | null;
  readonly metAt: string | null;
  readonly breachedAt: string | null;
}

const lock = statement<LockedTicket>(
  'ticket.lock',
  `select id, account_id as "accountId", reseller_id as "resellerId", license_id as "licenseId", state,
     initiated_by as "initiatedBy", plan_id as "planId", plan_version as "planVersion",
     agreed_in_advance as "agreedInAdvance", finding, opened_at as "openedAt", closed_at as "closedAt", target, pauses,
     due_at as "dueAt", met_at as "metAt", breached_at as "breachedAt"
   from ticket where id = $1::text for no key update`,
);

/** Null where whoever acts sees no such ticket. */
export async function lockTicket(transaction: Transaction, id: string): Promise<LockedTicket | null> {
  const [ticket] = await transaction.query(lock, [id]);
  return ticket ?? null;
}
