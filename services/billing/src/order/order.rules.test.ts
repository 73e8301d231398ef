import { describe, expect, test } from '@jest/globals';
import { dueOn } from '../invoice/due-on.rules.js';
import type { Price } from '../price/price.rules.js';
import { totalsOf } from '../quote/quote-amounts.rules.js';
import { money } from '@mainstay/kernel/values/money';
import { resolveLines, type KnownLicense, type LineFacts } from './decide-lines.rules.js';
import { buysFor, orderCreateFaults, partyRefusals, type KnownAccount } from './order-create.rules.js';
import { pricedLine, type OrderedLine } from './order-line.rules.js';
import { tooManyLines } from './order-lines-add.rules.js';
import { draftRefusals, orderStates } from './order-state.rules.js';
import { lineFaults, type LineGiven } from './ordered-lines.rules.js';

const codes = (refusals: readonly { readonly code: string }[]) => refusals.map(({ code }) => code);
const license = { kind: 'LICENSE', productId: 'prd_1', metric: 'SERVER' } as const;
const pack = { ...license, kind: 'MAINTENANCE', years: 1 } as const;

describe('a line by itself', () => {
  test.each<[string, LineGiven, boolean]>([
    ['a license', license, true],
    ['several of several units', { ...license, quantity: 3, unitsEach: 25 }, true],
    ['a license for years', { ...license, years: 1 }, false],
    ['a license of nothing', { kind: 'LICENSE', metric: 'SERVER' }, false],
    ['a bundle', { ...license, kind: 'BUNDLE', years: 1 }, true],
    ['a bundle without years', { ...license, kind: 'BUNDLE' }, false],
    ['a pack to be used later', { ...pack, quantity: 5 }, true],
    ['a pack for a line', { ...pack, ofPosition: 1 }, true],
    ['a pack for licenses', { ...pack, licenseIds: ['lic_1'] }, true],
    ['a pack for both', { ...pack, ofPosition: 1, licenseIds: ['lic_1'] }, false],
    ['a pack for a license named twice', { ...pack, licenseIds: ['lic_1', 'lic_1'] }, false],
    ['a pack for no licenses', { ...pack, licenseIds: [] }, false],
    ['a pack for licenses, and how many', { ...pack, licenseIds: ['lic_1'], quantity: 1 }, false],
    ['a pack for a site', { ...pack, metric: 'SITE' }, true],
    ['a pack for a site and licenses', { ...pack, metric: 'SITE', licenseIds: ['lic_1'] }, false],
    ['training with a line', { kind: 'TRAINING', productId: 'prd_1', ofPosition: 1, quantity: 2 }, true],
    ['training with nothing', { kind: 'TRAINING', productId: 'prd_1' }, false],
    ['a package', { kind: 'SUPPORT_PACKAGE', supportUnits: 4, quantity: 2 }, true],
    ['a package of a product', { kind: 'SUPPORT_PACKAGE', supportUnits: 4, productId: 'prd_1' }, false],
    ['nothing of it', { ...license, quantity: 0 }, false],
    ['half of it', { ...license, quantity: 1.5 }, false],
    ['as many as can be counted', { ...license, quantity: 1_000, unitsEach: 100 }, true],
    ['more than can be counted', { ...license, quantity: 1_000, unitsEach: 101 }, false],
    ['eleven years', { ...pack, years: 11 }, false],
  ])('%s', (_, line, fine) => {
    expect(codes(lineFaults([line]))).toEqual(fine ? [] : ['LINE_INVALID']);
  });

  test.each<[string, LineGiven, string[]]>([
    ['quantity', { ...license, quantity: 0 }, ['quantity']],
    ['size', { ...license, unitsEach: -1 }, ['unitsEach']],
    ['both together', { ...license, quantity: 1_000, unitsEach: 101 }, ['quantity']],
    ['years', { ...pack, years: 11 }, ['years']],
    ['what a package brings', { kind: 'SUPPORT_PACKAGE', supportUnits: 0 }, ['supportUnits']],
    ['licenses', { ...pack, licenseIds: [] }, ['licenseIds']],
    ['nothing alone where parts do not go together', { ...license, years: 1 }, []],
  ])('that is wrong names its %s', (_, line, part) => {
    expect(lineFaults([license, line]).map(({ field }) => field)).toEqual([['lines', '1', ...part]]);
  });

  test.each<[LineGiven, string]>([
    [{ ...license, years: 1 }, 'A line of LICENSE says productId, metric, and may say quantity, unitsEach;'],
    [{ kind: 'SUPPORT_PACKAGE' }, 'A line of SUPPORT_PACKAGE says supportUnits, and may say quantity;'],
    [{ ...license, quantity: 0 }, 'A line counts 1 to 100,000 units in all: name at least one,'],
  ])('%j is told what it may say', (line, message) => {
    expect(lineFaults([line])[0]?.message).toContain(message);
  });

  test('a call holds 1 to 100', () => {
    const many = (count: number) => Array.from({ length: count }, () => license);
    expect([0, 1, 100, 101].map((count) => codes(lineFaults(many(count))))).toEqual([
      ...[['LINES_INVALID'], [], [], ['LINES_INVALID']],
    ]);
  });

  test('an order holds 500', () => {
    expect(codes(tooManyLines(400, 100))).toEqual([]);
    expect(tooManyLines(401, 100)).toMatchObject([{ code: 'TOO_MANY_LINES', facts: { lines: 401 } }]);
  });
});

