import { describe, expect, test } from '@jest/globals';
import {
  brief,
  clock,
  cronwell,
  deskhaven,
  license,
  line,
  newYork,
  period,
  rule,
  tubeworks,
} from '../../../../test/harness/notice-case.js';
import {
  wantedNotices,
  type NoticeCase,
  type NoticeClock,
  type NoticeRule,
  type SoldPeriod,
} from './notice.rules.js';

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
