import type { Refusal } from '@mainstay/kernel/values/refusal';

export type SiteNameCode = 'NAME_INVALID' | 'NAME_TAKEN';
export type SiteCreateCode = SiteNameCode | 'ACCOUNT_NOT_FOUND' | 'PRODUCT_NOT_FOUND';
export type SiteRenameCode = SiteNameCode | 'SITE_NOT_FOUND' | 'NOTHING_CHANGED';

const longestName = 200;

export function siteNameFaults({ name }: { readonly name: string }): Refusal<'NAME_INVALID'>[] {
  const { length } = name.trim();
  return length >= 1 && length <= longestName && !/\p{Cc}/u.test(name.trim())
    ? []
    : [
        {
          ...{ code: 'NAME_INVALID', field: ['name'] },
          message: 'The name of a site has 1 to 200 characters on one line, not only spaces.',
        },
      ];
}

export interface SiteCreateFacts {
  readonly account: object | null;
  readonly product: object | null;
  /** Whether the account has a site of this name for the product. */
  readonly taken: boolean;
}

export function decideSiteCreate({ account, product, taken }: SiteCreateFacts): Refusal<SiteCreateCode>[] {
  if (account === null)
    return [
      {
        ...{ code: 'ACCOUNT_NOT_FOUND', field: ['accountId'] },
        message: 'There is no such account; ask `accounts` for ids.',
      },
    ];
  if (product === null)
    return [
      {
        ...{ code: 'PRODUCT_NOT_FOUND', field: ['productId'] },
        message: 'There is no such product; ask `products` for ids.',
      },
    ];
  return taken ? [nameTaken] : [];
}

export interface SiteRenameFacts {
  /** Null where whoever acts sees none. */
  readonly site: { readonly name: string } | null;
  /** Whether another site of the account and product has this name. */
  readonly taken: boolean;
}

export function decideSiteRename(
  { site, taken }: SiteRenameFacts,
  { name }: { readonly name: string },
): Refusal<SiteRenameCode>[] {
  if (site === null) return [siteNotFound];
  if (taken) return [nameTaken];
  return name.trim() === site.name
    ? [
        {
          ...{ code: 'NOTHING_CHANGED', field: ['name'] },
          message: 'The site has this name already: give one that differs.',
        },
      ]
    : [];
}

/** People pick a site by its name. */
const nameTaken: Refusal<'NAME_TAKEN'> = {
  ...{ code: 'NAME_TAKEN', field: ['name'] },
  message: 'The account has a site of this name for the product, in whatever case: take another name.',
};

/** A site of others reads as one that never was. */
export const siteNotFound: Refusal<'SITE_NOT_FOUND'> = {
  ...{ code: 'SITE_NOT_FOUND', field: ['siteId'] },
  message: 'There is no such site; ask `Account.sites` for ids.',
};
