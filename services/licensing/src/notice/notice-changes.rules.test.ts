import { describe, expect, test } from '@jest/globals';
import { addDays } from '@mainstay/kernel/values/civil';
import fc from 'fast-check';
import {
  brief,
  clock,
  cronwell,
  license,
  period,
  rule,
  stockholm,
  tubeworks,
} from '../../../../test/harness/notice-case.js';
import { noticeChanges, type NoticeChange, type StandingNotice } from './notice-changes.rules.js';
import { offsetText, type NoticeCase, type NoticeClock } from './notice.rules.js';

/** As the table would hold it after the changes. */
function applied(standing: readonly StandingNotice[], changes: readonly NoticeChange[]): StandingNotice[] {
  const byId = new Map(standing.map((notice) => [notice.id, notice]));
  changes.forEach((change, index) => {
    const id = change.id ?? `ntc_${String(standing.length + index)}`;
    byId.set(id, { ...change, id });
  });
  return [...byId.values()];
}

function planned(
  asked: NoticeCase,
  at: NoticeClock,
  standing: readonly StandingNotice[] = [],
): StandingNotice[] {
  return applied(standing, noticeChanges(asked, standing, at));
}

/** As a job leaves what was due. */
function sent(standing: readonly StandingNotice[], at: NoticeClock): StandingNotice[] {
  return standing.map((notice) =>
    notice.state === 'PLANNED' && notice.dueAtMs <= at.nowMs ? { ...notice, state: 'SENT' } : notice,
  );
}

describe('a plan follows', () => {
  const year = license(cronwell, period('2025-03-31', '2026-03-31'));
  const renewed = license(cronwell, period('2025-03-31', '2026-03-31'), period('2026-03-31', '2027-03-31'));
  const moved = license(cronwell, period('2025-03-31', '2026-03-15'));
  const before = clock('2026-02-01T12:00:00Z');
  const after = clock('2026-03-01T12:00:00Z');

  test('nothing where nothing changed', () => {
    const standing = planned(year, before);
    expect(noticeChanges(year, standing, before)).toEqual([]);
    expect(noticeChanges(year, sent(standing, after), after)).toEqual([]);
  });

  test.each<[string, NoticeCase, string]>([
    ['a renewal', renewed, 'RENEWED'],
    ['a correction', moved, 'COVER_MOVED'],
    ['cover that is gone', license(cronwell), 'COVER_MOVED'],
    ['a revocation', { ...year, status: 'REVOKED' }, 'LICENSE_REVOKED'],
    ['a suspension', { ...year, status: 'SUSPENDED' }, 'LICENSE_SUSPENDED'],
    ['another plan', license([], ...year.periods), 'PLAN_DIFFERS'],
  ])('%s: what was to come is taken back, and wanted again where it comes back', (_, changed, reason) => {
    const first = planned(year, before);
    const second = planned(changed, before, first);
    expect(second.map(brief)).toContain(`2026-03-31 P1M WITHDRAWN ${reason}`);
    const third = planned(year, before, second);
    expect(third.filter(({ state }) => state === 'PLANNED').map(brief)).toEqual(['2026-03-31 P1M PLANNED']);
    // What was due already did not go, and says so.
    const late = noticeChanges(changed, first, after).map(brief);
    expect(late).toContain(`2026-03-31 P1M SKIPPED ${reason}`);
  });

  test('an end that has come while nobody was at work', () => {
    const standing = planned(year, before);
    expect(noticeChanges(year, standing, clock('2026-04-01T12:00:00Z')).map(brief)).toEqual([
      '2026-03-31 P1M SKIPPED COVER_OVER',
    ]);
  });

  test('what was sent stands, also where the end moves away and comes back', () => {
    const told = sent(planned(year, before), after);
    expect(told.map(brief)).toEqual(['2026-03-31 P1M SENT']);
    const away = planned(renewed, after, told);
    expect(away.map(brief)).toEqual(['2026-03-31 P1M SENT', '2027-03-31 P1M PLANNED']);
    const back = planned(year, after, away);
    expect(back.map(brief)).toEqual(['2026-03-31 P1M SENT', '2027-03-31 P1M WITHDRAWN COVER_MOVED']);
    expect(planned({ ...year, status: 'REVOKED' }, after, back)).toEqual(back);
  });

  test('who was not told is told once it comes back', () => {
    const skipped = planned(renewed, after, planned(year, before));
    expect(skipped.map(brief)).toContain('2026-03-31 P1M SKIPPED RENEWED');
    expect(planned(year, after, skipped).map(brief)).toContain('2026-03-31 P1M PLANNED');
  });

  test('why one did not go stays written as it was', () => {
    const rules = [rule('P90D'), rule('P30D')];
    const asked = license(rules, period('2025-03-31', '2026-03-31'));
    const untold = planned(asked, clock('2026-01-10T12:00:00Z')).map((notice): StandingNotice =>
      notice.before === 'P90D' ? { ...notice, state: 'SKIPPED', reason: 'NOBODY_TO_TELL' } : notice,
    );
    expect(planned(asked, after, untold).map(brief)).toContain('2026-03-31 P90D SKIPPED NOBODY_TO_TELL');
    expect(planned(asked, clock('2026-01-20T12:00:00Z'), untold).map(brief)).toContain(
      '2026-03-31 P90D PLANNED',
    );
  });

  test('a plan that writes the same offset otherwise', () => {
    const cover = period('2025-03-31', '2027-03-31');
    const day = clock('2026-04-01T12:00:00Z');
    const told = sent(planned(license([rule('P1Y')], cover), day), day);
    expect(told.map(brief)).toEqual(['2027-03-31 P12M SENT']);
    expect(noticeChanges(license([rule('P12M')], cover), told, day)).toEqual([]);
    expect(['P1Y2M', 'P2W', 'P30D'].map(offsetText)).toEqual(['P14M', 'P14D', 'P30D']);
  });
});

