import { defineEntity, p, type InferEntity } from '@mikro-orm/core';

export const coverSubjects = ['LICENSE', 'SITE', 'CONTRACT'] as const;

export const MaintenancePlanEntity = defineEntity({
  name: 'MaintenancePlan',
  tableName: 'maintenance_plan',
  properties: {
    vendorId: p.text().primary(),
    id: p.text().primary(),
    name: p.text(),
  },
});
export type MaintenancePlanEntity = InferEntity<typeof MaintenancePlanEntity>;

/** A policy as data, from its effective day until the next version's (M15). */
export const MaintenancePlanVersionEntity = defineEntity({
  name: 'MaintenancePlanVersion',
  tableName: 'maintenance_plan_version',
  properties: {
    vendorId: p.text().primary(),
    planId: p.text().primary(),
    version: p.integer().primary(),
    effectiveOn: p.date(),
    policy: p.json().$type<Record<string, unknown>>(),
  },
});
export type MaintenancePlanVersionEntity = InferEntity<typeof MaintenancePlanVersionEntity>;

/** `[startsOn, expiresOn)` of one license, site or contract. Two of one subject never overlap: a constraint refuses it. */
export const CoveragePeriodEntity = defineEntity({
  name: 'CoveragePeriod',
  tableName: 'coverage_period',
  properties: {
    vendorId: p.text().primary(),
    id: p.text().primary(),
    accountId: p.text(),
    resellerId: p.text().nullable(),
    subjectKind: p.text().$type<(typeof coverSubjects)[number]>(),
    subjectId: p.text(),
    startsOn: p.date(),
    expiresOn: p.date(),
    countedFrom: p.date(),
    anchorDay: p.integer(),
    planId: p.text(),
    planVersion: p.integer(),
    createdAt: p.datetime(),
  },
});
export type CoveragePeriodEntity = InferEntity<typeof CoveragePeriodEntity>;