const price = (made: Partial<Price>): Price => ({
  ...{ ...license, years: null, fromQuantity: 1, unitMinor: 48_000, support: null, ...made },
});
const known = (id: string, made: Partial<KnownLicense> = {}): [string, KnownLicense] => [
  id,
  { id, accountId: 'acc_1', productId: 'prd_1', metric: 'SERVER', quantity: 1, status: 'ACTIVE', ...made },
];

const facts: LineFacts = {
  customerId: 'acc_1',
  products: new Map([
    ['prd_1', { id: 'prd_1', name: 'Nightrun', coverOn: ['LICENSE', 'SITE'] }],
    ['prd_2', { id: 'prd_2', name: 'Frontdesk', coverOn: ['CONTRACT'] }],
  ]),
  licenses: new Map([
    known('lic_1'),
    known('lic_2'),
    known('lic_large', { quantity: 5 }),
    known('lic_huge', { quantity: 100_001 }),
    known('lic_revoked', { status: 'REVOKED' }),
    known('lic_suspended', { status: 'SUSPENDED' }),
    known('lic_other', { productId: 'prd_2', metric: 'USERS' }),
    known('lic_foreign', { accountId: 'acc_2' }),
  ]),
  prices: [
    price({}),
    price({ kind: 'MAINTENANCE', years: 1, unitMinor: 9_600 }),
    price({ kind: 'MAINTENANCE', years: 1, unitMinor: 9_000, fromQuantity: 5 }),
    price({ kind: 'BUNDLE', years: 1, unitMinor: 54_900 }),
    price({ kind: 'TRAINING', metric: null, unitMinor: 120_000 }),
    price({ productId: 'prd_2', metric: 'USERS', unitMinor: 250_000 }),
    price({ productId: 'prd_2', metric: 'USERS', kind: 'MAINTENANCE', years: 1, unitMinor: 100_000 }),
  ],
  before: [],
};
const contract = { kind: 'MAINTENANCE', productId: 'prd_2', metric: 'USERS', years: 1 } as const;

function resolved(lines: readonly LineGiven[], before: readonly LineGiven[] = []) {
  return resolveLines(lines, { ...facts, before });
}
function refused(lines: readonly LineGiven[], before: readonly LineGiven[] = []): unknown {
  const result = resolved(lines, before);
  return result.ok ? [] : result.refusals.map(({ code, field }) => [code, field.join('.')]);
}

