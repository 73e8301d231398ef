import { describe, expect, test } from '@jest/globals';
import { newestPolicy, readTenant } from '@mainstay/demo/tenants';
import {
  contractYears,
  spendOf,
  ticketsFor,
  yearsOn,
  type ContractLine,
  type ContractPeriod,
} from './contract-years.rules.js';

const policy = newestPolicy(readTenant('deskhaven'));
const period = (startsOn: string, expiresOn: string): ContractPeriod => ({
  ...{ startsOn, expiresOn, anchorDay: Number(startsOn.slice(8)), planId: 'pln_1', planVersion: 1 },
});
const line = (
  yearlyNetMinor: number,
  fromOn = '2026-01-01',
  untilOn: string | null = null,
): ContractLine => ({
  ...{ yearlyNetMinor, fromOn, untilOn },
});
const [year] = contractYears([period('2026-01-01', '2027-01-01')]);
if (year === undefined) throw new Error('A period has no year.');

describe('tickets by spend', () => {
  test.each([
    [0, 0],
    [1, 4],
    [499_999, 4],
    [500_000, 8],
    [1_499_999, 8],
    [1_500_000, 16],
    [9_000_000, 16],
  ])('%i: %i', (spend, tickets) => {
    expect(ticketsFor(policy, spend)).toBe(tickets);
  });

  test('three licenses at 4,000.00 in one contract: 8', () => {
    const lines = [line(400_000), line(400_000), line(400_000)];
    expect(ticketsFor(policy, spendOf(lines, year, 'USD'))).toBe(8);
  });

  test('a plan that counts no tickets grants none', () => {
    expect(ticketsFor(newestPolicy(readTenant('cronwell')), 500_000)).toBe(0);
  });
});

describe('spend', () => {
  test.each([
    ['added in mid-term, by days', line(120_000, '2026-07-01'), 60_493],
    ['of another year', line(120_000, '2027-01-01'), 0],
    ['that ended before', line(120_000, '2025-01-01', '2026-01-01'), 0],
    ['from before', line(120_000, '2025-01-01'), 120_000],
  ])('of a line %s', (_, given, minor) => {
    expect(spendOf([given], year, 'USD')).toBe(minor);
  });
});

describe('years', () => {
  test('of three bought at once come one after the other, and keep their day', () => {
    const years = contractYears([period('2028-02-29', '2031-02-28')]);
    expect(years.map(({ startsOn }) => startsOn)).toEqual(['2028-02-29', '2029-02-28', '2030-02-28']);
    expect(years.at(-1)?.expiresOn).toBe('2031-02-28');
  });

  test('that are past grant nothing; the one that runs does, and the next is known', () => {
    const years = contractYears([period('2025-01-01', '2028-01-01')]);
    const { running, nextOn } = yearsOn(years, '2026-01-01');
    expect(running.map(({ startsOn }) => startsOn)).toEqual(['2026-01-01']);
    expect(nextOn).toBe('2027-01-01');
    expect(yearsOn(years, '2028-01-01')).toEqual({ running: [], nextOn: null });
  });
});
