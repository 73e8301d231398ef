import { describe, expect, test } from '@jest/globals';
import { pricedLine, type OrderedLine } from '../order/order-line.rules.js';
import { decidePriceList, priceListFaults, type PriceGiven } from './price-list-publish.rules.js';
import { priceOf, type Price, type PriceAsked } from './price.rules.js';

const price = (made: Partial<Price>): Price => ({
  ...{ kind: 'LICENSE', productId: 'prd_1', metric: 'SERVER', years: null, fromQuantity: 1 },
  ...{ unitMinor: 10_000, support: null, ...made },
});
const asked = (made: Partial<PriceAsked>): PriceAsked => ({
  ...{ kind: 'LICENSE', productId: 'prd_1', metric: 'SERVER', years: null, supportUnits: null, quantity: 1 },
  ...made,
});

const tiers = [
  price({}),
  price({ fromQuantity: 10, unitMinor: 9_000 }),
  price({ fromQuantity: 50, unitMinor: 8_000 }),
];

describe('a tier prices the whole quantity (B1)', () => {
  test.each([
    [1, 10_000],
    [9, 10_000],
    [10, 9_000],
    [12, 9_000],
    [49, 9_000],
    [50, 8_000],
  ])('%s at %s', (quantity, unitMinor) => {
    expect(priceOf(tiers, asked({ quantity }))?.unitMinor).toBe(unitMinor);
    expect(priceOf(tiers.toReversed(), asked({ quantity }))?.unitMinor).toBe(unitMinor);
  });

  test('10 and more at 90.00: 12 cost 1,080.00', () => {
    const line: OrderedLine = {
      ...{ kind: 'LICENSE', productId: 'prd_1', metric: 'SERVER', quantity: 12, unitsEach: 1, years: null },
      ...{ ofLineId: null, licenseIds: [], support: null, renewal: null },
    };
    const { unitMinor = 0 } = priceOf(tiers, asked({ quantity: 12 })) ?? {};
    const of = { description: 'License', unitMinor, taxRatePermille: 250, currency: 'EUR' };
    expect(pricedLine(line, of)).toMatchObject({ netMinor: 108_000, taxMinor: 27_000, yearlyNetMinor: null });
    // Three licenses for four servers each are twelve servers.
    expect(pricedLine({ ...line, quantity: 3, unitsEach: 4 }, of).netMinor).toBe(108_000);
  });

  test('nothing is found below the first, or of something else', () => {
    const from = [price({ fromQuantity: 5 })];
    expect(priceOf(from, asked({ quantity: 4 }))).toBeNull();
    const others: Partial<PriceAsked>[] = [
      { kind: 'BUNDLE', years: 1 },
      { productId: 'prd_2' },
      { metric: 'USERS' },
      { years: 1 },
    ];
    for (const other of others) expect(priceOf(tiers, asked(other))).toBeNull();
  });
});

describe('maintenance for years', () => {
  const maintenance = (years: number, unitMinor: number) => price({ kind: 'MAINTENANCE', years, unitMinor });
  const list = [maintenance(1, 10_000), maintenance(3, 27_000)];
  const of = (years: number) => priceOf(list, asked({ kind: 'MAINTENANCE', years }))?.unitMinor ?? null;

  test('costs what the list says of that many, or so many times one year', () => {
    expect([1, 2, 3, 4].map(of)).toEqual([10_000, 20_000, 27_000, 40_000]);
  });

  test('costs nothing that can be told where the list has neither', () => {
    expect(priceOf([maintenance(3, 27_000)], asked({ kind: 'MAINTENANCE', years: 2 }))).toBeNull();
  });

  test('of one year is what a year of several costs', () => {
    const line: OrderedLine = {
      ...{ kind: 'MAINTENANCE', productId: 'prd_1', metric: 'SERVER', quantity: 2, unitsEach: 1, years: 3 },
      ...{ ofLineId: null, licenseIds: [], support: null, renewal: null },
    };
    const priced = { description: '', unitMinor: 10_000, taxRatePermille: 0, currency: 'EUR' };
    expect(pricedLine(line, priced)).toMatchObject({ netMinor: 20_000, yearlyNetMinor: 6_667 });
  });
});

test('a package is found by what it brings', () => {
  const pack = (units: number, unitMinor: number) =>
    price({
      ...{ kind: 'SUPPORT_PACKAGE', productId: null, metric: null, unitMinor },
      support: { unit: 'CREDIT', units, validFor: null },
    });
  const list = [pack(25, 10_000), pack(500, 50_000)];
  const of = (supportUnits: number) =>
    priceOf(list, asked({ kind: 'SUPPORT_PACKAGE', productId: null, metric: null, supportUnits }));
  expect(of(500)).toMatchObject({ unitMinor: 50_000, support: { units: 500 } });
  expect(of(26)).toBeNull();
});

