import { describe, expect, test } from '@jest/globals';
import {
  companyKey,
  decideTransfer,
  plannedTransfers,
  transferFaults,
  type TransferAsked,
  type TransferFacts,
  type TransferItem,
  type TransferLicense,
} from './license-transfer.rules.js';

const own: TransferLicense = {
  ...{ id: 'lic_1', accountId: 'acc_reseller', resellerId: 'acc_reseller' },
  ...{ resellers: true, onContract: false },
};

function facts(items: readonly TransferItem[], changes: Partial<TransferLicense> = {}): TransferFacts {
  return {
    items,
    licenses: new Map([['lic_1', { ...own, ...changes }]]),
    customers: new Map([
      ['acc_own', 'acc_reseller'],
      ['acc_others', 'acc_other'],
      ['acc_direct', null],
    ]),
    named: new Map([
      [companyKey('acc_reseller', 'Known Ltd'), ['acc_own']],
      [companyKey('acc_reseller', 'Twice Ltd'), ['acc_a', 'acc_b']],
      [companyKey('acc_other', 'Elsewhere Ltd'), ['acc_others']],
    ]),
  };
}

const codes = (refusals: readonly { code: string; field?: readonly string[] | null }[]) =>
  refusals.map(({ code, field }) => `${code} ${(field ?? []).join('.')}`);

describe('what is asked', () => {
  const customer = { companyName: 'Known Ltd' };
  const chosen = (count: number) =>
    Array.from({ length: count }, (_, at) => ({ licenseId: `lic_${String(at)}`, ...customer }));
  test.each<[string, TransferAsked, string[]]>([
    ['a whole order to a written name', { orderId: 'ord_1', ...customer }, []],
    ['chosen licenses, each to its own', { licenses: chosen(100) }, []],
    ['nothing', {}, ['TRANSFER_UNCLEAR orderId']],
    ['an order and licenses', { orderId: 'ord_1', licenses: chosen(1) }, ['TRANSFER_UNCLEAR orderId']],
    [
      'licenses with a customer beside them',
      { licenses: chosen(1), customerId: 'acc_own' },
      ['TRANSFER_UNCLEAR customerId'],
    ],
    ['no license', { licenses: [] }, ['LICENSES_INVALID licenses']],
    ['more than a hundred', { licenses: chosen(101) }, ['LICENSES_INVALID licenses']],
    [
      'a license twice',
      { licenses: [...chosen(1), ...chosen(1)] },
      ['LICENSES_INVALID licenses.1.licenseId'],
    ],
    ['an order to nobody', { orderId: 'ord_1' }, ['CUSTOMER_UNCLEAR companyName']],
    [
      'a customer by id and by name',
      { licenses: [{ licenseId: 'lic_1', customerId: 'acc_own', ...customer }] },
      ['CUSTOMER_UNCLEAR licenses.0.companyName'],
    ],
    ['a blank name', { orderId: 'ord_1', companyName: '  ' }, ['NAME_INVALID companyName']],
    [
      'a country that there is not',
      { licenses: [{ licenseId: 'lic_1', ...customer, country: 'XX' }] },
      ['COUNTRY_INVALID licenses.0.country'],
    ],
  ])('%s', (_, asked, expected) => {
    expect(codes(transferFaults(asked))).toEqual(expected);
  });
});

describe('what may go (M10)', () => {
  const to = (customer: Omit<TransferItem, 'licenseId'>, licenseId = 'lic_1') => [{ licenseId, ...customer }];
  test.each<[string, readonly TransferItem[], Partial<TransferLicense>, string[]]>([
    ['to a customer by id', to({ customerId: 'acc_own' }), {}, []],
    ['to a written name', to({ companyName: 'known   ltd ' }), {}, []],
    ['to a company that is new', to({ companyName: 'New Ltd' }), {}, []],
    ["to a name that only another reseller's customer bears", to({ companyName: 'Elsewhere Ltd' }), {}, []],
    [
      'a license that is not seen',
      to({ customerId: 'acc_own' }, 'lic_2'),
      {},
      ['LICENSE_NOT_FOUND licenses.0.licenseId'],
    ],
    [
      "what is a customer's",
      to({ customerId: 'acc_own' }),
      { resellers: false },
      ['ALREADY_TRANSFERRED licenses.0.licenseId'],
    ],
    [
      'a line of a contract',
      to({ customerId: 'acc_own' }),
      { onContract: true },
      ['ON_CONTRACT licenses.0.licenseId'],
    ],
    [
      "to another reseller's customer",
      to({ customerId: 'acc_others' }),
      {},
      ['CUSTOMER_NOT_FOUND licenses.0.customerId'],
    ],
    [
      'to a customer who buys direct',
      to({ customerId: 'acc_direct' }),
      {},
      ['CUSTOMER_NOT_FOUND licenses.0.customerId'],
    ],
    [
      'to nobody that there is',
      to({ customerId: 'acc_none' }),
      {},
      ['CUSTOMER_NOT_FOUND licenses.0.customerId'],
    ],
    [
      'to a name that two bear',
      to({ companyName: 'TWICE LTD' }),
      {},
      ['CUSTOMER_AMBIGUOUS licenses.0.companyName'],
    ],
  ])('%s', (_, items, changes, expected) => {
    expect(codes(decideTransfer(facts(items, changes), { licenses: items }))).toEqual(expected);
  });

  const order = { orderId: 'ord_1', customerId: 'acc_own' };

  test('of an order of which nothing is left, nothing', () => {
    expect(codes(decideTransfer(facts([]), order))).toEqual(['NOTHING_TO_TRANSFER orderId']);
  });

  test('of an order a thousand licenses at most', () => {
    const items = Array.from({ length: 1_001 }, () => ({ licenseId: 'lic_1', customerId: 'acc_own' }));
    expect(codes(decideTransfer(facts(items), order))).toEqual(['ORDER_TOO_LARGE orderId']);
    expect(decideTransfer(facts(items.slice(1)), order)).toEqual([]);
  });

  test('of an order a license that cannot go holds up all, and is named', () => {
    const items = [{ licenseId: 'lic_1', customerId: 'acc_own' }];
    expect(decideTransfer(facts(items, { onContract: true }), order)).toMatchObject([
      { code: 'ON_CONTRACT', field: ['orderId'], facts: { licenseId: 'lic_1' } },
    ]);
  });

  test('of an order its customer is told once', () => {
    const items = [1, 2].map(() => ({ licenseId: 'lic_1', customerId: 'acc_others' }));
    expect(codes(decideTransfer(facts(items), { orderId: 'ord_1', customerId: 'acc_others' }))).toEqual([
      'CUSTOMER_NOT_FOUND customerId',
    ]);
  });
});

describe('where it goes', () => {
  const planned = (item: Omit<TransferItem, 'licenseId'>) =>
    plannedTransfers(facts([{ licenseId: 'lic_1', ...item }])).map(({ to }) => to);

  test('a written name finds only a customer of this reseller, in any case', () => {
    expect(planned({ companyName: ' KNOWN ltd' })).toEqual([{ kind: 'KNOWN', accountId: 'acc_own' }]);
    expect(planned({ companyName: 'Elsewhere Ltd' })).toMatchObject([{ kind: 'NEW', name: 'Elsewhere Ltd' }]);
  });

  test('a name that is written twice is one company', () => {
    const [first, second] = [' New Ltd', 'new ltd'].map((companyName) => planned({ companyName })[0]);
    expect([first, second]).toMatchObject([{ kind: 'NEW' }, { kind: 'NEW' }]);
    expect(first).toHaveProperty('key', second?.kind === 'NEW' ? second.key : '');
  });
});
