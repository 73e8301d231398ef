import {
  LicenseTransferDocument,
  OrderCreateDocument,
  OrderPlaceDocument,
  PaymentRecordDocument,
} from '@mainstay/sdk';
import { nowhere, tooMany, type Input, type Tried } from './acts.js';
import { today, type Ground } from './ground.js';

const reseller = 'cronwell.reseller';

/** A line of the order with what is different; `valid` orders one license. */
const line =
  (but: Input) =>
  ({ cronwell }: Ground) => ({ lines: [{ ...licenseLine(cronwell), ...but }] });
const licenseLine = ({ productId }: Ground['cronwell']) => ({ kind: 'LICENSE', productId, metric: 'SERVER' });

const orderCreate: Tried = {
  ...{ act: 'orderCreate', document: OrderCreateDocument, as: reseller },
  valid: ({ cronwell }) => ({ customerId: cronwell.customerId, lines: [licenseLine(cronwell)] }),
  other: line({ quantity: 2 }),
  faults: [
    {
      ...{ what: 'a customer that there is not', code: 'CUSTOMER_NOT_FOUND', field: 'customerId' },
      but: () => ({ customerId: nowhere }),
    },
    {
      ...{ what: 'a customer of another reseller', code: 'CUSTOMER_NOT_FOUND', field: 'customerId' },
      but: ({ cronwell }) => ({ customerId: cronwell.neighbor.account }),
    },
    {
      ...{ what: "another tenant's customer", code: 'CUSTOMER_NOT_FOUND', field: 'customerId' },
      but: ({ cronwell }) => ({ customerId: cronwell.foreign.account }),
    },
    {
      ...{ what: 'no lines', code: 'LINES_INVALID', field: 'lines' },
      but: () => ({ lines: [] }),
    },
    {
      ...{ what: '101 lines', code: 'LINES_INVALID', field: 'lines' },
      but: ({ cronwell }) => ({ lines: tooMany(() => licenseLine(cronwell)) }),
    },
    { what: 'no quantity', but: line({ quantity: 0 }), code: 'LINE_INVALID', field: 'lines.0.quantity' },
    {
      what: 'a negative quantity',
      but: line({ quantity: -1 }),
      code: 'LINE_INVALID',
      field: 'lines.0.quantity',
    },
    {
      what: 'half a license',
      but: line({ quantity: 0.5 }),
      code: 'BAD_USER_INPUT',
      field: 'lines.0.quantity',
    },
    {
      ...{ what: 'a metric that there is not', code: 'BAD_USER_INPUT', field: 'lines.0.metric' },
      but: line({ metric: 'BANANA' }),
    },
    {
      ...{ what: 'a product that there is not', code: 'PRODUCT_NOT_FOUND', field: 'lines.0.productId' },
      but: line({ productId: nowhere }),
    },
    {
      ...{ what: "another tenant's product", code: 'PRODUCT_NOT_FOUND', field: 'lines.0.productId' },
      but: ({ cronwell }) => line({ productId: cronwell.foreign.product })({ cronwell } as Ground),
    },
    {
      ...{ what: 'eleven years', code: 'LINE_INVALID', field: 'lines.0.years' },
      but: line({ kind: 'BUNDLE', years: 11 }),
    },
    {
      ...{
        what: 'a training for a license of another',
        code: 'LICENSE_NOT_FOUND',
        field: 'lines.0.licenseIds',
      },
      but: ({ cronwell }) => ({
        lines: [
          {
            ...{ kind: 'TRAINING', productId: cronwell.productId },
            licenseIds: [cronwell.neighbor.license],
          },
        ],
      }),
    },
    {
      ...{
        what: 'a blank number of the purchase order',
        code: 'PURCHASE_ORDER_NUMBER_INVALID',
        field: 'purchaseOrderNumber',
      },
      but: () => ({ purchaseOrderNumber: '  ' }),
    },
    {
      ...{ what: 'a blank idempotency key', code: 'BAD_USER_INPUT', field: 'idempotencyKey' },
      but: () => ({ idempotencyKey: '' }),
    },
  ],
};

