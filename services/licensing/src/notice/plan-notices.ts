import type { Instant } from '@mainstay/kernel/act/act';
import { statement, type Transaction } from '@mainstay/kernel/db/scoped';
import { noticeChanges, type NoticeChange, type StandingNotice } from './notice-changes.rules.js';
import { noticeFacts, type NoticeFacts } from './notice-facts.js';
import { remindOf } from './remind-notices.js';

/** A license's notices as they stand now, and what was changed for that. */
export interface NoticePlan {
  readonly licenseId: string;
  readonly accountId: string;
  readonly notices: readonly StandingNotice[];
  readonly changes: readonly {
    readonly noticeId: string;
    readonly from: string | null;
    readonly to: string;
  }[];
}

/** So many licenses are read and written by one statement. */
const atOnce = 500;

const accountsOf = statement<{ accountId: string }>(
  'notice.accountsOf',
  'select distinct account_id as "accountId" from license where id = any($1::text[])',
);

/** In one order, so that two who plan for several accounts never wait for each other. */
const lock = statement(
  'notice.lock',
  `select pg_advisory_xact_lock(hashtextextended(app.vendor() || ' notices of ' || a.id, 0)) is null as locked
   from (select id from unnest($1::text[]) as given (id) order by id) a`,
);

/** What was sent is not touched, whoever comes with older knowledge. */
const write = statement(
  'notice.write',
  `insert into notice (vendor_id, id, account_id, reseller_id, license_id, expires_on, before, due_at, state, reason,
     quote, plan_id, plan_version, decided_at)
   select app.vendor(), n.* from jsonb_to_recordset($1::jsonb) as n (id text, account_id text, reseller_id text,
     license_id text, expires_on date, before text, due_at timestamptz, state text, reason text, quote text,
     plan_id text, plan_version integer, decided_at timestamptz)
   on conflict (vendor_id, license_id, expires_on, before) do update set
     account_id = excluded.account_id, reseller_id = excluded.reseller_id, due_at = excluded.due_at,
     state = excluded.state, reason = excluded.reason, quote = excluded.quote, plan_id = excluded.plan_id,
     plan_version = excluded.plan_version, decided_at = excluded.decided_at
   where notice.state <> 'SENT'`,
);

/**
 * Held until the transaction ends by whoever plans or sends notices of these accounts. Not the accounts' rows: a job
 * holds its own row first, an act its account's, and each would wait for the other.
 */
export async function lockNotices(transaction: Transaction, accountIds: readonly string[]): Promise<void> {
  await transaction.query(lock, [accountIds]);
}

/**
 * Plans the notices of licenses anew, in the transaction of whatever has changed what covers them, whether they may be
 * used, or whom they belong to (M8). Called after the change is written; what follows already stays as it is.
 */
export async function planNotices(
  transaction: Transaction,
  licenseIds: readonly string[],
  instant: Instant,
): Promise<NoticePlan[]> {
  if (licenseIds.length === 0) return [];
  const accounts = await transaction.query(accountsOf, [licenseIds]);
  await lockNotices(
    transaction,
    accounts.map(({ accountId }) => accountId),
  );
  const plans = await replanNotices(transaction, licenseIds, instant);
  await remindOf(transaction, plans, instant);
  return plans;
}

/** For whoever holds the locks already. */
export async function replanNotices(
  transaction: Transaction,
  licenseIds: readonly string[],
  instant: Instant,
): Promise<NoticePlan[]> {
  const plans: NoticePlan[] = [];
  for (let from = 0; from < licenseIds.length; from += atOnce) {
    const facts = await noticeFacts(transaction, licenseIds.slice(from, from + atOnce));
    const planned = facts.map((license) => planOf(license, instant));
    const rows = planned.flatMap(({ rows: ofLicense }) => ofLicense);
    if (rows.length > 0) await transaction.query(write, [JSON.stringify(rows)]);
    plans.push(...planned.map(({ plan }) => plan));
  }
  return plans;
}

function planOf(license: NoticeFacts, instant: Instant) {
  const { licenseId, accountId, standing } = license;
  const changed = noticeChanges(license, standing, instant).map((change) => ({
    ...change,
    id: change.id ?? instant.newId('ntc'),
  }));
  const before = new Map(standing.map(({ id, state }) => [id, state]));
  const after = new Map([...standing, ...changed].map((notice) => [notice.id, notice]));
  const changes = changed.map(({ id, state }) => ({ noticeId: id, from: before.get(id) ?? null, to: state }));
  // What is to come belongs to whoever owns the license now.
  const known = new Set(changed.map(({ id }) => id));
  const handedOn = standing.filter(
    (notice) => notice.state === 'PLANNED' && notice.accountId !== accountId && !known.has(notice.id),
  );
  return {
    plan: { licenseId, accountId, notices: [...after.values()], changes },
    rows: [...changed, ...handedOn].map((notice) => rowOf(license, notice, instant)),
  };
}

function rowOf(
  { licenseId, accountId, resellerId }: NoticeFacts,
  notice: NoticeChange,
  { now }: Instant,
): Readonly<Record<string, unknown>> {
  return {
    ...{ id: notice.id, account_id: accountId, reseller_id: resellerId, license_id: licenseId },
    ...{
      expires_on: notice.expiresOn,
      before: notice.before,
      due_at: new Date(notice.dueAtMs).toISOString(),
    },
    ...{ state: notice.state, reason: notice.reason, quote: notice.quote },
    ...{ plan_id: notice.planId, plan_version: notice.planVersion },
    decided_at: notice.state === 'PLANNED' ? null : now,
  };
}
