import { defineEntity, p, type InferEntity } from '@mikro-orm/core';

export const clockKinds = ['REAL', 'FROZEN'] as const;

/** The tenant and its clock, for writes; the migrations are the truth of columns, keys and policies. */
export const VendorEntity = defineEntity({
  name: 'Vendor',
  tableName: 'vendor',
  properties: {
    vendorId: p.text().primary(),
    name: p.text(),
    slug: p.text(),
    zone: p.text(),
    currency: p.text(),
    clockKind: p.text().$type<(typeof clockKinds)[number]>(),
    frozenAt: p.datetime().nullable(),
    sandbox: p.boolean(),
    sandboxOf: p.text().nullable(),
    filledAt: p.datetime().nullable(),
    advancingFrom: p.datetime().nullable(),
    advancingTo: p.datetime().nullable(),
    createdAt: p.datetime(),
  },
});
export type VendorEntity = InferEntity<typeof VendorEntity>;