describe('lines of an order', () => {
  test('for a line before take its number and size, and are priced by both', () => {
    const result = resolved([
      { ...license, quantity: 3, unitsEach: 2 },
      { ...pack, ofPosition: 1 },
    ]);
    expect(result).toMatchObject({
      ok: true,
      lines: [
        { line: { quantity: 3, unitsEach: 2 }, ofPosition: null, price: { unitMinor: 48_000 } },
        { line: { quantity: 3, unitsEach: 2, licenseIds: [] }, ofPosition: 1, price: { unitMinor: 9_000 } },
      ],
    });
  });

  test('for licenses take their number and size', () => {
    expect(resolved([{ ...pack, licenseIds: ['lic_1', 'lic_2'] }])).toMatchObject({
      lines: [
        { line: { quantity: 2, unitsEach: 1, licenseIds: ['lic_1', 'lic_2'] }, price: { unitMinor: 9_600 } },
      ],
    });
    expect(resolved([{ ...pack, licenseIds: ['lic_large'] }])).toMatchObject({
      lines: [{ line: { quantity: 1, unitsEach: 5 }, price: { unitMinor: 9_000 } }],
    });
  });

  test('for lines that were added before are told by their position in the order', () => {
    expect(refused([{ ...pack, ofPosition: 1 }], [license])).toEqual([]);
    expect(refused([{ ...pack, ofPosition: 2 }], [license])).toEqual([
      ['LINE_NOT_FOUND', 'lines.0.ofPosition'],
    ]);
  });

  test.each<[string, readonly LineGiven[], unknown]>([
    ['another product', [{ ...license, productId: 'prd_9' }], [['PRODUCT_NOT_FOUND', 'lines.0.productId']]],
    ['the line itself', [license, { ...pack, ofPosition: 2 }], [['LINE_NOT_FOUND', 'lines.1.ofPosition']]],
    ['a later line', [{ ...pack, ofPosition: 2 }, license], [['LINE_NOT_FOUND', 'lines.0.ofPosition']]],
    [
      'a line that sells no licenses',
      [pack, { ...pack, ofPosition: 1 }],
      [['LINE_NOT_FOUND', 'lines.1.ofPosition']],
    ],
    [
      'a bundle, which has its pack',
      [
        { ...license, kind: 'BUNDLE', years: 1 },
        { ...pack, ofPosition: 1 },
      ],
      [['LINE_NOT_FOUND', 'lines.1.ofPosition']],
    ],
    [
      'a line of another product',
      [license, { ...contract, ofPosition: 1 }],
      [['PRODUCT_MISMATCH', 'lines.1.ofPosition']],
    ],
    [
      'a license that is not there',
      [{ ...pack, licenseIds: ['lic_9'] }],
      [['LICENSE_NOT_FOUND', 'lines.0.licenseIds']],
    ],
    [
      'a license of another',
      [{ ...pack, licenseIds: ['lic_foreign'] }],
      [['LICENSE_NOT_FOUND', 'lines.0.licenseIds']],
    ],
    [
      'a revoked license',
      [{ ...pack, licenseIds: ['lic_revoked'] }],
      [['LICENSE_REVOKED', 'lines.0.licenseIds']],
    ],
    [
      'another product',
      [{ ...pack, licenseIds: ['lic_other'] }],
      [['PRODUCT_MISMATCH', 'lines.0.licenseIds']],
    ],
    [
      'licenses of several sizes',
      [{ ...pack, licenseIds: ['lic_1', 'lic_large'] }],
      [['LICENSES_DIFFER', 'lines.0.licenseIds']],
    ],
    ['a contract of nothing', [contract], [['LICENSES_NEEDED', 'lines.0']]],
    ['more than a line counts', [{ ...pack, licenseIds: ['lic_huge'] }], [['TOO_MANY_UNITS', 'lines.0']]],
    ['years that nobody sells', [{ ...license, kind: 'BUNDLE', years: 2 }], [['OFFER_NOT_FOUND', 'lines.0']]],
    ['what nobody sells', [{ ...pack, metric: 'SITE' }], [['OFFER_NOT_FOUND', 'lines.0']]],
    [
      'several, each by itself',
      [{ ...license, productId: 'prd_9' }, license, contract],
      [
        ['PRODUCT_NOT_FOUND', 'lines.0.productId'],
        ['LICENSES_NEEDED', 'lines.2'],
      ],
    ],
  ])('are refused for %s', (_, lines, expected) => {
    expect(refused(lines)).toEqual(expected);
  });

  test.each<[string, readonly LineGiven[]]>([
    ['a suspended license', [{ ...pack, licenseIds: ['lic_suspended'] }]],
    ['a contract of licenses', [{ ...contract, licenseIds: ['lic_other'] }]],
    [
      'training with a bundle',
      [
        { ...license, kind: 'BUNDLE', years: 1 },
        { kind: 'TRAINING', productId: 'prd_1', ofPosition: 1 },
      ],
    ],
    ['several years of one year each', [{ ...pack, years: 3 }]],
  ])('are taken for %s', (_, lines) => {
    expect(refused(lines)).toEqual([]);
  });
});

