import { describe, expect, test } from '@jest/globals';
import { firstInstantOf } from '@mainstay/kernel/values/civil';
import { money } from '@mainstay/kernel/values/money';
import { feeOf, lineAmounts, totalsOf } from './quote-amounts.rules.js';
import { decidedOn, quoteStates, stateOn } from './quote-state.rules.js';
import { expiryInstant, validThrough, type OfferedCover } from './valid-through.rules.js';

const offer = (renews: string | null, expiresOn: string): OfferedCover => ({ renews, expiresOn });

describe('a quote holds through', () => {
  test.each<[string, string, OfferedCover[], string]>([
    ['its thirtieth day', '2026-03-03', [offer('2026-01-01', '2027-01-01')], '2026-04-02'],
    // Sent 60 days before the end: the offer must not be over before the cover is.
    ['the end of the cover it renews', '2026-11-02', [offer('2027-01-01', '2028-01-01')], '2027-01-01'],
    ['its length where that is later', '2026-12-20', [offer('2027-01-01', '2028-01-01')], '2027-01-19'],
    // On that day itself cover has ended already.
    ['its length, made on the end', '2026-01-01', [offer('2026-01-01', '2027-01-01')], '2026-01-31'],
    ['the last day it sells', '2026-12-20', [offer('2026-01-01', '2027-01-01')], '2026-12-31'],
    ['the last day it sells, made on that day', '2026-12-31', [offer(null, '2027-01-01')], '2026-12-31'],
    [
      'the latest end of several that it renews',
      '2026-11-02',
      [offer('2026-12-10', '2027-12-10'), offer('2027-01-01', '2028-01-01')],
      '2027-01-01',
    ],
    [
      'the earliest last day of several that it sells',
      '2026-12-20',
      [offer('2026-01-01', '2027-01-01'), offer('2027-02-01', '2028-02-01')],
      '2026-12-31',
    ],
    ['its length where it sells no cover', '2026-03-03', [], '2026-04-02'],
  ])('%s', (_, issuedOn, offers, expected) => {
    expect(validThrough(issuedOn, 'P30D', offers)).toBe(expected);
  });

  test('another length, as a policy says', () => {
    expect(validThrough('2026-01-31', 'P1M', [])).toBe('2026-02-28');
  });

  test('no day at all where the cover is over: there is nothing to sell', () => {
    expect(() => validThrough('2027-01-01', 'P30D', [offer('2026-01-01', '2027-01-01')])).toThrow(RangeError);
  });
});

describe('it expires at the first instant after its last day', () => {
  test.each([
    ['Europe/Stockholm', '2026-12-31', '2026-12-31T23:00:00Z'],
    ['Europe/Stockholm', '2026-06-30', '2026-06-30T22:00:00Z'],
    ['America/Los_Angeles', '2026-12-31', '2027-01-01T08:00:00Z'],
    // Clocks jump over midnight there: the day begins at one o'clock.
    ['America/Santiago', '2026-09-05', '2026-09-06T04:00:00Z'],
  ])('in %s', (zone, lastDay, instant) => {
    expect(expiryInstant(lastDay, zone)).toBe(instant);
    expect(Date.parse(instant)).toBeGreaterThan(firstInstantOf(lastDay, zone));
  });
});

describe('on a day', () => {
  const open = { state: 'OPEN', validThrough: '2026-12-31', decidedAt: null } as const;

  test.each(quoteStates)('within, %s is as it is stored', (state) => {
    expect(stateOn('2026-12-31', { state, validThrough: '2026-12-31' })).toBe(state);
  });

  test('after the last, one that was not noted has expired, at the end of that day', () => {
    expect(stateOn('2027-01-01', open)).toBe('EXPIRED');
    expect(decidedOn('2027-01-01', open, 'Europe/Stockholm')).toBe('2026-12-31T23:00:00Z');
    expect(decidedOn('2026-12-31', open, 'Europe/Stockholm')).toBeNull();
  });

  test.each(['ACCEPTED', 'VOID'] as const)('after the last, %s stays', (state) => {
    const decided = { state, validThrough: '2026-12-31', decidedAt: '2026-12-30T10:00:00.000Z' };
    expect(stateOn('2027-06-01', decided)).toBe(state);
    expect(decidedOn('2027-06-01', decided, 'UTC')).toBe(decided.decidedAt);
  });
});

describe('amounts', () => {
  const eur = (amountMinor: number) => money(amountMinor, 'EUR');
  const line = (unitMinor: number, quantity = 1, taxRatePermille = 250) =>
    lineAmounts({ unit: eur(unitMinor), quantity, taxRatePermille });

  test('a fee is taxed as what it is added to: 2,000.00 and 200.00 at 25 % are 2,750.00', () => {
    const period = line(200_000);
    const fee = line(feeOf(period.net, 10).amountMinor);
    expect(totalsOf([period, fee], 'EUR')).toEqual({
      ...{ net: eur(220_000), tax: eur(55_000), total: eur(275_000) },
    });
  });

  test.each([
    ['half a cent away from zero', line(2, 1, 250), 1],
    ['a hundredth to nothing', line(1, 1, 10), 0],
    ['on the net of all, not of one', line(1, 3, 190), 1],
  ])('tax rounds %s', (_, { tax }, expected) => {
    expect(tax).toEqual(eur(expected));
  });

  test('each line rounds by itself, and sums round no more', () => {
    const cents = [line(2), line(2), line(2)];
    expect(totalsOf(cents, 'EUR')).toEqual({ net: eur(6), tax: eur(3), total: eur(9) });
  });

  test('a fee is rounded once', () => {
    expect(feeOf(eur(1_005), 10)).toEqual(eur(101));
    expect(feeOf(eur(100_000), 10)).toEqual(eur(10_000));
  });

  test('nothing costs nothing, in its currency; currencies never mix', () => {
    expect(totalsOf([], 'JPY').total).toEqual(money(0, 'JPY'));
    expect(() => totalsOf([line(1)], 'USD')).toThrow('Currencies never mix');
  });
});
