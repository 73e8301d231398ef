import { statement, type Transaction } from '@mainstay/kernel/db/scoped';
import { lockAccount } from '../account/lock-account.js';
import type { StandingPeriod } from './cover-correct.rules.js';

/** What cover is for, held by its account's lock: whoever moves cover or members takes that first. */
export interface LockedSubject {
  readonly id: string;
  readonly kind: 'LICENSE' | 'SITE' | 'CONTRACT';
  readonly accountId: string;
  readonly resellerId: string | null;
}

export interface LockedPeriod extends StandingPeriod {
  readonly planVersion: number;
}

const find = statement<{ id: string; kind: LockedSubject['kind']; accountId: string }>(
  'cover.subject',
  `select id, 'LICENSE' as kind, account_id as "accountId" from license where id = $1::text
   union all select id, 'SITE', account_id from site where id = $1::text
   union all select id, 'CONTRACT', account_id from contract where id = $1::text`,
);

const subjectOf = statement<{ subjectId: string }>(
  'cover.subjectOf',
  'select subject_id as "subjectId" from coverage_period where id = $1::text',
);

const lockPeriods = statement<LockedPeriod>(
  'cover.lockPeriods',
  `select id, starts_on as "startsOn", expires_on as "expiresOn", counted_from as "countedFrom",
     anchor_day as "anchorDay", plan_version as "planVersion"
   from coverage_period where subject_id = $1::text order by starts_on for update`,
);

/** The version in force on a day, where it sells cover for such a subject; a contract's plan is that of its first line. */
const soldOn = statement<{ planId: string; planVersion: number }>(
  'cover.soldOn',
  `select v.plan_id as "planId", v.version as "planVersion" from (
     select product_id from license where id = $1::text
     union all select product_id from site where id = $1::text
     union all (select l.product_id from contract_line n join license l on l.id = n.license_id
       where n.contract_id = $1::text order by n.from_on, n.id limit 1)
   ) s join product p on p.id = s.product_id
   join maintenance_plan_version v on v.plan_id = p.plan_id and v.version = (
     select w.version from maintenance_plan_version w where w.plan_id = p.plan_id
     order by w.effective_on <= $3::date desc, abs(w.effective_on - $3::date) limit 1)
   where jsonb_exists(v.policy->'cover'->'on', $2::text)`,
);

const coveredBy = statement<{ id: string; coveredUntil: string | null }>(
  'cover.licenses',
  `select l.id, l.covered_until as "coveredUntil" from license l where l.id in (
     select unnest($1::text[]) union all select m.license_id from site_member m where m.site_id = any($1::text[])
     union all select n.license_id from contract_line n where n.contract_id = any($1::text[])
   ) order by l.id for no key update`,
);

/** Null where whoever acts sees no such license, site or contract. */
export async function lockSubject(transaction: Transaction, id: string): Promise<LockedSubject | null> {
  const [found] = await transaction.query(find, [id]);
  if (found === undefined) return null;
  const account = await lockAccount(transaction, found.accountId);
  return account === null ? null : { ...found, resellerId: account.resellerId };
}

export async function subjectOfPeriod(transaction: Transaction, periodId: string): Promise<string | null> {
  const [found] = await transaction.query(subjectOf, [periodId]);
  return found?.subjectId ?? null;
}

export function lockPeriodsOf(transaction: Transaction, subjectId: string): Promise<LockedPeriod[]> {
  return transaction.query(lockPeriods, [subjectId]);
}

export async function planSoldOn(transaction: Transaction, { id, kind }: LockedSubject, day: string) {
  const [sold] = await transaction.query(soldOn, [id, kind, day]);
  return sold ?? null;
}

/** Every license that the subjects cover or ever covered, with its last known end. */
export function licensesCoveredBy(transaction: Transaction, subjectIds: readonly string[]) {
  return transaction.query(coveredBy, [subjectIds]);
}
