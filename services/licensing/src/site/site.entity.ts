import { defineEntity, p, type InferEntity } from '@mikro-orm/core';

/** A group of an account's servers; a site pack covers its product's licenses there. */
export const SiteEntity = defineEntity({
  name: 'Site',
  tableName: 'site',
  properties: {
    vendorId: p.text().primary(),
    id: p.text().primary(),
    accountId: p.text(),
    resellerId: p.text().nullable(),
    productId: p.text(),
    name: p.text(),
  },
});
export type SiteEntity = InferEntity<typeof SiteEntity>;

/** A license at a site for `[joinedOn, leftOn)`; at one site at a time. */
export const SiteMemberEntity = defineEntity({
  name: 'SiteMember',
  tableName: 'site_member',
  properties: {
    vendorId: p.text().primary(),
    id: p.text().primary(),
    accountId: p.text(),
    resellerId: p.text().nullable(),
    siteId: p.text(),
    licenseId: p.text(),
    joinedOn: p.date(),
    leftOn: p.date().nullable(),
  },
});
export type SiteMemberEntity = InferEntity<typeof SiteMemberEntity>;
