import { statement, type Transaction } from '@mainstay/kernel/db/scoped';
import type { Recipient } from './group-mails.rules.js';

const ofAccounts = statement<Recipient & { accountId: string }>(
  'mail.recipients',
  `select a.id as "accountId", c.id as "contactId", c.email_key as "addressKey", c.account_id = a.id as own
   from account a join contact c on c.account_id in (a.id, a.reseller_id)
   where a.id = any($1::text[]) order by a.id, c.account_id <> a.id, c.created_at, c.id`,
);

/** Who is written to about an account: its own contacts first, then those of its reseller of record (M8). */
export async function recipientsOf(
  transaction: Transaction,
  accountIds: readonly string[],
): Promise<ReadonlyMap<string, readonly Recipient[]>> {
  const rows = await transaction.query(ofAccounts, [accountIds]);
  return Map.groupBy(rows, ({ accountId }) => accountId);
}
