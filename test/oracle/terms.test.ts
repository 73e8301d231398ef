import { describe, expect, test } from '@jest/globals';
import {
  addTerm,
  coverPeriod,
  parseTerm,
  subtractTerm,
  type CoverPeriod,
} from '@mainstay/kernel/values/period';
import fc from 'fast-check';
import { dayCount, dayNamed, nameOf, type DayNumber } from './calendar.js';

const anyDay = fc.integer({ min: 0, max: dayCount - 1 - 366 * 12 });

/** The last day of a month that is not later than the anchor, found by turning the pages of that month. */
function inMonth(start: DayNumber, months: number, anchor: number): string {
  const name = nameOf(start);
  const monthCount = Number(name.slice(0, 4)) * 12 + Number(name.slice(5, 7)) - 1 + months;
  const month = `${Math.floor(monthCount / 12)}-${String((monthCount % 12) + 1).padStart(2, '0')}`;
  let page = dayNamed(`${month}-01`);
  while (Number(nameOf(page).slice(8)) < anchor && nameOf(page + 1).startsWith(month)) page++;
  return nameOf(page);
}

describe('a term ends (M1)', () => {
  test.each([
    ['2026-03-10', 'P12M', '2027-03-10'],
    ['2028-02-29', 'P12M', '2029-02-28'],
    ['2026-01-31', 'P1M', '2026-02-28'],
    ['2026-12-15', 'P30D', '2027-01-14'],
    ['2026-07-01', 'P1Y', '2027-07-01'],
    ['2026-07-01', 'P30D', '2026-07-31'],
    ['2026-12-31', 'P2M', '2027-02-28'],
    ['2026-01-01', 'P2W', '2026-01-15'],
    ['2026-01-31', 'P1Y1M', '2027-02-28'],
  ])('%s + %s = %s', (countedFrom, term, expected) => {
    expect(addTerm(countedFrom, term)).toBe(expected);
  });

  test('in months on the day of the month, or on the last one of a month without it', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: 1, max: 120 }), (start, months) => {
        const anchor = Number(nameOf(start).slice(8));
        expect(addTerm(nameOf(start), `P${months}M`)).toBe(inMonth(start, months, anchor));
      }),
    );
  });

  test('in days after so many days', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: 1, max: 4_000 }), (start, days) => {
        expect(addTerm(nameOf(start), `P${days}D`)).toBe(nameOf(start + days));
      }),
    );
  });

  test('a year is twelve months', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: 1, max: 10 }), (start, years) => {
        expect(addTerm(nameOf(start), `P${years}Y`)).toBe(addTerm(nameOf(start), `P${years * 12}M`));
      }),
    );
  });

  test.each(['P', 'P0M', 'P1M1D', 'PT1H', 'P-1M', '1Y', 'P1.5M', 'P1Y30D', 'p1y', ''])(
    '%j is no term',
    (text) => {
      expect(parseTerm(text).ok).toBe(false);
    },
  );
});

/** So many terms, each following the one before it without a gap. */
function chain(start: string, term: string, length: number): string[] {
  const ends: string[] = [];
  let previous: CoverPeriod | null = null;
  for (let count = 0; count < length; count++) {
    const from: string = previous?.expiresOn ?? start;
    previous = coverPeriod({ startsOn: from, countedFrom: from }, term, previous && { ...previous, term });
    ends.push(previous.expiresOn);
  }
  return ends;
}

describe('the anchor day (M1)', () => {
  test('a leap day comes back when there is one again', () => {
    expect(chain('2028-02-29', 'P1Y', 4)).toEqual(['2029-02-28', '2030-02-28', '2031-02-28', '2032-02-29']);
  });

  test('clamping never drifts: a chain of terms ends where one long term would', () => {
    fc.assert(
      fc.property(
        anyDay,
        fc.integer({ min: 1, max: 14 }),
        fc.integer({ min: 1, max: 10 }),
        (start, months, length) => {
          const day = nameOf(start);
          expect(chain(day, `P${months}M`, length).at(-1)).toBe(addTerm(day, `P${months * length}M`));
        },
      ),
    );
  });

  const before = { expiresOn: '2029-02-28', anchorDay: 29, term: 'P1Y' };
  test.each([
    ['without a gap the old one stays', '2029-02-28', before, '2032-02-29'],
    ['after a gap it is new', '2029-03-28', before, '2032-03-28'],
    ['after a term in days it is new', '2029-02-28', { ...before, term: 'P30D' }, '2032-02-28'],
    ['after imported cover it is new', '2029-02-28', { ...before, term: null }, '2032-02-28'],
    ['without cover before it is new', '2029-02-28', null, '2032-02-28'],
  ])('%s', (_case, from, preceding, expiresOn) => {
    expect(coverPeriod({ startsOn: from, countedFrom: from }, 'P3Y', preceding).expiresOn).toBe(expiresOn);
  });

  test('it is the day that the term is counted from, not the first day of cover', () => {
    const courtesy = { startsOn: '2026-06-17', countedFrom: '2026-07-01' };
    expect(coverPeriod(courtesy, 'P1Y')).toEqual({ ...courtesy, anchorDay: 1, expiresOn: '2027-07-01' });
    expect(coverPeriod(courtesy, 'P30D')).toEqual({ ...courtesy, anchorDay: 1, expiresOn: '2026-07-31' });
  });
});

describe('a day ahead of an end (M8)', () => {
  test.each([
    ['2026-03-31', 'P1M', '2026-02-28'],
    ['2026-12-31', 'P60D', '2026-11-01'],
    ['2027-07-01', 'P90D', '2027-04-02'],
    ['2028-03-29', 'P1M', '2028-02-29'],
    ['2026-01-15', 'P1M', '2025-12-15'],
  ])('%s − %s = %s', (end, before, expected) => {
    expect(subtractTerm(end, before)).toBe(expected);
  });
});
