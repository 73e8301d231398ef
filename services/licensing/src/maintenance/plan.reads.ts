import { statement, type SqlValue, type Statement } from '@mainstay/kernel/db/scoped';
import type { PageReader } from '@mainstay/kernel/db/page';
import type { MaintenancePolicy } from '@mainstay/kernel/values/policy';
import {
  parsePolicyVersions,
  versionInForce,
  type PolicyVersion,
} from '@mainstay/kernel/values/policy-versions';
import { RevisionCache } from '../revision/revision-cache.js';

/** A plan with its versions in order, read and checked once. */
export interface Plan {
  readonly id: string;
  readonly name: string;
  readonly versions: readonly PolicyVersion[];
}

/** A plan in the version that is in force on a day. */
export interface PlanInForce {
  readonly id: string;
  readonly name: string;
  readonly version: number;
  readonly effectiveOn: string;
  readonly policy: MaintenancePolicy;
}

/** Plans by vendor and plan, known by their newest version: a version once published never changes (M15). */
export type PlanCache = RevisionCache<Plan>;

/** Far more plans than one vendor sells; what is used least is read again. */
export function createPlanCache(): PlanCache {
  return new RevisionCache<Plan>(2_000);
}

interface VersionRow {
  readonly name: string;
  readonly version: number;
  readonly effectiveOn: string;
  readonly policy: unknown;
}

const versions = statement<VersionRow>(
  'plan.versions',
  `select p.name, v.version, v.effective_on as "effectiveOn", v.policy
   from maintenance_plan p join maintenance_plan_version v on v.plan_id = p.id
   where p.id = $1::text order by v.version`,
);

/** However a statement is asked: for a viewer, or in the transaction of a job. */
export type Ask = <Row>(asked: Statement<Row>, values: readonly SqlValue[]) => Promise<Row[]>;

/** A plan with all its versions, as it stands. */
export async function loadPlan(ask: Ask, planId: string): Promise<Plan> {
  const rows = await ask(versions, [planId]);
  const read = parsePolicyVersions(
    rows.map(({ version, effectiveOn, policy }) => ({ version, effectiveOn, policy })),
    'versions',
  );
  const name = rows[0]?.name;
  if (!read.ok || name === undefined) {
    const faults = read.ok ? [] : read.faults.map(({ place, says }) => `${place} ${says}`);
    throw new Error(`The stored policy of plan ${planId} cannot be read: ${faults.join('; ')}`);
  }
  return { id: planId, name, versions: read.value };
}

/** Every read of maintenance plans, for one request over what all requests share. */
export class PlanReads {
  constructor(
    private readonly reader: PageReader,
    private readonly cache: PlanCache,
  ) {}

  /** The plan with at least this version; at hand without a promise where it was read before. */
  get(planId: string, newestVersion: number): Plan | Promise<Plan> {
    const key = `${this.reader.viewer.vendorId ?? ''}/${planId}`;
    return this.cache.get(key, newestVersion, () => this.#load(planId));
  }

  async effective(planId: string, newestVersion: number, day: string): Promise<PlanInForce> {
    return inForce(await this.get(planId, newestVersion), day);
  }

  #load(planId: string): Promise<Plan> {
    const { database, viewer } = this.reader;
    // Without the request's signal: others may be waiting for this load.
    return loadPlan((asked, values) => database.read(viewer, asked, values), planId);
  }
}

/** A day before the first version is decided by the first: a license may be older than the plan's record. */
export function inForce({ id, name, versions: all }: Plan, day: string): PlanInForce {
  const found = versionInForce(all, day) ?? all[0];
  if (found === undefined) throw new Error(`Plan ${id} has no version.`);
  return { id, name, ...found };
}

/** The version that something was sold under (M15). */
export function soldUnder(plan: Plan, version: number): PolicyVersion {
  const found = plan.versions[version - 1];
  if (found === undefined) throw new Error(`Plan ${plan.id} has no version ${String(version)}.`);
  return found;
}
