import type { ActInput } from '@mainstay/kernel/act/act';
import type { CivilDate } from '@mainstay/kernel/values/civil';
import { statement, type Transaction } from '@mainstay/kernel/db/scoped';
import { lockSite, type LockedSite } from './lock-site.js';
import type { SiteMemberFacts } from './site-member.rules.js';

export interface SiteMembership extends ActInput {
  readonly siteId: string;
  readonly licenseId: string;
}

export interface LoadedMembership extends SiteMemberFacts {
  readonly site: LockedSite | null;
  readonly membership: { readonly id: string; readonly siteId: string; readonly joinedOn: string } | null;
}

const lockLicense = statement<{ accountId: string; productId: string; status: string }>(
  'site.lockLicense',
  `select account_id as "accountId", product_id as "productId", status
   from license where id = $1::text for no key update`,
);

/** From today on; one that ended on the day it began never held. */
const membershipFrom = statement<{ id: string; siteId: string; joinedOn: string }>(
  'site.membershipFrom',
  `select id, site_id as "siteId", joined_on as "joinedOn" from site_member
   where license_id = $1::text and (left_on is null or left_on > greatest(joined_on, $2::date))
   order by joined_on limit 1`,
);

/** Account, then license: in this order whoever changes where a license is takes its locks. */
export async function loadMembership(
  transaction: Transaction,
  { siteId, licenseId }: SiteMembership,
  today: CivilDate,
): Promise<LoadedMembership> {
  const site = await lockSite(transaction, siteId);
  if (site === null) return { site, license: null, membership: null };
  const [license] = await transaction.query(lockLicense, [licenseId]);
  const [membership] = await transaction.query(membershipFrom, [licenseId, today]);
  return { site, license: license ?? null, membership: membership ?? null };
}
