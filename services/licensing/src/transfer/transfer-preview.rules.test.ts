import { describe, expect, test } from '@jest/globals';
import {
  companyKey,
  mostOfOrder,
  type TransferAsked,
  type TransferFacts,
  type TransferItem,
  type TransferLicense,
} from './license-transfer.rules.js';
import { previewTransfer } from './transfer-preview.rules.js';

const license = (id: string, more: Partial<TransferLicense> = {}): [string, TransferLicense] => [
  id,
  { id, accountId: 'reseller', resellerId: 'reseller', resellers: true, onContract: false, ...more },
];

function facts(items: readonly TransferItem[]): TransferFacts {
  return {
    items,
    licenses: new Map([
      ...[license('one'), license('two'), license('line', { onContract: true })],
      license('gone', { accountId: 'customer', resellers: false }),
    ]),
    customers: new Map([
      ['customer', 'reseller'],
      ['others', 'other'],
    ]),
    named: new Map([
      [companyKey('reseller', 'Known Ltd'), ['customer']],
      [companyKey('reseller', 'Twice Ltd'), ['a', 'b']],
    ]),
  };
}

/** What a preview says, shortly: of each license where it goes, or why not. */
function told(items: readonly TransferItem[], asked: TransferAsked = { licenses: items }) {
  const { licenses, refusals, count } = previewTransfer(facts(items), asked);
  const goes = licenses.map(({ licenseId, to, refusals: why }) => {
    const where = to?.kind === 'KNOWN' ? to.accountId : to === null ? null : `new ${to.name}`;
    return `${licenseId}: ${where ?? why.map(({ code, field }) => `${code} ${field.join('.')}`).join()}`;
  });
  return { count, goes, refused: refusals.map(({ code, field }) => `${code} ${field.join('.')}`) };
}

describe('before licenses are handed on (M10)', () => {
  test('each chosen one tells whether its customer is found or would be made', () => {
    const items = [
      { licenseId: 'two', companyName: ' known LTD' },
      { licenseId: 'one', companyName: '  Fresh Ltd ' },
    ];
    expect(told(items)).toEqual({ count: 2, goes: ['two: customer', 'one: new Fresh Ltd'], refused: [] });
  });

  test('one that cannot go says why, the others where they would go without it, and none goes', () => {
    const items = [
      { licenseId: 'one', customerId: 'customer' },
      { licenseId: 'gone', customerId: 'customer' },
      { licenseId: 'line', customerId: 'customer' },
      { licenseId: 'nowhere', customerId: 'customer' },
      { licenseId: 'two', companyName: 'Twice Ltd' },
    ];
    expect(told(items)).toEqual({
      count: 0,
      goes: [
        'one: customer',
        'gone: ALREADY_TRANSFERRED licenses.1.licenseId',
        'line: ON_CONTRACT licenses.2.licenseId',
        'nowhere: LICENSE_NOT_FOUND licenses.3.licenseId',
        'two: CUSTOMER_AMBIGUOUS licenses.4.companyName',
      ],
      refused: [],
    });
  });

  test('of a whole order the license is named that holds it up', () => {
    const to = { customerId: 'customer' };
    const items = [
      { licenseId: 'line', ...to },
      { licenseId: 'one', ...to },
    ];
    expect(told(items, { orderId: 'order', ...to })).toEqual({
      count: 0,
      goes: ['line: ON_CONTRACT orderId', 'one: customer'],
      refused: [],
    });
  });

  const many = Array.from({ length: mostOfOrder + 1 }, () => ({ licenseId: 'one', customerId: 'customer' }));
  test.each<[string, readonly TransferItem[], TransferAsked, string]>([
    ['nothing is asked', [], {}, 'TRANSFER_UNCLEAR orderId'],
    [
      'nothing of it is left',
      [],
      { orderId: 'order', customerId: 'customer' },
      'NOTHING_TO_TRANSFER orderId',
    ],
    ['too much is left', many, { orderId: 'order', customerId: 'customer' }, 'ORDER_TOO_LARGE orderId'],
    [
      "its customer is another reseller's",
      [{ licenseId: 'one', customerId: 'others' }],
      { orderId: 'order', customerId: 'others' },
      'CUSTOMER_NOT_FOUND customerId',
    ],
  ])('where %s it says so of no license', (_, items, asked, refused) => {
    expect(told(items, asked)).toEqual({ count: 0, goes: [], refused: [refused] });
  });
});
