import { describe, expect, test } from '@jest/globals';
import {
  quoteOf,
  renewalOffer,
  type RenewalAsked,
  type RenewalList,
  type RenewalSubject,
} from './renewal-offer.rules.js';

const yearly = (productId: string, years: number, unitMinor: number, fromQuantity = 1) => ({
  ...({
    kind: 'MAINTENANCE',
    productId,
    metric: 'USERS',
    years,
    fromQuantity,
    unitMinor,
    support: null,
  } as const),
});

const list: RenewalList = {
  ...{ currency: 'USD', taxRatePermille: 250 },
  prices: [yearly('A', 1, 100_000), yearly('B', 1, 50_000), yearly('C', 1, 40_000), yearly('C', 3, 108_000)],
};

const policy = {
  ...({ renewalTerm: 'P1Y', lapsedRenewal: 'PREVIOUS_EXPIRY' } as const),
  reinstatementFee: { freeDays: 60, percent: 10 },
};

const subject = (product = 'A', more: Partial<RenewalSubject> = {}): RenewalSubject => ({
  ...{ kind: 'LICENSE', id: `license of ${product}`, name: `product ${product}`, active: true },
  ...{ policy, policyVersion: 3, last: { expiresOn: '2026-01-01', anchorDay: 1 }, pending: null },
  parts: [{ productId: product, metric: 'USERS', quantity: 1 }],
  ...more,
});

const offered = (of: RenewalSubject, day: string, years: number | null = null) => {
  const { offer } = renewalOffer(of, list, { day, years });
  if (offer === null) throw new Error('Nothing was offered.');
  return offer;
};
const nets = (of: RenewalSubject, day: string, years: number | null = null) =>
  offered(of, day, years).lines.map(({ kind, netMinor }) => [kind, netMinor]);

describe('a renewal costs', () => {
  test.each<[string, string, number | null, [string, number][]]>([
    ['a year in time', '2025-12-20', null, [['PERIOD', 100_000]]],
    ['a year on day 60', '2026-03-02', null, [['PERIOD', 100_000]]],
    [
      'a tenth more on day 61',
      '2026-03-03',
      null,
      [
        ['PERIOD', 100_000],
        ['FEE', 10_000],
      ],
    ],
    [
      'two years and a tenth of both',
      '2027-06-10',
      null,
      [
        ['PERIOD', 200_000],
        ['FEE', 20_000],
      ],
    ],
    [
      'three years and a tenth of the least',
      '2026-03-03',
      3,
      [
        ['PERIOD', 300_000],
        ['FEE', 10_000],
      ],
    ],
  ])('%s', (_, day, years, expected) => {
    expect(nets(subject(), day, years)).toEqual(expected);
  });

  test("what the list says of so many years, and the fee is of the least years' own price", () => {
    expect(nets(subject('C'), '2026-03-03', 3)).toEqual([
      ['PERIOD', 108_000],
      ['FEE', 4_000],
    ]);
    expect(nets(subject('C'), '2026-03-03', 2)[0]).toEqual(['PERIOD', 80_000]);
    expect(nets(subject('C'), '2028-03-03')).toEqual([
      ['PERIOD', 108_000],
      ['FEE', 10_800],
    ]);
  });

  test('all lines of a contract together, each at its own tier', () => {
    const parts = [
      { productId: 'A', metric: 'USERS', quantity: 2 },
      { productId: 'B', metric: 'USERS', quantity: 3 },
    ] as const;
    const { lines } = offered(subject('A', { kind: 'CONTRACT', parts }), '2026-03-03');
    expect(lines.map(({ quantity, unitMinor, netMinor }) => [quantity, unitMinor, netMinor])).toEqual([
      [1, 350_000, 350_000],
      [1, 35_000, 35_000],
    ]);
  });

  test('so many units of a license at the price of one', () => {
    const parts = [{ productId: 'A', metric: 'USERS', quantity: 25 }] as const;
    const [line] = offered(subject('A', { parts }), '2025-12-20').lines;
    expect(line).toMatchObject({ quantity: 25, unitMinor: 100_000, netMinor: 2_500_000, taxMinor: 625_000 });
  });
});

