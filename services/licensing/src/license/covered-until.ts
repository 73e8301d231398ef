import { statement, type Transaction } from '@mainstay/kernel/db/scoped';

const refresh = statement(
  'license.refreshCoveredUntil',
  `update license l set covered_until = (
    select max(least(c.expires_on, s.until_on))
    from (
      select l.id as subject_id, null::date as from_on, null::date as until_on
      union all select m.site_id, m.joined_on, m.left_on from site_member m where m.license_id = l.id
      union all select n.contract_id, n.from_on, n.until_on from contract_line n where n.license_id = l.id
    ) s join coverage_period c on c.subject_id = s.subject_id
    where greatest(c.starts_on, s.from_on) < least(c.expires_on, s.until_on))
  where l.id = any($1::text[])`,
);

/** Whoever changes what covers licenses, keeps the last known end by which they are listed. */
export async function refreshCoveredUntil(
  transaction: Transaction,
  licenseIds: readonly string[],
): Promise<void> {
  await transaction.query(refresh, [licenseIds]);
}
