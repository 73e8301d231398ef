import { describe, expect, test } from '@jest/globals';
import { addDays, civilDayOf } from '@mainstay/kernel/values/civil';
import fc from 'fast-check';
import {
  noticeChanges,
  offsetText,
  wantedNotices,
  type Notice,
  type NoticeCase,
  type NoticeChange,
  type NoticeClock,
  type NoticeRule,
  type SoldPeriod,
  type StandingNotice,
} from './notice.rules.js';

const stockholm = 'Europe/Stockholm';
const newYork = 'America/New_York';

function rule(
  before: string,
  quote: NoticeRule['quote'] = 'NONE',
  termAtLeast: string | null = null,
): NoticeRule {
  return { before, termAtLeast, quote };
}

/** The policies of the four tenants (domain, section 2). */
const cronwell = [rule('P1M')];
const deskhaven = [rule('P60D', 'ATTACHED')];
const tubeworks = [rule('P90D', 'ON_REQUEST', 'P1Y'), rule('P30D', 'ON_REQUEST')];

function period(startsOn: string, expiresOn: string, more: Partial<SoldPeriod> = {}): SoldPeriod {
  const sold = { countedFrom: startsOn, termEndsOn: expiresOn, planId: 'pln_1', planVersion: 1 };
  return { startsOn, expiresOn, ...sold, ...more };
}

function license(rules: readonly NoticeRule[], ...periods: readonly SoldPeriod[]): NoticeCase {
  return { status: 'ACTIVE', periods, noticesOf: () => rules };
}

function clock(now: string, zone = stockholm): NoticeClock {
  const nowMs = Date.parse(now);
  return { nowMs, today: civilDayOf(nowMs, zone), zone };
}

/** `2026-03-31 P1M 2026-02-28T08:00:00.000Z PLANNED`. */
function line({ expiresOn, before, dueAtMs, state, reason }: Notice): string {
  return [
    expiresOn,
    before,
    new Date(dueAtMs).toISOString(),
    state,
    ...(reason === null ? [] : [reason]),
  ].join(' ');
}

function brief({ expiresOn, before, state, reason }: Notice): string {
  return [expiresOn, before, state, ...(reason === null ? [] : [reason])].join(' ');
}

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

describe('notices of each policy of section 2, at 09:00 of the vendor', () => {
  const year = period('2025-03-31', '2026-03-31');
  const month = period('2026-03-01', '2026-03-31');
  const early = '2025-04-01T12:00:00Z';
  test.each<[string, NoticeCase, NoticeClock, string[]]>([
    [
      'a calendar month before 31 March is 28 February',
      license(cronwell, year),
      clock(early),
      ['2026-03-31 P1M 2026-02-28T08:00:00.000Z PLANNED'],
    ],
    [
      'in summer the same hour is an earlier instant',
      license(cronwell, period('2025-09-10', '2026-09-10')),
      clock(early),
      ['2026-09-10 P1M 2026-08-10T07:00:00.000Z PLANNED'],
    ],
    [
      'sixty days ahead, in Los Angeles',
      license(deskhaven, year),
      clock(early, 'America/Los_Angeles'),
      ['2026-03-31 P60D 2026-01-30T17:00:00.000Z PLANNED'],
    ],
    [
      'ninety and thirty days before the end of a year',
      license(tubeworks, year),
      clock(early, newYork),
      [
        '2026-03-31 P30D 2026-03-01T14:00:00.000Z PLANNED',
        '2026-03-31 P90D 2025-12-31T14:00:00.000Z PLANNED',
      ],
    ],
    [
      'no ninety days for a term of thirty',
      license(tubeworks, month),
      clock('2026-02-01T12:00:00Z', newYork),
      ['2026-03-31 P30D 2026-03-01T14:00:00.000Z PLANNED'],
    ],
    ['none where the plan has none', license([], year), clock(early), []],
  ])('%s', (_, asked, at, expected) => {
    expect(wantedNotices(asked, at).map(line)).toEqual(expected);
  });

  test.each<[string, SoldPeriod, boolean]>([
    ['a year to the day', period('2026-03-10', '2027-03-10'), true],
    ['a year less a day', period('2026-03-10', '2027-03-09'), false],
    [
      'a year counted from the first, with courtesy days',
      period('2026-06-17', '2027-07-01', { countedFrom: '2026-07-01' }),
      true,
    ],
    ['a year from a leap day', period('2028-02-29', '2029-02-28'), true],
    [
      'a year that a license left early',
      period('2026-03-10', '2026-12-01', { termEndsOn: '2027-03-10' }),
      true,
    ],
    ['thirty days that follow years', period('2026-03-10', '2026-04-09'), false],
  ])('whether a term is a year or more: %s', (_, last, isYear) => {
    const before = period('2020-01-01', last.startsOn);
    const notices = wantedNotices(license(tubeworks, before, last), clock('2020-01-01T12:00:00Z', newYork));
    expect(notices.map(({ before: offset }) => offset)).toEqual(isYear ? ['P30D', 'P90D'] : ['P30D']);
  });

  test('a day without a midnight has its nine all the same', () => {
    const santiago = license([rule('P1D')], period('2025-09-07', '2026-09-07'));
    expect(wantedNotices(santiago, clock('2026-01-01T12:00:00Z', 'America/Santiago')).map(line)).toEqual([
      '2026-09-07 P1D 2026-09-06T12:00:00.000Z PLANNED',
    ]);
  });
});

