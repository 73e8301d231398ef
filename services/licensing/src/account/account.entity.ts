import { defineEntity, p, type InferEntity } from '@mikro-orm/core';

export const accountKinds = ['CUSTOMER', 'RESELLER'] as const;

/** A company that buys or owns. A reseller's own row carries its own id as reseller of record. */
export const AccountEntity = defineEntity({
  name: 'Account',
  tableName: 'account',
  properties: {
    vendorId: p.text().primary(),
    id: p.text().primary(),
    kind: p.text().$type<(typeof accountKinds)[number]>(),
    name: p.text(),
    nameKey: p.text(),
    resellerId: p.text().nullable(),
    country: p.text(),
    createdAt: p.datetime(),
  },
});
export type AccountEntity = InferEntity<typeof AccountEntity>;
