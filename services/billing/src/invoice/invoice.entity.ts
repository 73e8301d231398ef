import { defineEntity, p, type InferEntity } from '@mikro-orm/core';

export const invoiceStates = ['OPEN', 'PAID', 'CREDITED'] as const;
export const paymentMethods = ['CARD', 'TRANSFER', 'PURCHASE_ORDER'] as const;

/** The table of invoices, for writes; the migrations are the truth of its columns, keys and policies. */
export const InvoiceEntity = defineEntity({
  name: 'Invoice',
  tableName: 'invoice',
  properties: {
    vendorId: p.text().primary(),
    id: p.text().primary(),
    accountId: p.text(),
    resellerId: p.text().nullable(),
    number: p.text(),
    state: p.text().$type<(typeof invoiceStates)[number]>(),
    issuedOn: p.date(),
    dueOn: p.date(),
    currency: p.text(),
    netMinor: p.bigint('number'),
    taxMinor: p.bigint('number'),
    totalMinor: p.bigint('number'),
    paidMinor: p.bigint('number'),
    createdAt: p.datetime(),
  },
});
export type InvoiceEntity = InferEntity<typeof InvoiceEntity>;

/** One line of an invoice. Net and tax are each rounded once, on the line (B6). */
export const InvoiceLineEntity = defineEntity({
  name: 'InvoiceLine',
  tableName: 'invoice_line',
  properties: {
    vendorId: p.text().primary(),
    id: p.text().primary(),
    accountId: p.text(),
    resellerId: p.text().nullable(),
    invoiceId: p.text(),
    licenseId: p.text().nullable(),
    position: p.integer(),
    description: p.text(),
    quantity: p.integer(),
    unitMinor: p.bigint('number'),
    netMinor: p.bigint('number'),
    taxRatePermille: p.integer(),
    taxMinor: p.bigint('number'),
  },
});
export type InvoiceLineEntity = InferEntity<typeof InvoiceLineEntity>;

/** Money received for an invoice; part payments add up (B3). */
export const PaymentEntity = defineEntity({
  name: 'Payment',
  tableName: 'payment',
  properties: {
    vendorId: p.text().primary(),
    id: p.text().primary(),
    accountId: p.text(),
    resellerId: p.text().nullable(),
    invoiceId: p.text(),
    amountMinor: p.bigint('number'),
    currency: p.text(),
    paidOn: p.date(),
    method: p.text().$type<(typeof paymentMethods)[number]>(),
    receivedAt: p.datetime(),
  },
});
export type PaymentEntity = InferEntity<typeof PaymentEntity>;
