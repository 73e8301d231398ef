import type { Effect, Moment } from '@mainstay/kernel/act/act';
import { statement, type Transaction } from '@mainstay/kernel/db/scoped';
import type { Managed } from '../viewer/managed-account.js';
import type { MemberRole } from './member.rules.js';

const running = statement<{ id: string }>(
  'membership.running',
  `select id from membership where user_id = $1::text and role = $2::text
   and account_id is not distinct from $3::text and (ends_at is null or ends_at > $4::timestamptz)`,
);

export interface Given {
  readonly userId: string;
  readonly role: MemberRole;
  readonly accountId: string | null;
}

/** Whether the user has the role there already, now or from a later day on. */
export async function isMember(
  transaction: Transaction,
  { userId, role, accountId }: Given,
  { realNow }: Moment,
): Promise<boolean> {
  return (await transaction.query(running, [userId, role, accountId, realNow])).length > 0;
}

const insert = statement(
  'membership.insert',
  `insert into membership (vendor_id, id, user_id, account_id, reseller_id, role, starts_at)
   values (app.vendor(), $1::text, $2::text, $3::text, $4::text, $5::text, $6::timestamptz)`,
);

export function accountOf(managed: Managed) {
  return managed === 'BEYOND' ? null : managed.account;
}

/** A membership from now on; the database refuses a second one beside it. */
export async function giveMembership(
  transaction: Transaction,
  {
    userId,
    role,
    managed,
  }: { readonly userId: string; readonly role: MemberRole; readonly managed: Managed },
  { realNow, newId }: Moment,
): Promise<Effect> {
  const account = accountOf(managed);
  const accountId = account?.id ?? null;
  const membershipId = newId('mbr');
  const reseller = account?.resellerId ?? null;
  await transaction.query(insert, [membershipId, userId, accountId, reseller, role, realNow]);
  return {
    ...{ result: { membershipId }, accountId },
    changes: [
      { objectId: membershipId, field: 'user', to: userId },
      { objectId: membershipId, field: 'role', to: role },
    ],
    events: [
      {
        ...{ type: 'membership.granted', aggregate: membershipId },
        payload: { membershipId, userId, role, accountId, startsAt: realNow },
      },
    ],
  };
}
