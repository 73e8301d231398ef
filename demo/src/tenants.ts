import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { isTimeZone } from '@mainstay/kernel/values/civil';
import { isCurrencyCode } from '@mainstay/kernel/values/money';
import { parseTerm } from '@mainstay/kernel/values/period';
import type { MaintenancePolicy } from '@mainstay/kernel/values/policy';
import { parsePolicyVersions, type PolicyVersion } from '@mainstay/kernel/values/policy-versions';

const metric = z.enum(['LICENSE', 'SERVER', 'SITE', 'USERS', 'DEVICES']);

const price = z.strictObject({
  /** A bundle is a license with a pack of maintenance; training is bought with licenses of that metric. */
  item: z.enum(['LICENSE', 'MAINTENANCE', 'BUNDLE', 'TRAINING']),
  metric,
  /** The term it pays for; null for a license, which is perpetual, and for training. */
  years: z.int().min(1).nullable(),
  unitMinor: z.int().min(1),
  /** Prices the whole quantity from here on (B1). */
  fromQuantity: z.int().min(1),
});

const supportPackage = z.strictObject({
  unit: z.enum(['TICKET', 'CREDIT']),
  units: z.int().min(1),
  priceMinor: z.int().min(1),
  /** Null where the units never expire. */
  validFor: z
    .string()
    .refine((text) => parseTerm(text).ok, { error: 'is no term' })
    .nullable(),
});

const opening = z.strictObject({
  fromMinute: z.int().min(0).max(1440),
  untilMinute: z.int().min(0).max(1440),
});

const supportCalendar = z.strictObject({
  /** The same all year (S3). */
  offsetMinutes: z.int().min(-1080).max(1080),
  opening: z.partialRecord(z.enum(['1', '2', '3', '4', '5', '6', '7']), opening),
  holidays: z.array(z.iso.date()),
  extraOpenings: z.array(z.strictObject({ on: z.iso.date(), opening })),
});

const shape = z.strictObject({
  slug: z.string(),
  name: z.string(),
  zone: z.string().refine(isTimeZone, { error: 'is no time zone' }),
  currency: z.string().refine(isCurrencyCode, { error: 'is no currency' }),
  identifiedBy: z.enum(['CODE', 'SERIAL']),
  plan: z.strictObject({ slug: z.string(), name: z.string(), versions: z.unknown() }),
  products: z.array(
    z.strictObject({
      slug: z.string(),
      name: z.string(),
      /** What its licenses count. */
      metric,
      releases: z.string(),
      /** Takes part of a list that another product has whole: what came out after this day. */
      after: z.iso.date().nullable(),
    }),
  ),
  prices: z.strictObject({ LIST: z.array(price), RESELLER: z.array(price) }),
  supportCalendar,
  supportPackages: z.array(supportPackage),
  taxRatePermille: z.int().min(0).max(1000),
});

const releaseList = z.array(z.strictObject({ version: z.string(), releasedAt: z.iso.datetime() }));

export type PublishedRelease = z.infer<typeof releaseList>[number];
export type Price = z.infer<typeof price>;
export type Metric = z.infer<typeof metric>;
export type SupportPackage = z.infer<typeof supportPackage>;

/** One of the four demo vendors, as its file says. */
export interface DemoTenant extends Omit<z.infer<typeof shape>, 'plan'> {
  readonly plan: {
    readonly slug: string;
    readonly name: string;
    readonly versions: readonly PolicyVersion[];
  };
}

export const tenantSlugs = ['cronwell', 'deskhaven', 'cartwright', 'tubeworks'] as const;

function read(folder: string, name: string): unknown {
  return JSON.parse(readFileSync(new URL(`../${folder}/${name}.json`, import.meta.url), 'utf8'));
}

/** Reads one tenant's file, or names every fault in it. */
export function readTenant(slug: string): DemoTenant {
  const place = `demo/tenants/${slug}.json`;
  const tenant = shape.parse(read('tenants', slug), {
    error: (issue) => `${place}: ${issue.message ?? issue.code}`,
  });
  const versions = parsePolicyVersions(tenant.plan.versions, `${place} plan.versions`);
  if (!versions.ok) throw new Error(versions.faults.map(({ place: at, says }) => `${at} ${says}`).join('\n'));
  return { ...tenant, plan: { ...tenant.plan, versions: versions.value } };
}

/** What the plan says to whoever buys now. */
export function newestPolicy({ name, plan }: DemoTenant): MaintenancePolicy {
  const newest = plan.versions.at(-1);
  if (newest === undefined) throw new Error(`${name} has no plan.`);
  return newest.policy;
}

/** Real versions and instants, in the order of publishing. */
export function readReleases(name: string): PublishedRelease[] {
  return releaseList.parse(read('releases', name));
}
