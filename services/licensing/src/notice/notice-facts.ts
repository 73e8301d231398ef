import { statement, type Transaction } from '@mainstay/kernel/db/scoped';
import { parsePolicy } from '@mainstay/kernel/values/policy';
import { coveringSubjects } from '../license/license.reads.js';
import type { StandingNotice } from './notice-changes.rules.js';
import type { NoticeCase, NoticeRule, SoldPeriod } from './notice.rules.js';

/** A license with all that its notices follow from, and those that stand. */
export interface NoticeFacts extends NoticeCase {
  readonly licenseId: string;
  readonly accountId: string;
  readonly resellerId: string | null;
  readonly standing: readonly OwnedNotice[];
}

/** With the account that it is kept for, which is a former owner's where the license has changed hands. */
export interface OwnedNotice extends StandingNotice {
  readonly accountId: string;
}

type FactsRow = Omit<NoticeFacts, 'standing' | 'noticesOf'>;

/** Own periods, the sites' while a member, the contracts' while a line, each beside the end of its own term. */
const facts = statement<FactsRow>(
  'notice.facts',
  `select l.id as "licenseId", l.account_id as "accountId", l.reseller_id as "resellerId", l.status,
    coalesce((
      select json_agg(json_build_object('startsOn', greatest(c.starts_on, s.from_on),
        'expiresOn', least(c.expires_on, s.until_on), 'countedFrom', c.counted_from, 'termEndsOn', c.expires_on,
        'planId', c.plan_id, 'planVersion', c.plan_version) order by c.starts_on, c.id)
      from (
        ${coveringSubjects}
      ) s join coverage_period c on c.subject_id = s.subject_id
      where greatest(c.starts_on, s.from_on) < least(c.expires_on, s.until_on)), '[]') as periods
   from license l where l.id = any($1::text[]) order by l.id`,
);

interface StandingRow extends Omit<OwnedNotice, 'dueAtMs'> {
  readonly licenseId: string;
  readonly dueAt: string;
}

/** A statement of its own: one look at the table for all of them, also where it grew faster than what is known of it. */
const standing = statement<StandingRow>(
  'notice.standing',
  `select license_id as "licenseId", account_id as "accountId", id, expires_on as "expiresOn", before, due_at as "dueAt", state, reason, quote,
     plan_id as "planId", plan_version as "planVersion"
   from notice where license_id = any($1::text[]) order by id`,
);

const policies = statement<{ planId: string; version: number; policy: unknown }>(
  'notice.policies',
  `select v.plan_id as "planId", v.version, v.policy from maintenance_plan_version v
   where (v.plan_id, v.version) in (select * from unnest($1::text[], $2::integer[]))`,
);

/** Of many licenses in three statements. */
export async function noticeFacts(
  transaction: Transaction,
  licenseIds: readonly string[],
): Promise<NoticeFacts[]> {
  const rows = await transaction.query(facts, [licenseIds]);
  const stand = Map.groupBy(await transaction.query(standing, [licenseIds]), ({ licenseId }) => licenseId);
  const noticesOf = await readPolicies(
    transaction,
    rows.flatMap(({ periods }) => periods),
  );
  return rows.map((license) => ({
    ...license,
    noticesOf,
    standing: (stand.get(license.licenseId) ?? []).map(({ dueAt, ...notice }) => ({
      ...notice,
      dueAtMs: Date.parse(dueAt),
    })),
  }));
}

/** The notices of each version that some cover was sold under. */
async function readPolicies(
  transaction: Transaction,
  periods: readonly SoldPeriod[],
): Promise<NoticeCase['noticesOf']> {
  const sold = new Map(periods.map((period) => [keyOf(period.planId, period.planVersion), period]));
  const versions = [...sold.values()];
  const rows =
    versions.length === 0
      ? []
      : await transaction.query(policies, [
          versions.map(({ planId }) => planId),
          versions.map(({ planVersion }) => planVersion),
        ]);
  const rules = new Map(rows.map(({ planId, version, policy }) => [keyOf(planId, version), rulesOf(policy)]));
  return (planId, planVersion) => rules.get(keyOf(planId, planVersion)) ?? [];
}

function keyOf(planId: string, version: number): string {
  return `${planId} ${String(version)}`;
}

function rulesOf(policy: unknown): readonly NoticeRule[] {
  const read = parsePolicy(policy, 'policy');
  if (!read.ok)
    throw new Error(`A stored policy cannot be read: ${read.faults.map(({ place }) => place).join()}`);
  return read.value.cover?.notices ?? [];
}
