import { civilDayOf, firstInstantAfter, firstInstantOf } from '@mainstay/kernel/values/civil';
import { newId } from '@mainstay/kernel/values/ids';
import { whileMember } from '@mainstay/licensing/maintenance/cover.rules';
import { noticeChanges, type StandingNotice } from '@mainstay/licensing/notice/notice-changes.rules';
import type { NoticeCase, NoticeClock } from '@mainstay/licensing/notice/notice.rules';
import { coveringOf, type Covering } from './covering.js';
import type { TenantMaker } from './maker.js';
import type { Row } from './world.js';

interface MadeNotice extends StandingNotice {
  readonly plannedAtMs: number;
  /** Null while it is planned. */
  readonly decidedAtMs: number | null;
}

/**
 * Notices as the house would have planned and sent them, had it been at work all the time: each purchase, each joining
 * and leaving moved the plan. What was due by the end of the world's day has gone; what comes waits as due work.
 */
export function makeNotices(maker: TenantMaker): void {
  const covering = coveringOf(maker);
  for (const license of maker.rows('license'))
    addNotices(maker, license, historyOf(maker, license, covering.get(license['id']) ?? []));
  addDueOf(maker);
}

/** Day after day as acts and jobs would have left them. */
function historyOf(maker: TenantMaker, license: Row, known: readonly Covering[]): MadeNotice[] {
  const { zone } = maker.tenant;
  const endedMs = [license['revoked_at'], license['suspended_at']]
    .flatMap((at) => (typeof at === 'string' ? [Date.parse(at)] : []))
    .at(0);
  const leaving = known.flatMap(({ leftOn }) => (leftOn === null ? [] : [firstInstantOf(leftOn, zone)]));
  const turns = [
    ...known.map(({ sinceMs }) => sinceMs),
    ...leaving,
    ...(endedMs === undefined ? [] : [endedMs]),
  ];
  let notices: MadeNotice[] = [];
  for (const nowMs of [...new Set(turns)].sort((one, other) => one - other)) {
    notices = sentBy(notices, nowMs);
    const status = endedMs !== undefined && endedMs <= nowMs ? license['status'] : 'ACTIVE';
    const clock = { nowMs, today: civilDayOf(nowMs, zone), zone };
    notices = planned(maker, notices, { known, status: status as NoticeCase['status'], clock });
  }
  return sentBy(notices, firstInstantAfter(maker.today, zone) - 1);
}

/** What fell due by an instant had gone by then: on its day, or at once where that had passed. */
function sentBy(notices: readonly MadeNotice[], nowMs: number): MadeNotice[] {
  return notices.map((notice) =>
    notice.state === 'PLANNED' && notice.dueAtMs <= nowMs
      ? { ...notice, state: 'SENT', decidedAtMs: Math.max(notice.dueAtMs, notice.plannedAtMs) }
      : notice,
  );
}

interface Turn {
  readonly known: readonly Covering[];
  readonly status: NoticeCase['status'];
  readonly clock: NoticeClock;
}

function planned(
  maker: TenantMaker,
  notices: readonly MadeNotice[],
  { known, status, clock }: Turn,
): MadeNotice[] {
  const periods = known
    .filter(({ sinceMs }) => sinceMs <= clock.nowMs)
    .flatMap(({ period, leftOn }) => {
      const left = leftOn !== null && leftOn <= clock.today;
      return left ? (whileMember(period, period.startsOn, leftOn) ?? []) : [period];
    });
  const after = new Map(notices.map((notice) => [notice.id, notice]));
  for (const change of noticeChanges({ status, periods, noticesOf: rulesOf(maker) }, notices, clock)) {
    const id = change.id ?? newId('ntc', clock.nowMs, maker.random.bytes);
    const decidedAtMs = change.state === 'PLANNED' ? null : clock.nowMs;
    after.set(id, { ...change, id, plannedAtMs: clock.nowMs, decidedAtMs });
  }
  return [...after.values()];
}

function rulesOf({ tenant }: TenantMaker): NoticeCase['noticesOf'] {
  return (_, planVersion) =>
    tenant.plan.versions.find(({ version }) => version === planVersion)?.policy.cover?.notices ?? [];
}

function addNotices(maker: TenantMaker, license: Row, notices: readonly MadeNotice[]): void {
  const isoOf = (ms: number) => new Date(ms).toISOString();
  for (const notice of notices)
    maker.add('notice', {
      ...{ id: notice.id, account_id: license['account_id'], reseller_id: license['reseller_id'] },
      ...{ license_id: license['id'], expires_on: notice.expiresOn, before: notice.before },
      ...{ due_at: isoOf(notice.dueAtMs), state: notice.state, reason: notice.reason, quote: notice.quote },
      ...{ plan_id: notice.planId, plan_version: notice.planVersion },
      decided_at: notice.decidedAtMs === null ? null : isoOf(notice.decidedAtMs),
    });
}

/** One row for all of an account that falls due together. */
function addDueOf(maker: TenantMaker): void {
  const planned = maker.rows('notice').filter(({ state }) => state === 'PLANNED');
  const keys = new Map(
    planned.map((row) => [`${String(row['account_id'])} ${String(row['due_at'])}`, row['due_at']]),
  );
  for (const [key, dueAt] of keys) maker.addDue('licensing', { kind: 'notices', key, dueAt: String(dueAt) });
}
