import { statement, type Transaction } from '@mainstay/kernel/db/scoped';

export interface LockedAccount {
  readonly id: string;
  readonly kind: 'CUSTOMER' | 'RESELLER';
  readonly name: string;
  readonly country: string;
  readonly resellerId: string | null;
}

const lock = statement<LockedAccount>(
  'account.lock',
  `select id, kind, name, country, reseller_id as "resellerId" from account where id = $1::text for no key update`,
);

/** Everything of one account that happens at once takes turns here; null where whoever acts sees no such account. */
export async function lockAccount(
  transaction: Transaction,
  accountId: string,
): Promise<LockedAccount | null> {
  const [account] = await transaction.query(lock, [accountId]);
  return account ?? null;
}
