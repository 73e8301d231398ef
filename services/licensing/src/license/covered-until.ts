import { statement, type Transaction } from '@mainstay/kernel/db/scoped';
import { coveringSubjects } from './license.reads.js';

const refresh = statement(
  'license.refreshCoveredUntil',
  `update license l set covered_until = (
    select max(least(c.expires_on, s.until_on))
    from (
      ${coveringSubjects}
    ) s join coverage_period c on c.subject_id = s.subject_id
    where greatest(c.starts_on, s.from_on) < least(c.expires_on, s.until_on))
  where l.id = any($1::text[])`,
);

/** Whoever changes what covers licenses, keeps the last known end by which they are listed. */
export async function refreshCoveredUntil(
  transaction: Transaction,
  licenseIds: readonly string[],
): Promise<void> {
  if (licenseIds.length > 0) await transaction.query(refresh, [licenseIds]);
}
