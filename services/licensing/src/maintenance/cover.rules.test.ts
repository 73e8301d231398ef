import { describe, expect, test } from '@jest/globals';
import { effectiveCover, lastExpiry, whileMember, type Days } from './cover.rules.js';

function days(startsOn: string, expiresOn: string): Days {
  return { startsOn, expiresOn };
}

/** Narrowed to the membership; a period that never met it covers nothing. */
function asMember(period: Days, joinedOn: string, leftOn: string | null = null): Days[] {
  const narrowed = whileMember(period, joinedOn, leftOn);
  return narrowed ? [narrowed] : [];
}

const sitePack = days('2026-05-01', '2027-05-01');

describe('what a site or a contract gives a license while it belongs to it', () => {
  test.each<[string, string, string | null, Days | null]>([
    ['a member since before covers from the pack on', '2026-01-01', null, sitePack],
    ['one that joins is covered from that day', '2026-08-01', null, days('2026-08-01', '2027-05-01')],
    [
      'one that leaves is covered until that day',
      '2026-01-01',
      '2026-12-01',
      days('2026-05-01', '2026-12-01'),
    ],
    ['one that joins and leaves, between', '2026-08-01', '2026-12-01', days('2026-08-01', '2026-12-01')],
    ['a membership of one day is one day', '2026-08-01', '2026-08-02', days('2026-08-01', '2026-08-02')],
    ['who leaves on the day of joining has none', '2026-08-01', '2026-08-01', null],
    ['who left on the first day of cover has none', '2026-01-01', '2026-05-01', null],
    ['who left a day later has one day', '2026-01-01', '2026-05-02', days('2026-05-01', '2026-05-02')],
    ['who joins on the first day without cover has none', '2027-05-01', null, null],
    ['who joins a day earlier has one day', '2027-04-30', null, days('2027-04-30', '2027-05-01')],
    ['who leaves after the end loses nothing', '2026-01-01', '2028-01-01', sitePack],
  ])('%s', (_case, joinedOn, leftOn, expected) => {
    expect(whileMember(sitePack, joinedOn, leftOn)).toEqual(expected);
  });

  test('whatever else a period says stays with it', () => {
    const period = { ...sitePack, countedFrom: '2026-05-01', planVersion: 7 };
    expect(whileMember(period, '2026-08-01', null)).toEqual({ ...period, startsOn: '2026-08-01' });
  });
});

type Row = [string, Days[], string, { active: boolean; startsOn: string | null; expiresOn: string | null }];

const none = { active: false, startsOn: null, expiresOn: null };
const year = days('2026-03-10', '2027-03-10');
const lapsedThenPack = [days('2025-01-01', '2026-01-01'), days('2026-05-01', '2027-05-01')];
const stacked = [days('2026-09-01', '2027-09-01'), days('2025-09-01', '2026-09-01')];
const joined = [days('2025-09-01', '2026-09-01'), ...asMember(sitePack, '2026-08-01', '2026-12-01')];
const onSiteThenOwn = [...asMember(sitePack, '2026-08-01'), days('2027-05-01', '2028-05-01')];
const leftThenOwn = [...asMember(sitePack, '2026-08-01', '2026-12-01'), days('2027-05-01', '2028-05-01')];
const contractLine = asMember(days('2026-01-01', '2027-01-01'), '2026-04-01', '2026-10-01');

function covered(startsOn: string, expiresOn: string) {
  return { active: true, startsOn, expiresOn };
}

function ended(expiresOn: string) {
  return { active: false, startsOn: null, expiresOn };
}

