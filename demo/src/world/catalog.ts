import type { CivilDate } from '@mainstay/kernel/values/civil';
import { parseVersion } from '@mainstay/kernel/values/version';
import { semverKey } from '@mainstay/licensing/release/semver-key';
import { readReleases, type Metric } from '../tenants.js';
import type { TenantMaker } from './maker.js';
import type { VendorClock } from './world.js';

export interface MadeProduct {
  readonly id: string;
  readonly planId: string;
  readonly name: string;
  readonly metric: Metric;
}

/**
 * Every 43rd release was withdrawn a week after it came out: enough for each product to have one, and none of those that
 * an upgrade from 4.3.1 to 4.3.9 passes.
 */
const yankedEach = 43;
const weekMs = 7 * 86_400_000;

/** The vendor, its plan, its products and their releases up to a day, the maker's unless told. */
export function makeCatalog(
  maker: TenantMaker,
  clock: VendorClock,
  before: CivilDate = maker.today,
): [MadeProduct, ...MadeProduct[]] {
  const { tenant } = maker;
  maker.add('vendor', {
    ...{ name: tenant.name, slug: tenant.slug, zone: tenant.zone, currency: tenant.currency },
    clock_kind: clock.kind,
    frozen_at: clock.kind === 'FROZEN' ? clock.at : null,
    // A real tenant's time cannot be stopped.
    sandbox: clock.kind === 'FROZEN',
    created_at: maker.instant(maker.daysAgo(3_000)),
  });
  const planId = maker.id('pln', maker.daysAgo(3_000));
  maker.add('maintenance_plan', { id: planId, name: tenant.plan.name });
  for (const { version, effectiveOn, policy } of tenant.plan.versions)
    maker.add('maintenance_plan_version', { plan_id: planId, version, effective_on: effectiveOn, policy });
  const products = tenant.products.map(({ slug, name, metric, releases, after }) => {
    const id = maker.id('prd', maker.daysAgo(2_990));
    maker.add('product', {
      ...{ id, name, slug, plan_id: planId, catalog_revision: 1 },
      identified_by: tenant.identifiedBy,
    });
    const published = readReleases(releases).filter(
      ({ releasedAt }) => (after === null || releasedAt > after) && releasedAt.slice(0, 10) < before,
    );
    published.forEach((release, index) => {
      addRelease(maker, id, release, index % yankedEach === yankedEach - 1);
    });
    return { id, planId, name, metric };
  });
  const [first, ...rest] = products;
  if (first === undefined) throw new Error(`${tenant.name} sells nothing.`);
  return [first, ...rest];
}

function addRelease(
  maker: TenantMaker,
  productId: string,
  { version, releasedAt }: { version: string; releasedAt: string },
  yanked: boolean,
): void {
  const parts = parseVersion(version);
  const key = semverKey(version);
  if (parts === null || key === null) throw new Error(`${version} is no semantic version.`);
  maker.add('release', {
    id: maker.id('rel', releasedAt.slice(0, 10)),
    ...{ product_id: productId, version, semver_key: key, major: parts.major },
    prerelease: parts.prerelease.length > 0,
    released_at: releasedAt,
    yanked_at: yanked ? new Date(Date.parse(releasedAt) + weekMs).toISOString() : null,
  });
}
