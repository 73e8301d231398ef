import { statement, type Transaction } from '@mainstay/kernel/db/scoped';
import { lockAccount } from '../account/lock-account.js';

export interface LockedSite {
  readonly id: string;
  readonly accountId: string;
  readonly resellerId: string | null;
  readonly productId: string;
  readonly name: string;
}

const byId = statement<LockedSite>(
  'site.byId',
  `select id, account_id as "accountId", reseller_id as "resellerId", product_id as "productId", name
   from site where id = $1::text`,
);

const sameName = statement<{ id: string }>(
  'site.sameName',
  `select id from site where account_id = $1::text and product_id = $2::text
     and lower(normalize(name, NFC)) = lower(normalize($3::text, NFC)) limit 2`,
);

/** The site under its account's lock, by which all of one account takes turns; null where whoever acts sees none. */
export async function lockSite(transaction: Transaction, siteId: string): Promise<LockedSite | null> {
  const [found] = await transaction.query(byId, [siteId]);
  if (found === undefined || (await lockAccount(transaction, found.accountId)) === null) return null;
  const [site] = await transaction.query(byId, [siteId]);
  return site ?? null;
}

/** Which sites of the account and product bear a name, in whatever case. */
export async function sitesNamed(
  transaction: Transaction,
  { accountId, productId }: Pick<LockedSite, 'accountId' | 'productId'>,
  name: string,
): Promise<string[]> {
  const found = await transaction.query(sameName, [accountId, productId, name.trim()]);
  return found.map(({ id }) => id);
}