const rows: Row[] = [
  ['never covered', [], '2026-03-10', none],
  ['the day before the first', [year], '2026-03-09', none],
  ['the first day', [year], '2026-03-10', covered('2026-03-10', '2027-03-10')],
  ['the last day', [year], '2027-03-09', covered('2026-03-10', '2027-03-10')],
  ['the day named as its end is the first without', [year], '2027-03-10', ended('2027-03-10')],
  ['long after', [year], '2031-01-01', ended('2027-03-10')],

  ['a stacked code counts at once', stacked, '2026-05-01', covered('2025-09-01', '2027-09-01')],
  ['the seam of two periods is no gap', stacked, '2026-09-01', covered('2025-09-01', '2027-09-01')],
  [
    'a lapse of one day is one',
    [days('2025-01-01', '2026-01-01'), days('2026-01-02', '2027-01-01')],
    '2026-01-01',
    ended('2026-01-01'),
  ],
  [
    'before the lapse the pack after it is not yet known of',
    lapsedThenPack,
    '2025-12-31',
    covered('2025-01-01', '2026-01-01'),
  ],
  ['in the lapse', lapsedThenPack, '2026-04-30', ended('2026-01-01')],
  ['from the pack on', lapsedThenPack, '2026-05-01', covered('2026-05-01', '2027-05-01')],
  [
    'renewed at the old end, however late, there was no lapse',
    [days('2025-01-01', '2026-01-01'), days('2026-01-01', '2027-01-01')],
    '2026-02-01',
    covered('2025-01-01', '2027-01-01'),
  ],
  [
    'courtesy days before the counted term are covered',
    [days('2026-06-17', '2027-07-01')],
    '2026-06-17',
    covered('2026-06-17', '2027-07-01'),
  ],

  ['before it joins the site, by its own', joined, '2026-07-31', covered('2025-09-01', '2026-12-01')],
  ['covered twice for a while is one cover', joined, '2026-08-15', covered('2025-09-01', '2026-12-01')],
  ['after its own end, by the site', joined, '2026-11-30', covered('2025-09-01', '2026-12-01')],
  ['on the day it leaves', joined, '2026-12-01', ended('2026-12-01')],
  ['not yet a member', asMember(sitePack, '2026-08-01'), '2026-07-31', none],
  [
    'a member from this day',
    asMember(sitePack, '2026-08-01'),
    '2026-08-01',
    covered('2026-08-01', '2027-05-01'),
  ],
  ['a 1-server code stacks after the site', onSiteThenOwn, '2026-10-01', covered('2026-08-01', '2028-05-01')],
  [
    'it stays where it was when the license leaves',
    leftThenOwn,
    '2026-11-30',
    covered('2026-08-01', '2026-12-01'),
  ],
  ['so that there is a gap then', leftThenOwn, '2027-04-30', ended('2026-12-01')],
  ['and cover again', leftThenOwn, '2027-05-01', covered('2027-05-01', '2028-05-01')],

  ['the day before a contract takes the line', contractLine, '2026-03-31', none],
  ['the first day of the line', contractLine, '2026-04-01', covered('2026-04-01', '2026-10-01')],
  ['the day the line ends', contractLine, '2026-10-01', ended('2026-10-01')],

  [
    'a short period within a long one ends nothing',
    [days('2026-01-01', '2027-01-01'), days('2026-02-01', '2026-03-01')],
    '2026-03-01',
    covered('2026-01-01', '2027-01-01'),
  ],
  [
    'periods that start together last as long as the longer',
    [days('2026-01-01', '2027-01-01'), days('2026-01-01', '2026-02-01')],
    '2026-02-01',
    covered('2026-01-01', '2027-01-01'),
  ],
];

describe('effective cover as of a day', () => {
  test.each(rows)('%s', (_case, periods, asOf, expected) => {
    expect(effectiveCover(periods, asOf)).toMatchObject(expected);
  });

  test('lists every period by its first day, the coming ones too', () => {
    expect(effectiveCover(stacked, '2026-05-01').periods).toEqual([
      days('2025-09-01', '2026-09-01'),
      days('2026-09-01', '2027-09-01'),
    ]);
  });
});

describe('the last end of all', () => {
  test.each<[string, Days[], string | null]>([
    ['of none', [], null],
    ['of coming cover', lapsedThenPack, '2027-05-01'],
    [
      'of a long period with a short one begun later',
      [days('2026-01-01', '2028-01-01'), days('2027-01-01', '2027-02-01')],
      '2028-01-01',
    ],
  ])('%s', (_case, periods, expected) => {
    expect(lastExpiry(periods)).toBe(expected);
  });
});