const orderPlace: Tried = {
  ...{ act: 'orderPlace', document: OrderPlaceDocument, as: reseller },
  valid: ({ cronwell }) => ({ orderId: cronwell.draft }),
  other: ({ cronwell }) => ({ orderId: cronwell.ownOrder }),
  faults: [
    {
      ...{ what: 'an order that there is not', code: 'ORDER_NOT_FOUND', field: 'orderId' },
      but: () => ({ orderId: nowhere }),
    },
    {
      ...{ what: 'an order of another reseller', code: 'ORDER_NOT_FOUND', field: 'orderId' },
      but: ({ cronwell }) => ({ orderId: cronwell.neighbor.order }),
    },
    {
      ...{ what: "another tenant's order", code: 'ORDER_NOT_FOUND', field: 'orderId' },
      but: ({ cronwell }) => ({ orderId: cronwell.foreign.order }),
    },
    {
      ...{
        what: 'the order of its reseller',
        as: 'cronwell.customer',
        code: 'ORDER_NOT_FOUND',
        field: 'orderId',
      },
      but: () => ({}),
    },
    {
      ...{ what: 'no order', code: 'BAD_USER_INPUT', field: 'orderId' },
      but: () => ({ orderId: undefined }),
    },
  ],
  then: [{ what: 'the same order again', but: () => ({}), code: 'ORDER_NOT_DRAFT', field: 'orderId' }],
};

const paymentRecord: Tried = {
  ...{ act: 'paymentRecord', document: PaymentRecordDocument, as: 'cronwell.admin' },
  valid: ({ cronwell: { invoice } }) => ({
    ...{ invoiceId: invoice.id, amount: invoice.total, currency: 'EUR', paidOn: today, method: 'TRANSFER' },
  }),
  other: () => ({ method: 'CARD' }),
  faults: [
    {
      ...{ what: 'an invoice that there is not', code: 'INVOICE_NOT_FOUND', field: 'invoiceId' },
      but: () => ({ invoiceId: nowhere }),
    },
    {
      ...{ what: "another tenant's invoice", code: 'INVOICE_NOT_FOUND', field: 'invoiceId' },
      but: ({ cronwell }) => ({ invoiceId: cronwell.foreign.invoice }),
    },
    { what: 'no money', but: () => ({ amount: '0.00' }), code: 'AMOUNT_INVALID', field: 'amount' },
    { what: 'money that went', but: () => ({ amount: '-5.00' }), code: 'AMOUNT_INVALID', field: 'amount' },
    { what: 'a third decimal', but: () => ({ amount: '1.005' }), code: 'AMOUNT_INVALID', field: 'amount' },
    {
      what: 'a word for an amount',
      but: () => ({ amount: 'much' }),
      code: 'BAD_USER_INPUT',
      field: 'amount',
    },
    { what: 'a cent more than is owed', but: overpaid, code: 'OVERPAYMENT', field: 'amount' },
    {
      ...{ what: 'another currency', code: 'CURRENCY_MISMATCH', field: 'currency' },
      but: () => ({ currency: 'USD' }),
    },
    {
      ...{ what: 'a currency that there is not', code: 'BAD_USER_INPUT', field: 'currency' },
      but: () => ({ currency: 'euro' }),
    },
    {
      ...{ what: 'a day that is in no calendar', code: 'BAD_USER_INPUT', field: 'paidOn' },
      but: () => ({ paidOn: '2026-02-30' }),
    },
    {
      ...{ what: 'a day written otherwise', code: 'BAD_USER_INPUT', field: 'paidOn' },
      but: () => ({ paidOn: '02.11.2026' }),
    },
    {
      ...{ what: 'a day that has not come', code: 'PAID_ON_FUTURE', field: 'paidOn' },
      but: () => ({ paidOn: '2026-11-03' }),
    },
    {
      ...{ what: 'a method that there is not', code: 'BAD_USER_INPUT', field: 'method' },
      but: () => ({ method: 'SHELLS' }),
    },
  ],
  then: [{ what: 'the same payment again', but: () => ({}), code: 'INVOICE_PAID', field: 'invoiceId' }],
};

function overpaid({ cronwell: { invoice } }: Ground): Input {
  return { amount: (Number(invoice.total) + 0.01).toFixed(2) };
}

const ownLicense = ({ cronwell }: Ground, index = 0) => cronwell.ownLicenses[index] ?? '';

