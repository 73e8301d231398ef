import { describe, expect, test } from '@jest/globals';
import { parseVersion } from '@mainstay/kernel/values/version';
import { newestPolicy, readReleases, readTenant, tenantSlugs } from './tenants.js';

describe.each(tenantSlugs.map((slug) => [slug, readTenant(slug)] as const))('%s', (slug, tenant) => {
  test('is named by its file, and its plan by versions that parse', () => {
    expect(tenant.slug).toBe(slug);
    expect(tenant.plan.versions.length).toBeGreaterThan(0);
  });

  test('prices what it sells on both lists, the reseller never paying more', () => {
    const sellsCover = newestPolicy(tenant).cover !== null;
    for (const { metric } of tenant.products)
      for (const list of [tenant.prices.LIST, tenant.prices.RESELLER]) {
        const items = list.filter((price) => price.metric === metric).map((price) => price.item);
        expect(items).toContain('LICENSE');
        expect(items.includes('MAINTENANCE')).toBe(sellsCover);
      }
    const { LIST, RESELLER } = tenant.prices;
    const without = LIST.map((price, index) => ({ ...price, unitMinor: RESELLER[index]?.unitMinor }));
    expect(RESELLER).toEqual(without);
    RESELLER.forEach(({ unitMinor }, index) => {
      expect(unitMinor).toBeLessThan(LIST[index]?.unitMinor ?? 0);
    });
  });

  test('sells licenses by more than one metric', () => {
    expect(new Set(tenant.products.map(({ metric }) => metric)).size).toBeGreaterThan(1);
  });

  test('sells units of support exactly of the kind that its plan counts', () => {
    const { kind } = newestPolicy(tenant).support.units;
    expect(new Set(tenant.supportPackages.map(({ unit }) => unit))).toEqual(
      new Set(kind === 'UNLIMITED' ? [] : [kind]),
    );
  });

  test('names releases by versions, each once', () => {
    const versions = tenant.products
      .flatMap(({ releases }) => readReleases(releases))
      .map(({ version }) => version);
    expect(versions.filter((version) => parseVersion(version) === null)).toEqual([]);
    const own = readReleases(slug).map(({ version }) => version);
    expect(new Set(own).size).toBe(own.length);
  });
});

/** What sets the vendors apart, as their plans say it. */
const says = [
  [
    'cronwell',
    {
      cover: { on: ['LICENSE', 'SITE'], lapsedRenewal: 'PURCHASE_DAY' },
      versionGate: 'MAINTENANCE',
      movingNeedsCover: true,
    },
  ],
  [
    'deskhaven',
    {
      cover: { on: ['CONTRACT'], reinstatementFee: { freeDays: 60, percent: 10 } },
      support: { units: { kind: 'TICKET' } },
    },
  ],
  [
    'cartwright',
    { cover: null, versionGate: 'NONE', support: { channels: ['PORTAL'], units: { kind: 'CREDIT' } } },
  ],
  [
    'tubeworks',
    {
      cover: { firstTerm: { withTraining: 'P1Y', otherwise: 'P30D' } },
      upgrades: 'MAJOR',
      validation: { every: 'P90D' },
    },
  ],
] as const;

test.each(says)('%s has the plan that it is the example of', (slug, policy) => {
  expect(newestPolicy(readTenant(slug))).toMatchObject(policy);
});

test('a vendor that has no file is an error that names it', () => {
  expect(() => readTenant('nobody')).toThrow('nobody.json');
});