describe('a quote', () => {
  test('asks the fee of each late subject alone', () => {
    const late = offered(subject('A'), '2026-03-03');
    const inFreeDays = offered(
      subject('B', { last: { expiresOn: '2026-02-21', anchorDay: 21 } }),
      '2026-03-03',
    );
    const { lines, net, tax, total } = quoteOf([late, inFreeDays], 'USD', '2026-03-03');
    expect(lines.map(({ kind, subjectId, netMinor }) => [kind, subjectId, netMinor])).toEqual([
      ['PERIOD', 'license of A', 100_000],
      ['FEE', 'license of A', 10_000],
      ['PERIOD', 'license of B', 50_000],
    ]);
    expect([net, tax, total].map(({ amountMinor }) => amountMinor)).toEqual([160_000, 40_000, 200_000]);
  });

  test('of two years and their fee is taxed as it is printed', () => {
    const { total } = quoteOf([offered(subject(), '2027-06-10')], 'USD', '2027-06-10');
    expect(total.amountMinor).toBe(275_000);
  });

  test('holds no longer than the cover that it sells', () => {
    const { validThrough } = quoteOf([offered(subject(), '2026-12-20')], 'USD', '2026-12-20');
    expect(validThrough).toBe('2026-12-31');
  });

  test('remembers the end that it renews', () => {
    const { lines } = quoteOf([offered(subject(), '2026-03-03')], 'USD', '2026-03-03');
    expect(
      lines.map(({ baseExpiresOn, startsOn, expiresOn, terms }) => [
        baseExpiresOn,
        startsOn,
        expiresOn,
        terms,
      ]),
    ).toEqual([
      ['2026-01-01', '2026-01-01', '2027-01-01', 1],
      [null, null, null, null],
    ]);
  });
});

describe('a renewal is not offered', () => {
  const asked: RenewalAsked = { day: '2026-03-03', years: null };
  test.each<[string, [RenewalSubject, RenewalList | null, RenewalAsked], string[]]>([
    ['of what is revoked', [subject('A', { active: false }), list, asked], ['LICENSE_NOT_ACTIVE']],
    ['where no such cover is sold', [subject('A', { policy: null }), list, asked], ['COVER_NOT_SOLD']],
    ['of what was never covered', [subject('A', { last: null }), list, asked], ['NEVER_COVERED']],
    ['twice', [subject('A', { pending: { number: 'O-1' } }), list, asked], ['RENEWAL_PENDING']],
    ['for less than reaches today', [subject(), list, { day: '2027-06-10', years: 1 }], ['YEARS_TOO_FEW']],
    [
      'for parts of terms',
      [subject('A', { policy: { ...policy, renewalTerm: 'P24M' } }), list, { day: '2026-03-03', years: 3 }],
      ['YEARS_NOT_WHOLE_TERMS'],
    ],
    ['without a price', [subject('D'), list, asked], ['NO_PRICE']],
    ['without a list', [subject(), null, asked], ['NO_PRICE']],
    [
      'for all that fails, the first of which leads',
      [subject('D', { active: false, pending: { number: null } }), list, { day: '2027-06-10', years: 1 }],
      ['LICENSE_NOT_ACTIVE', 'RENEWAL_PENDING', 'YEARS_TOO_FEW', 'NO_PRICE'],
    ],
  ])('%s', (_, given, failed) => {
    const { decision, offer } = renewalOffer(...given);
    expect(decision).toMatchObject({ accepted: false, leading: failed[0], failed, policyVersion: 3 });
    expect(offer).toBeNull();
  });

  test('and says what would help', () => {
    const few = renewalOffer(subject(), list, { day: '2027-06-10', years: 1 });
    expect(few.decision.remedies).toMatchObject([{ action: 'RENEW', text: 'Renew for 2 year(s) or more.' }]);
    const never = renewalOffer(subject('A', { last: null }), list, asked);
    expect(never.decision.remedies).toMatchObject([{ action: 'BUY', clears: ['NEVER_COVERED'] }]);
    const unsold = renewalOffer(subject('A', { policy: null, last: null }), list, asked);
    expect(unsold.decision).toMatchObject({ failed: ['COVER_NOT_SOLD', 'NEVER_COVERED'], remedies: [] });
    const pending = renewalOffer(subject('A', { pending: { number: 'O-1' } }), list, asked);
    expect(pending.decision).toMatchObject({ remedies: [{ action: 'PAY' }] });
    expect(pending.decision.outcomes).toContainEqual({
      ...{ code: 'RENEWAL_PENDING', rule: 'M5', verdict: 'FAILED', facts: { orderNumber: 'O-1' } },
    });
  });
});
