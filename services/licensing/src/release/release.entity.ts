import { defineEntity, p, type InferEntity } from '@mikro-orm/core';

/** A released version. `semverKey` comes from `semverKey(version)` and sorts as Semantic Versioning does. */
export const ReleaseEntity = defineEntity({
  name: 'Release',
  tableName: 'release',
  properties: {
    vendorId: p.text().primary(),
    id: p.text().primary(),
    productId: p.text(),
    version: p.text(),
    semverKey: p.text(),
    major: p.integer(),
    prerelease: p.boolean(),
    releasedAt: p.datetime(),
    yankedAt: p.datetime().nullable(),
  },
});
export type ReleaseEntity = InferEntity<typeof ReleaseEntity>;