const given = (made: Partial<PriceGiven>): PriceGiven => ({
  ...{ kind: 'LICENSE', productId: 'prd_1', metric: 'SERVER', unit: '480.00', ...made },
});
const maintenance = given({ kind: 'MAINTENANCE', years: 1, unit: '96.00' });
const bundle = (unit: string, fromQuantity = 1) => given({ kind: 'BUNDLE', years: 1, unit, fromQuantity });

const codes = (refusals: readonly { readonly code: string }[]) => refusals.map(({ code }) => code);
const byItself = (prices: readonly PriceGiven[], taxRatePermille = 250) =>
  codes(priceListFaults({ prices, taxRatePermille }));
const facts = { today: '2026-11-02', currency: 'EUR', productIds: new Set(['prd_1']) };
const decided = (prices: readonly PriceGiven[], effectiveOn = '2026-11-02') =>
  codes(decidePriceList({ prices, taxRatePermille: 250, effectiveOn }, facts));

describe('a list by itself', () => {
  test.each<[string, PriceGiven[], string[]]>([
    ['is fine', [given({}), maintenance], []],
    ['has prices', [], ['PRICES_INVALID']],
    ['has at most 100', Array.from({ length: 101 }, () => given({})), ['PRICES_INVALID']],
    ['names what a license counts', [given({ metric: null })], ['PRICE_INVALID']],
    ['sells no license by the year', [given({ years: 1 })], ['PRICE_INVALID']],
    ['sells maintenance by the year', [given({ kind: 'MAINTENANCE' })], ['PRICE_INVALID']],
    ['sells it for ten years at most', [given({ kind: 'MAINTENANCE', years: 11 })], ['PRICE_INVALID']],
    ['counts trainings themselves', [given({ kind: 'TRAINING' })], ['PRICE_INVALID']],
    [
      'sells packages of units',
      [given({ kind: 'SUPPORT_PACKAGE', productId: null, metric: null })],
      ['PRICE_INVALID'],
    ],
    ['begins with one at least', [given({ fromQuantity: 0 })], ['PRICE_INVALID']],
    ['has one price for one thing', [given({}), given({ unit: '470.00', fromQuantity: 1 })], ['PRICE_TWICE']],
    ['may have another from ten on', [given({}), given({ unit: '470.00', fromQuantity: 10 })], []],
  ])('%s', (_, prices, expected) => {
    expect(byItself(prices)).toEqual(expected);
  });

  test('a package lasts for a term, or for ever', () => {
    const pack = (validFor: string | null) => [
      {
        kind: 'SUPPORT_PACKAGE' as const,
        unit: '100.00',
        support: { unit: 'TICKET' as const, units: 4, validFor },
      },
    ];
    expect(['P12M', null, 'a year'].map((validFor) => byItself(pack(validFor)))).toEqual([
      [],
      [],
      ['PRICE_INVALID'],
    ]);
  });

  test.each([-1, 1_001, 1.5])('a tax of %s thousandths is none', (rate) => {
    expect(byItself([given({})], rate)).toEqual(['TAX_RATE_INVALID']);
  });
});

describe('a list of a vendor', () => {
  test('begins today at the earliest', () => {
    expect(decided([given({})], '2026-11-01')).toEqual(['EFFECTIVE_IN_PAST']);
    expect(decided([given({})], '2027-01-01')).toEqual([]);
  });

  test('sells its own products', () => {
    expect(decided([given({ productId: 'prd_2' })])).toEqual(['PRODUCT_NOT_FOUND']);
  });

  test.each(['0.00', '-1.00', '1.001', '500000.01'])('asks no price of %s', (unit) => {
    expect(decided([given({ unit })])).toEqual(['AMOUNT_INVALID']);
  });

  test.each<[string, PriceGiven[], string[]]>([
    ['costs less than its parts', [given({}), maintenance, bundle('575.99')], []],
    ['does not cost as much', [given({}), maintenance, bundle('576.00')], ['BUNDLE_NOT_CHEAPER']],
    ['has parts', [given({}), bundle('400.00')], ['BUNDLE_WITHOUT_PARTS']],
    [
      'is cheaper at every tier, also of its parts',
      [given({}), given({ unit: '432.00', fromQuantity: 10 }), maintenance, bundle('549.00')],
      ['BUNDLE_NOT_CHEAPER'],
    ],
    [
      'is cheaper at every tier by tiers of its own',
      [
        given({}),
        given({ unit: '432.00', fromQuantity: 10 }),
        maintenance,
        bundle('549.00'),
        bundle('499.00', 10),
      ],
      [],
    ],
  ])('a bundle %s', (_, prices, expected) => {
    expect(decided(prices)).toEqual(expected);
  });

  test('says at which quantity a bundle is too dear', () => {
    const prices = [given({}), given({ unit: '432.00', fromQuantity: 10 }), maintenance, bundle('549.00')];
    expect(decidePriceList({ prices, taxRatePermille: 0, effectiveOn: '2026-11-02' }, facts)).toMatchObject([
      { facts: { fromQuantity: 10, bundle: '549.00', parts: '528.00' } },
    ]);
  });
});