/** Any history of one license: its cover moves, its standing changes, time goes on, and jobs are late or missing. */
describe('whatever happens', () => {
  const zone = stockholm;
  const day = fc.nat(900).map((days) => addDays('2026-01-01', days));
  const anyPeriod = fc
    .tuple(day, fc.integer({ min: 1, max: 500 }))
    .map(([from, days]) => period(from, addDays(from, days)));
  const step = fc.record({
    days: fc.nat(60),
    periods: fc.array(anyPeriod, { maxLength: 3 }),
    status: fc.constantFrom('ACTIVE' as const, 'ACTIVE' as const, 'SUSPENDED' as const),
    works: fc.boolean(),
  });

  test('each end and offset goes at most once, of cover that runs, and of several late ones the nearest', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 12 }), (steps) => {
        let standing: StandingNotice[] = [];
        let now = '2026-01-01';
        const gone = new Map<string, number>();
        for (const { days, periods, status, works } of steps) {
          now = addDays(now, days);
          const at = clock(`${now}T12:00:00Z`, zone);
          const asked = { ...license(tubeworks, ...periods), status };
          standing = planned(asked, at, standing);
          expect(new Set(standing.map(({ expiresOn, before }) => `${expiresOn} ${before}`)).size).toBe(
            standing.length,
          );
          const due = standing.filter(({ state, dueAtMs }) => state === 'PLANNED' && dueAtMs <= at.nowMs);
          expect(new Set(due.map(({ expiresOn }) => expiresOn)).size).toBe(due.length);
          for (const { expiresOn } of due) expect([status, expiresOn > at.today]).toEqual(['ACTIVE', true]);
          if (!works) continue;
          for (const { expiresOn, before } of due) {
            const key = `${expiresOn} ${before}`;
            gone.set(key, (gone.get(key) ?? 0) + 1);
          }
          standing = sent(standing, at);
        }
        expect([...gone.values()].filter((times) => times > 1)).toEqual([]);
      }),
    );
  });
});
