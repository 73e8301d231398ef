import { defineEntity, p, type InferEntity } from '@mikro-orm/core';

export const licenseMetrics = ['LICENSE', 'SERVER', 'SITE', 'USERS', 'DEVICES'] as const;
export const licenseStatuses = ['ACTIVE', 'REVOKED', 'SUSPENDED'] as const;

/**
 * The perpetual right to run a product. `coveredUntil` repeats the last end of effective cover, so that lists can be
 * sorted by it; whoever changes cover changes it in the same transaction.
 */
export const LicenseEntity = defineEntity({
  name: 'License',
  tableName: 'license',
  properties: {
    vendorId: p.text().primary(),
    id: p.text().primary(),
    accountId: p.text(),
    resellerId: p.text().nullable(),
    productId: p.text(),
    activationCode: p.text().nullable(),
    codeKey: p.text().nullable(),
    serial: p.text().nullable(),
    serialKey: p.text().nullable(),
    metric: p.text().$type<(typeof licenseMetrics)[number]>(),
    quantity: p.integer(),
    status: p.text().$type<(typeof licenseStatuses)[number]>(),
    revokedAt: p.datetime().nullable(),
    suspendedAt: p.datetime().nullable(),
    purchasedOn: p.date(),
    prereleases: p.boolean(),
    coveredUntil: p.date().nullable(),
    createdAt: p.datetime(),
  },
});
export type LicenseEntity = InferEntity<typeof LicenseEntity>;
