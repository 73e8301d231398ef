import type { Instant } from '@mainstay/kernel/act/act';
import { statement, type Transaction } from '@mainstay/kernel/db/scoped';
import { planNotices } from './plan-notices.js';

const untold = statement<{ licenseId: string }>(
  'notice.untold',
  `select distinct n.license_id as "licenseId" from notice n
   where n.reason = 'NOBODY_TO_TELL' and n.expires_on > $2::date
     and n.account_id in (select $1::text union all select a.id from account a where a.reseller_id = $1::text)`,
);

/** There is somebody now at an account, or at the reseller of others: what nobody was told of is made good (M8). */
export async function planUntold(
  transaction: Transaction,
  accountId: string,
  instant: Instant,
): Promise<void> {
  const found = await transaction.query(untold, [accountId, instant.today]);
  const ids = found.map(({ licenseId }) => licenseId);
  await planNotices(transaction, ids, instant);
}
