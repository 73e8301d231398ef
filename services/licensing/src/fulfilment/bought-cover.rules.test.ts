import { describe, expect, test } from '@jest/globals';
import {
  comesWithCover,
  firstCover,
  firstTermWith,
  packCover,
  termOfYears,
  type CoverPolicy,
} from './bought-cover.rules.js';

const base = {
  on: ['LICENSE'],
  renewalTerm: 'P1Y',
  lapsedRenewal: 'PURCHASE_DAY',
  reinstatementFee: null,
  undoHours: 24,
  notices: [],
} satisfies Partial<CoverPolicy>;
const tubeworks: CoverPolicy = {
  ...base,
  firstStart: 'NEXT_MONTH_START',
  firstTerm: { withTraining: 'P1Y', otherwise: 'P30D' },
};
const cronwell: CoverPolicy = { ...base, firstStart: 'PURCHASE_DAY', firstTerm: 'P12M' };

test('a license brings cover where its first term hangs on what else is bought', () => {
  expect([tubeworks, cronwell].map(comesWithCover)).toEqual([true, false]);
});

describe('what a license comes with (M2, M3)', () => {
  test.each([
    ['2026-06-17', true, '2027-07-01', '2026-07-01'],
    ['2026-06-01', true, '2027-07-01', '2026-07-01'],
    ['2026-06-17', false, '2026-07-31', '2026-07-01'],
    ['2026-12-31', false, '2027-01-31', '2027-01-01'],
  ])('mailed on %s, training %s: to %s, counted from %s', (day, training, expiresOn, countedFrom) => {
    const term = firstTermWith(tubeworks, training);
    const covered = { startsOn: day, expiresOn, countedFrom };
    expect(firstCover(tubeworks, { day, term })).toMatchObject(covered);
  });
});

describe('a pack (M4)', () => {
  const last = (expiresOn: string, anchorDay = Number(expiresOn.slice(8))) => ({
    ...{ expiresOn, anchorDay, term: 'P12M' },
  });
  test.each([
    ['2026-05-01', last('2026-09-01'), '2026-09-01', '2027-09-01'],
    ['2026-05-01', last('2026-01-01'), '2026-05-01', '2027-05-01'],
    ['2026-05-01', null, '2026-05-01', '2027-05-01'],
    ['2026-10-01', last('2027-05-01'), '2027-05-01', '2028-05-01'],
    ['2026-05-01', last('2026-05-01'), '2026-05-01', '2027-05-01'],
    // A chain keeps its anchor day (M1).
    ['2028-01-01', last('2029-02-28', 29), '2029-02-28', '2030-02-28'],
    ['2031-01-01', last('2031-02-28', 29), '2031-02-28', '2032-02-29'],
  ])('bought on %s behind %j covers from %s to %s', (purchasedOn, preceding, startsOn, expiresOn) => {
    expect(packCover({ purchasedOn, term: 'P12M' }, preceding)).toMatchObject({ startsOn, expiresOn });
  });

  test('of three years is one period', () => {
    expect(packCover({ purchasedOn: '2026-05-01', term: termOfYears(3) }, null)).toEqual({
      ...{ startsOn: '2026-05-01', expiresOn: '2029-05-01', countedFrom: '2026-05-01', anchorDay: 1 },
    });
  });
});
