import type { CoverFact } from '../maintenance/cover.rules.js';
import type { Moment } from '../release/entitlement.rules.js';
import { inForce, soldUnder, type Plan, type PlanReads } from '../maintenance/plan.reads.js';
import type { CatalogReads, ProductCatalog } from '../release/catalog.reads.js';
import { versionPolicyOf } from '../release/version-decision.rules.js';
import type { VersionCase } from '../release/version-outcomes.rules.js';
import type { LicenseRow } from './license.reads.js';

/** Where the lists come from that say which versions a license may use. */
export interface CaseReads {
  readonly plans: Pick<PlanReads, 'get'>;
  readonly catalogs: Pick<CatalogReads, 'get'>;
}

/** What the rules look at for one license, before a moment is given. */
export interface LicenseLists {
  readonly catalog: ProductCatalog;
  readonly plan: Plan;
  /** Each period's own plan: cover bought under another plan keeps it (M15). */
  readonly planOf: ReadonlyMap<string, Plan>;
}

/** Plans that some of its cover was bought under beside its product's, with the newest version that is needed. */
export function otherPlans({ cover, planId, planVersion }: LicenseRow): Map<string, number> {
  const others = new Map<string, number>();
  for (const period of cover ?? []) {
    const known = period.planId === planId ? planVersion : (others.get(period.planId) ?? 0);
    if (period.planVersion > known) others.set(period.planId, period.planVersion);
  }
  return others;
}

async function load(row: LicenseRow, reads: CaseReads, others: Map<string, number>): Promise<LicenseLists> {
  const [catalog, plan, ...rest] = await Promise.all([
    reads.catalogs.get(row.productId, row.catalogRevision),
    reads.plans.get(row.planId, row.planVersion),
    ...[...others].map(([id, version]) => reads.plans.get(id, version)),
  ]);
  return { catalog, plan, planOf: new Map(rest.map((other) => [other.id, other])) };
}

const none: ReadonlyMap<string, Plan> = new Map();

/** At hand without a promise where an earlier request has read the lists, as it has for nearly every license. */
export function listsFor(row: LicenseRow, reads: CaseReads): LicenseLists | Promise<LicenseLists> {
  const others = otherPlans(row);
  if (others.size > 0) return load(row, reads, others);
  const catalog = reads.catalogs.get(row.productId, row.catalogRevision);
  const plan = reads.plans.get(row.planId, row.planVersion);
  if (catalog instanceof Promise || plan instanceof Promise) return load(row, reads, others);
  return { catalog, plan, planOf: none };
}

function coverFacts(row: LicenseRow, { plan, planOf }: LicenseLists): CoverFact[] {
  return (row.cover ?? []).map(({ startsOn, expiresOn, countedFrom, planId, planVersion }) => {
    const { policy, version } = soldUnder(planOf.get(planId) ?? plan, planVersion);
    // A plan that gates no versions says nothing of upgrades, and its cover limits none.
    return { startsOn, expiresOn, countedFrom, upgrades: policy.upgrades ?? 'MAJOR', planVersion: version };
  });
}

/** The case that the rules decide: a license, its product's releases, and the policy in force on the day asked for. */
export function caseOf(row: LicenseRow, lists: LicenseLists, moment: Moment): VersionCase {
  const { version, policy } = inForce(lists.plan, moment.asOf);
  return {
    catalog: lists.catalog.releases,
    policy: versionPolicyOf(policy, version),
    moment,
    facts: {
      purchasedOn: row.purchasedOn,
      status: row.status,
      revokedAtMs: instantMs(row.revokedAt),
      suspendedAtMs: instantMs(row.suspendedAt),
      prereleases: row.prereleases,
      periods: coverFacts(row, lists),
    },
  };
}

function instantMs(instant: string | null): number | null {
  return instant === null ? null : Date.parse(instant);
}
