import { defineEntity, p, type InferEntity } from '@mikro-orm/core';

/** A partner system's credential. Only the SHA-256 of the key is kept, and for an overlap that of the text before its last rotation. */
export const ApiKeyEntity = defineEntity({
  name: 'ApiKey',
  tableName: 'api_key',
  properties: {
    vendorId: p.text().primary(),
    id: p.text().primary(),
    accountId: p.text().nullable(),
    resellerId: p.text().nullable(),
    name: p.text(),
    keyHash: p.text(),
    scopes: p.array(),
    createdAt: p.datetime(),
    expiresAt: p.datetime().nullable(),
    revokedAt: p.datetime().nullable(),
    previousHash: p.text().nullable(),
    previousUntil: p.datetime().nullable(),
  },
});
export type ApiKeyEntity = InferEntity<typeof ApiKeyEntity>;