/** One license of the reseller's own with what is different; `valid` hands it to its customer. */
const handed =
  (but: (ground: Ground) => Input) =>
  (ground: Ground): Input => ({
    licenses: [{ licenseId: ownLicense(ground), customerId: ground.cronwell.customerId, ...but(ground) }],
  });

const licenseTransfer: Tried = {
  ...{ act: 'licenseTransfer', document: LicenseTransferDocument, as: reseller },
  valid: handed(() => ({})),
  other: handed((ground) => ({ licenseId: ownLicense(ground, 1) })),
  faults: [
    {
      ...{ what: 'a license that there is not', code: 'LICENSE_NOT_FOUND', field: 'licenses.0.licenseId' },
      but: handed(() => ({ licenseId: nowhere })),
    },
    {
      ...{ what: 'a license of another reseller', code: 'LICENSE_NOT_FOUND', field: 'licenses.0.licenseId' },
      but: handed(({ cronwell }) => ({ licenseId: cronwell.neighbor.license })),
    },
    {
      ...{ what: "another tenant's license", code: 'LICENSE_NOT_FOUND', field: 'licenses.0.licenseId' },
      but: handed(({ cronwell }) => ({ licenseId: cronwell.foreign.license })),
    },
    {
      ...{ what: 'what is a customer’s', code: 'ALREADY_TRANSFERRED', field: 'licenses.0.licenseId' },
      but: handed(({ cronwell }) => ({ licenseId: cronwell.bare[0] })),
    },
    {
      ...{ what: 'a customer that there is not', code: 'CUSTOMER_NOT_FOUND', field: 'licenses.0.customerId' },
      but: handed(() => ({ customerId: nowhere })),
    },
    {
      ...{
        what: 'a customer of another reseller',
        code: 'CUSTOMER_NOT_FOUND',
        field: 'licenses.0.customerId',
      },
      but: handed(({ cronwell }) => ({ customerId: cronwell.neighbor.account })),
    },
    {
      ...{ what: "another tenant's customer", code: 'CUSTOMER_NOT_FOUND', field: 'licenses.0.customerId' },
      but: handed(({ cronwell }) => ({ customerId: cronwell.foreign.account })),
    },
    {
      ...{ what: 'a blank company name', code: 'NAME_INVALID', field: 'licenses.0.companyName' },
      but: handed(() => ({ customerId: undefined, companyName: '   ' })),
    },
    {
      ...{ what: 'a country that there is not', code: 'COUNTRY_INVALID', field: 'licenses.0.country' },
      but: handed(() => ({ customerId: undefined, companyName: 'Sample Company', country: 'XX' })),
    },
    {
      ...{ what: 'a license twice', code: 'LICENSES_INVALID', field: 'licenses.1.licenseId' },
      but: ({ cronwell }) => ({
        licenses: [1, 2].map(() => ({
          ...{ licenseId: cronwell.ownLicenses[0], customerId: cronwell.customerId },
        })),
      }),
    },
    { what: 'no license', but: () => ({ licenses: [] }), code: 'LICENSES_INVALID', field: 'licenses' },
    {
      ...{ what: '101 licenses', code: 'LICENSES_INVALID', field: 'licenses' },
      but: ({ cronwell }) => ({
        licenses: tooMany((index) => ({ licenseId: String(index), customerId: cronwell.customerId })),
      }),
    },
    {
      ...{ what: 'an order and licenses', code: 'TRANSFER_UNCLEAR', field: 'orderId' },
      but: ({ cronwell }) => ({ orderId: cronwell.ownOrder }),
    },
    {
      ...{ what: 'the order of another reseller', code: 'NOTHING_TO_TRANSFER', field: 'orderId' },
      but: ({ cronwell }) => ({
        ...{ orderId: cronwell.neighbor.order, customerId: cronwell.customerId, licenses: undefined },
      }),
    },
  ],
  then: [
    {
      ...{ what: 'the same license again', code: 'ALREADY_TRANSFERRED', field: 'licenses.0.licenseId' },
      but: () => ({}),
    },
  ],
};

export const buying: readonly Tried[] = [orderCreate, orderPlace, paymentRecord, licenseTransfer];