describe('which end is told of', () => {
  const now = clock('2026-05-01T12:00:00Z');
  test.each<[string, SoldPeriod[], string[]]>([
    ['none where there is no cover', [], []],
    ['none of cover that has ended', [period('2025-05-01', '2026-05-01')], []],
    ['that of tomorrow', [period('2025-05-02', '2026-05-02')], ['2026-05-02 P1M PLANNED']],
    [
      'the end of all that goes on without a gap, from whichever source',
      [
        period('2025-09-01', '2026-09-01'),
        period('2026-08-01', '2027-05-01'),
        period('2027-05-01', '2028-05-01'),
      ],
      ['2028-05-01 P1M PLANNED'],
    ],
    [
      'each end where there is a gap between',
      [period('2025-09-01', '2026-09-01'), period('2026-10-01', '2027-10-01')],
      ['2026-09-01 P1M PLANNED', '2027-10-01 P1M PLANNED'],
    ],
  ])('%s', (_, periods, expected) => {
    expect(wantedNotices(license(cronwell, ...periods), now).map(brief)).toEqual(expected);
  });

  test('by the version of the plan that the period was sold under that ends last', () => {
    const versions: Readonly<Record<number, readonly NoticeRule[]>> = { 1: cronwell, 2: deskhaven };
    const asked: NoticeCase = {
      ...license(
        [],
        period('2025-09-01', '2026-09-01'),
        period('2026-09-01', '2027-09-01', { planVersion: 2 }),
      ),
      noticesOf: (_, version) => versions[version] ?? [],
    };
    expect(wantedNotices(asked, now)).toMatchObject([{ before: 'P60D', quote: 'ATTACHED', planVersion: 2 }]);
    const both = {
      ...asked,
      periods: [period('2025-09-01', '2027-09-01', { planVersion: 2 }), period('2026-09-01', '2027-09-01')],
    };
    expect(wantedNotices(both, now)).toMatchObject([{ before: 'P1M', planVersion: 1 }]);
  });
});

describe('a day that has passed when it becomes known', () => {
  const rules = [rule('P90D'), rule('P30D'), rule('P7D')];
  const year = period('2025-06-01', '2026-06-01');
  test.each<[string, string, string[]]>([
    ['is far ahead', '2026-01-01T12:00:00Z', ['P7D PLANNED', 'P30D PLANNED', 'P90D PLANNED']],
    ['goes at once', '2026-03-10T12:00:00Z', ['P7D PLANNED', 'P30D PLANNED', 'P90D PLANNED']],
    [
      'is left to the nearest',
      '2026-05-10T12:00:00Z',
      ['P7D PLANNED', 'P30D PLANNED', 'P90D SKIPPED NEARER_ONE_WENT'],
    ],
    [
      'of all',
      '2026-05-31T12:00:00Z',
      ['P7D PLANNED', 'P30D SKIPPED NEARER_ONE_WENT', 'P90D SKIPPED NEARER_ONE_WENT'],
    ],
    [
      'on its day, before nine',
      '2026-05-25T06:59:59.999Z',
      ['P7D PLANNED', 'P30D PLANNED', 'P90D SKIPPED NEARER_ONE_WENT'],
    ],
    [
      'at nine',
      '2026-05-25T07:00:00Z',
      ['P7D PLANNED', 'P30D SKIPPED NEARER_ONE_WENT', 'P90D SKIPPED NEARER_ONE_WENT'],
    ],
    ['is too late on the day without cover', '2026-05-31T22:00:00Z', []],
  ])('%s', (_, now, expected) => {
    const notices = wantedNotices(license(rules, year), clock(now));
    expect(notices.map((notice) => brief(notice).slice('2026-06-01 '.length))).toEqual(expected);
  });

  test('falls before cover starts, and does not go', () => {
    const month = license(rules, period('2026-05-02', '2026-06-01'));
    expect(wantedNotices(month, clock('2026-05-02T12:00:00Z')).map(brief)).toEqual([
      '2026-06-01 P7D PLANNED',
      '2026-06-01 P30D PLANNED',
      '2026-06-01 P90D SKIPPED BEFORE_COVER',
    ]);
    const later = license(rules, period('2026-05-03', '2026-06-01'));
    expect(wantedNotices(later, clock('2026-05-03T12:00:00Z')).map(brief)).toEqual([
      '2026-06-01 P7D PLANNED',
      '2026-06-01 P30D SKIPPED BEFORE_COVER',
      '2026-06-01 P90D SKIPPED BEFORE_COVER',
    ]);
  });
});

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
