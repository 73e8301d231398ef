import { describe, expect, test } from '@jest/globals';
import { retryRefusals } from '../order/fulfilment.rules.js';
import { orderStates } from '../order/order-state.rules.js';
import { decidePayment, type PayableInvoice, type PaymentGiven } from './payment-record.rules.js';

const invoice = (made: Partial<PayableInvoice> = {}): PayableInvoice => ({
  ...{ state: 'OPEN', currency: 'EUR', totalMinor: 275_000, paidMinor: 0, coverEndsOn: null, ...made },
});
const given = (made: Partial<PaymentGiven> = {}): PaymentGiven => ({
  ...{ amount: '2750.00', currency: 'EUR', paidOn: '2026-11-02', ...made },
});
const codes = (of: PayableInvoice | null, payment: PaymentGiven) =>
  decidePayment(of, payment, '2026-11-02').map(({ code }) => code);

describe('a payment', () => {
  test.each<[string, PayableInvoice | null, PaymentGiven, string[]]>([
    ['of all of it', invoice(), given(), []],
    ['of a part', invoice(), given({ amount: '0.01' }), []],
    ['of the rest', invoice({ paidMinor: 275_000 - 1 }), given({ amount: '0.01' }), []],
    ['on an earlier day', invoice(), given({ paidOn: '2025-01-01' }), []],
    ['on its last day of cover', invoice({ coverEndsOn: '2026-11-03' }), given(), []],
    ['of nothing that is there', null, given(), ['INVOICE_NOT_FOUND']],
    ['twice', invoice({ state: 'PAID', paidMinor: 275_000 }), given(), ['INVOICE_PAID']],
    ['of what was taken back', invoice({ state: 'CREDITED' }), given(), ['INVOICE_CREDITED']],
    ['in another currency', invoice(), given({ currency: 'USD' }), ['CURRENCY_MISMATCH']],
    ['of nothing', invoice(), given({ amount: '0.00' }), ['AMOUNT_INVALID']],
    ['of less than nothing', invoice(), given({ amount: '-1.00' }), ['AMOUNT_INVALID']],
    ['of a part of a cent', invoice(), given({ amount: '0.001' }), ['AMOUNT_INVALID']],
    [
      'of yen with decimals',
      invoice({ currency: 'JPY' }),
      given({ currency: 'JPY', amount: '1.0' }),
      ['AMOUNT_INVALID'],
    ],
    ['of a day to come', invoice(), given({ paidOn: '2026-11-03' }), ['PAID_ON_FUTURE']],
    ['when the cover had ended', invoice({ coverEndsOn: '2026-11-02' }), given(), ['COVER_ENDED']],
    ['of more than all', invoice(), given({ amount: '2750.01' }), ['OVERPAYMENT']],
    ['of more than the rest', invoice({ paidMinor: 1 }), given(), ['OVERPAYMENT']],
  ])('%s', (_, of, payment, expected) => {
    expect(codes(of, payment)).toEqual(expected);
  });

  test('of too much says what is outstanding', () => {
    const [refusal] = decidePayment(invoice({ paidMinor: 100_000 }), given(), '2026-11-02');
    expect(refusal?.facts).toEqual({ outstanding: '1750.00', currency: 'EUR' });
  });

  test('is told what leads, where several things are wrong', () => {
    const all = given({ currency: 'USD', amount: '0.00', paidOn: '2027-01-01' });
    expect(codes(invoice({ state: 'PAID' }), all)).toEqual(['INVOICE_PAID']);
    expect(codes(invoice(), all)).toEqual(['CURRENCY_MISMATCH']);
    expect(codes(invoice(), { ...all, currency: 'EUR' })).toEqual(['AMOUNT_INVALID']);
    expect(codes(invoice(), { ...all, currency: 'EUR', amount: '9999.00' })).toEqual(['PAID_ON_FUTURE']);
  });
});

test.each(orderStates)('an order that is %s is fulfilled again only while it is paid', (state) => {
  const expected = { PAID: [], FULFILLED: ['ORDER_FULFILLED'] }[state as string] ?? ['ORDER_NOT_PAID'];
  expect(retryRefusals({ state }).map(({ code }) => code)).toEqual(expected);
  expect(retryRefusals(null).map(({ code }) => code)).toEqual(['ORDER_NOT_FOUND']);
});
