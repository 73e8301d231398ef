import { statement, type Transaction } from '@mainstay/kernel/db/scoped';
import type { MemberRole } from './member.rules.js';

export interface LockedMembership {
  readonly id: string;
  readonly userId: string;
  readonly accountId: string | null;
  readonly role: MemberRole;
  readonly endsAt: string | null;
}

const lock = statement<LockedMembership>(
  'membership.lock',
  `select id, user_id as "userId", account_id as "accountId", role, ends_at as "endsAt"
   from membership where id = $1::text for no key update`,
);

/** Null where whoever acts manages no such membership. */
export async function lockMembership(transaction: Transaction, id: string): Promise<LockedMembership | null> {
  const [membership] = await transaction.query(lock, [id]);
  return membership ?? null;
}

const admins = statement<{ id: string }>(
  'membership.lockAdmins',
  `select id from membership where role = 'VENDOR_ADMIN' and starts_at <= $1::timestamptz and ends_at is null
   order by id for no key update`,
);

/** Administrators without an end, locked in one order: two who end each other at once take turns here. */
export async function lockAdmins(transaction: Transaction, realNow: string): Promise<readonly string[]> {
  return (await transaction.query(admins, [realNow])).map(({ id }) => id);
}
