import type { Refusal } from '@mainstay/kernel/values/refusal';
import { siteNotFound } from './site.rules.js';

export type SiteMemberAddCode =
  | 'SITE_NOT_FOUND'
  | 'LICENSE_NOT_FOUND'
  | 'ACCOUNT_MISMATCH'
  | 'PRODUCT_MISMATCH'
  | 'LICENSE_REVOKED'
  | 'ALREADY_MEMBER'
  | 'AT_ANOTHER_SITE';
export type SiteMemberRemoveCode = 'SITE_NOT_FOUND' | 'NOT_A_MEMBER';

interface Belonging {
  readonly accountId: string;
  readonly productId: string;
}

export interface SiteMemberFacts {
  /** Null where whoever acts sees none; the license too. */
  readonly site: (Belonging & { readonly id: string }) | null;
  readonly license: (Belonging & { readonly status: string }) | null;
  /** Where the license is from today on; null where it is at no site. */
  readonly membership: { readonly siteId: string; readonly joinedOn: string } | null;
}

/** A site holds its account's licenses of its product, and a license is at one site at a time (M4). */
export function decideSiteMemberAdd({
  site,
  license,
  membership,
}: SiteMemberFacts): Refusal<SiteMemberAddCode>[] {
  if (site === null) return [siteNotFound];
  if (license === null)
    return [refusal('LICENSE_NOT_FOUND', 'There is no such license; ask `licenses` for ids.')];
  const refusals: Refusal<SiteMemberAddCode>[] = [];
  if (license.accountId !== site.accountId)
    refusals.push(
      refusal('ACCOUNT_MISMATCH', 'License and site belong to different accounts: take a site of its owner.'),
    );
  if (license.productId !== site.productId)
    refusals.push(
      refusal('PRODUCT_MISMATCH', 'The site is for another product: take, or create, one for this product.'),
    );
  if (license.status === 'REVOKED')
    refusals.push(refusal('LICENSE_REVOKED', 'The license was ended for good and joins no site.'));
  if (membership?.siteId === site.id)
    refusals.push(refusal('ALREADY_MEMBER', 'The license is at this site already; there is nothing to do.'));
  else if (membership !== null)
    refusals.push({
      ...refusal('AT_ANOTHER_SITE', 'The license is at another site: remove it there first.'),
      facts: { siteId: membership.siteId, joinedOn: membership.joinedOn },
    });
  return refusals;
}

export function decideSiteMemberRemove({
  site,
  membership,
}: Pick<SiteMemberFacts, 'site' | 'membership'>): Refusal<SiteMemberRemoveCode>[] {
  if (site === null) return [siteNotFound];
  if (membership?.siteId === site.id) return [];
  return [refusal('NOT_A_MEMBER', 'No such license is at this site today; ask `Site.members`.')];
}

function refusal<Code extends string>(code: Code, message: string): Refusal<Code> {
  return { code, field: ['licenseId'], message };
}
