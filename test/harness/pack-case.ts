import type { PackFact, PackSubject } from '@mainstay/licensing/pack/associate.rules';

export const today = '2026-05-01';
/** A pack for licenses that nobody has used, unless it is said otherwise. */
export const pack = (id: string, purchasedOn: string, more: Partial<PackFact> = {}): PackFact => ({
  ...{ id, purchasedOn, accountId: 'owner', productId: 'product', metric: 'LICENSE', term: 'P12M' },
  ...{ state: 'UNUSED', renewalTerm: 'P12M', planId: 'plan', planVersion: 1 },
  ...more,
});
/** A license of the same owner and product, covered until a day where one is told. */
export const license = (
  id: string,
  expiresOn: string | null,
  more: Partial<PackSubject> = {},
): PackSubject => ({
  ...{
    id,
    kind: 'LICENSE',
    accountId: 'owner',
    resellerId: null,
    productId: 'product',
    ownCover: [],
    revoked: false,
  },
  last: expiresOn === null ? null : { expiresOn, anchorDay: Number(expiresOn.slice(8)) },
  ...more,
});
