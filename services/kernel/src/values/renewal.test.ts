import { describe, expect, test } from '@jest/globals';
import { partsOf } from './civil.js';
import { renewedCover, termsOf, yearsOf, type RenewalPolicy } from './renewal.js';

const policies = {
  cronwell: { renewalTerm: 'P12M', lapsedRenewal: 'PURCHASE_DAY', reinstatementFee: null },
  deskhaven: {
    ...{ renewalTerm: 'P1Y', lapsedRenewal: 'PREVIOUS_EXPIRY' },
    reinstatementFee: { freeDays: 60, percent: 10 },
  },
  tubeworks: { renewalTerm: 'P1Y', lapsedRenewal: 'NEXT_MONTH_START', reinstatementFee: null },
} as const satisfies Record<string, RenewalPolicy>;

const renewed = (
  of: keyof typeof policies,
  expiresOn: string,
  day: string,
  { terms = null, anchorDay = partsOf(expiresOn).day }: { terms?: number | null; anchorDay?: number } = {},
) => renewedCover(policies[of], { expiresOn, anchorDay }, { day, terms });

describe('a renewal at Deskhaven starts at the old end, however late, by whole terms', () => {
  test.each<[string, string, [expiresOn: string, terms: number, feePercent: number | null]]>([
    ['in time', '2025-12-20', ['2027-01-01', 1, null]],
    ['on the last covered day', '2025-12-31', ['2027-01-01', 1, null]],
    ['on the end itself', '2026-01-01', ['2027-01-01', 1, null]],
    ['on day 60, free', '2026-03-02', ['2027-01-01', 1, null]],
    ['on day 61, charged', '2026-03-03', ['2027-01-01', 1, 10]],
    ['on the last day of the first term', '2026-12-31', ['2027-01-01', 1, 10]],
    ['on the end of the first term, by two', '2027-01-01', ['2028-01-01', 2, 10]],
    ['in the second year, by two', '2027-06-10', ['2028-01-01', 2, 10]],
    ['in the tenth year, by ten', '2035-06-10', ['2036-01-01', 10, 10]],
  ])('%s', (_, day, [expiresOn, terms, feePercent]) => {
    expect(renewed('deskhaven', '2026-01-01', day)).toMatchObject({
      ...{ startsOn: '2026-01-01', countedFrom: '2026-01-01', renews: '2026-01-01' },
      ...{ expiresOn, terms, leastTerms: terms, feePercent },
    });
  });

  test('for longer where that is asked, which bears on no fee', () => {
    expect(renewed('deskhaven', '2026-01-01', '2026-03-03', { terms: 3 })).toMatchObject({
      ...{ startsOn: '2026-01-01', expiresOn: '2029-01-01', terms: 3, leastTerms: 1, feePercent: 10 },
    });
  });

  test.each([
    ['2026-03-02', 60],
    ['2026-03-03', 61],
    ['2025-12-31', -1],
  ])('on %s it is %i days late', (day, daysLate) => {
    expect(renewed('deskhaven', '2026-01-01', day).daysLate).toBe(daysLate);
  });
});

describe('a renewal after the end starts', () => {
  test.each([
    ['on the paid day at Cronwell', '2026-05-01', '2026-05-01', '2027-05-01'],
    ['on the paid day, which is the end itself', '2026-01-01', '2026-01-01', '2027-01-01'],
    ['in time at the old end', '2025-12-31', '2026-01-01', '2027-01-01'],
  ])('%s', (_, day, startsOn, expiresOn) => {
    const cover = renewed('cronwell', '2026-01-01', day);
    expect(cover).toMatchObject({ startsOn, countedFrom: startsOn, expiresOn, feePercent: null });
  });

  test('at Tubeworks on the paid day, with courtesy days, and counts from the next month', () => {
    expect(renewed('tubeworks', '2027-07-01', '2027-09-10')).toMatchObject({
      ...{ startsOn: '2027-09-10', countedFrom: '2027-10-01', expiresOn: '2028-10-01', feePercent: null },
    });
  });

  test('in time at Tubeworks at the old end, unrounded', () => {
    // Of a term in days, which leaves no anchor behind.
    expect(renewed('tubeworks', '2026-07-31', '2026-07-20', { anchorDay: 1 })).toMatchObject({
      ...{ startsOn: '2026-07-31', countedFrom: '2026-07-31', expiresOn: '2027-07-31', anchorDay: 31 },
    });
  });
});

describe('the anchor day', () => {
  test.each([
    ['2029-02-28', '2030-02-28'],
    ['2030-02-28', '2031-02-28'],
    ['2031-02-28', '2032-02-29'],
  ])('of cover begun on a 29th of February is kept: from %s to %s', (old, expiresOn) => {
    const cover = renewed('deskhaven', old, `${old.slice(0, 5)}02-01`, { anchorDay: 29 });
    expect(cover).toMatchObject({ startsOn: old, expiresOn, anchorDay: 29 });
  });

  test('is kept over several terms at once', () => {
    const cover = renewed('deskhaven', '2029-02-28', '2029-02-01', { anchorDay: 29, terms: 3 });
    expect(cover.expiresOn).toBe('2032-02-29');
  });

  test('is a new one after a gap', () => {
    const cover = renewed('cronwell', '2029-02-28', '2029-03-15', { anchorDay: 29 });
    expect(cover).toMatchObject({ startsOn: '2029-03-15', expiresOn: '2030-03-15', anchorDay: 15 });
  });
});

test.each([
  ['P1Y', 3, 3, 3],
  ['P12M', 3, 3, 3],
  ['P24M', 3, 6, null],
  ['P24M', 2, 4, 1],
  ['P6M', 3, null, 6],
  ['P6M', 2, 1, 4],
  ['P30D', 2, null, null],
])('terms of %s: three or so of them in years, and the terms of years', (term, count, years, terms) => {
  expect([yearsOf(term, count), termsOf(term, count)]).toEqual([years, terms]);
});