describe('who buys', () => {
  const reseller: KnownAccount = { id: 'acc_r', kind: 'RESELLER', resellerId: 'acc_r' };
  const own: KnownAccount = { id: 'acc_1', kind: 'CUSTOMER', resellerId: 'acc_r' };
  const direct: KnownAccount = { id: 'acc_2', kind: 'CUSTOMER', resellerId: null };

  test('does so for itself, and a reseller for its customers', () => {
    expect(buysFor(reseller, reseller)).toBe(true);
    expect(buysFor(reseller, own)).toBe(true);
    expect(buysFor(own, own)).toBe(true);
    expect(buysFor(reseller, direct)).toBe(false);
    expect(buysFor(own, direct)).toBe(false);
    // A customer buys for nobody, though it were named as reseller of record.
    expect(buysFor(direct, { ...own, resellerId: direct.id })).toBe(false);
  });

  test('is looked for first, then whom it is for', () => {
    expect(codes(partyRefusals({ buyer: null, customer: null }))).toEqual(['CUSTOMER_NOT_FOUND']);
    expect(codes(partyRefusals({ buyer: null, customer: own }))).toEqual(['ACCOUNT_NOT_FOUND']);
    expect(codes(partyRefusals({ buyer: reseller, customer: direct }))).toEqual(['CUSTOMER_OF_ANOTHER']);
    expect(partyRefusals({ buyer: reseller, customer: own })).toEqual([]);
  });

  test.each([
    [null, []],
    ['PO-1', []],
    ['x'.repeat(50), []],
    [' ', ['PURCHASE_ORDER_NUMBER_INVALID']],
    ['x'.repeat(51), ['PURCHASE_ORDER_NUMBER_INVALID']],
  ])('names a purchase order by %j', (purchaseOrderNumber, expected) => {
    expect(codes(orderCreateFaults({ lines: [license], purchaseOrderNumber }))).toEqual(expected);
  });
});

test.each(orderStates)('an order that is %s changes only as a draft', (state) => {
  expect(codes(draftRefusals({ state }))).toEqual(state === 'DRAFT' ? [] : ['ORDER_NOT_DRAFT']);
  expect(codes(draftRefusals(null))).toEqual(['ORDER_NOT_FOUND']);
});

describe('an invoice', () => {
  test.each([
    ['thirty days after its issue', '2026-11-02', null, '2026-12-02'],
    ['the last day that is sold', '2026-12-20', '2026-12-31', '2026-12-31'],
    ['thirty days, where cover runs on', '2026-12-20', '2027-12-31', '2027-01-19'],
    ['never before its issue', '2026-12-20', '2026-12-01', '2026-12-20'],
  ])('is due %s', (_, issuedOn, atLatest, expected) => {
    expect(dueOn(issuedOn, atLatest)).toBe(expected);
  });

  test('taxes a fee as what it is added to: 2,000.00 and 200.00 at 25 % are 2,750.00 (B6)', () => {
    const nothing: OrderedLine = {
      ...{ kind: 'RENEWAL', productId: null, metric: null, quantity: 1, unitsEach: 1, years: null },
      ...{ ofLineId: null, licenseIds: [], support: null, renewal: null },
    };
    const at = { description: '', taxRatePermille: 250, currency: 'EUR' };
    const lines = [
      pricedLine(nothing, { ...at, unitMinor: 200_000 }),
      pricedLine({ ...nothing, kind: 'FEE' }, { ...at, unitMinor: 20_000 }),
    ].map(({ netMinor, taxMinor }) => ({ net: money(netMinor, 'EUR'), tax: money(taxMinor, 'EUR') }));
    expect(totalsOf(lines, 'EUR').total).toEqual(money(275_000, 'EUR'));
  });
});
