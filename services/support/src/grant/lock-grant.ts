import { statement, type Transaction } from '@mainstay/kernel/db/scoped';
import type { Lot } from './balance.rules.js';

/** A lot as it stands; nobody else moves anything of it until the transaction ends. */
export interface LockedGrant extends Lot {
  readonly id: string;
  readonly accountId: string;
  readonly resellerId: string | null;
}

const lock = statement<LockedGrant>(
  'grant.lock',
  `select id, account_id as "accountId", reseller_id as "resellerId", unit, expires_on as "expiresOn",
     left_units as "left", reserved_units as "reserved", consumed_units as "consumed", expired_units as "expired"
   from support_grant where id = $1::text for no key update`,
);

/** Null where whoever acts sees no such lot. */
export async function lockGrant(transaction: Transaction, id: string): Promise<LockedGrant | null> {
  const [grant] = await transaction.query(lock, [id]);
  return grant ?? null;
}
