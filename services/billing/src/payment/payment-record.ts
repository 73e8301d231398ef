import type { Act, ActInput } from '@mainstay/kernel/act/act';
import { statement } from '@mainstay/kernel/db/scoped';
import { payOrder } from '../order/pay-order.js';
import {
  decidePayment,
  minorOf,
  outstandingOf,
  type PayableInvoice,
  type PaymentGiven,
  type PaymentRecordCode,
} from './payment-record.rules.js';

export interface PaymentRecord extends ActInput, PaymentGiven {
  readonly invoiceId: string;
  readonly method: 'CARD' | 'TRANSFER' | 'PURCHASE_ORDER';
}

interface LockedInvoice extends PayableInvoice {
  readonly accountId: string;
  readonly resellerId: string | null;
  readonly orderId: string | null;
}

/** Whoever else records money for it waits here, and then finds what is outstanding. */
const lock = statement<LockedInvoice>(
  'invoice.lock',
  `select i.account_id as "accountId", i.reseller_id as "resellerId", i.order_id as "orderId", i.state, i.currency,
     i.total_minor as "totalMinor", i.paid_minor as "paidMinor", (
       select min(n.expires_on) from order_line n where n.vendor_id = i.vendor_id and n.order_id = i.order_id
     ) as "coverEndsOn"
   from invoice i where i.id = $1::text for no key update of i`,
);

const insert = statement(
  'payment.insert',
  `insert into payment (vendor_id, id, account_id, reseller_id, invoice_id, amount_minor, currency, paid_on, method, received_at)
   values (app.vendor(), $1::text, $2::text, $3::text, $4::text, $5::bigint, $6::text, $7::date, $8::text, $9::timestamptz)`,
);

const take = statement(
  'invoice.takePayment',
  `update invoice set paid_minor = paid_minor + $2::bigint,
     state = case when paid_minor + $2::bigint = total_minor then 'PAID' else state end where id = $1::text`,
);

/** Staff record money that came in; what completes an invoice pays its order (B3). */
export const paymentRecord: Act<PaymentRecord, LockedInvoice | null, PaymentRecordCode> = {
  name: 'paymentRecord',
  roles: ['VENDOR_ADMIN'],
  async load(transaction, { invoiceId }) {
    const [invoice] = await transaction.query(lock, [invoiceId]);
    return invoice ?? null;
  },
  decide: (invoice, input, { today }) => decidePayment(invoice, input, today),
  async apply(transaction, invoice, { invoiceId, amount, currency, paidOn, method }, moment) {
    if (invoice === null) throw new Error('Nothing was paid.');
    const { accountId, resellerId, orderId } = invoice;
    const paymentId = moment.newId('pay');
    const amountMinor = minorOf(amount, currency);
    await transaction.query(insert, [
      ...[paymentId, accountId, resellerId, invoiceId, amountMinor, currency, paidOn, method, moment.now],
    ]);
    await transaction.query(take, [invoiceId, amountMinor]);
    const completes = amountMinor === outstandingOf(invoice);
    const paid =
      completes && orderId !== null
        ? await payOrder(transaction, { orderId, paidOn }, moment)
        : { changes: [], events: [] };
    const from = invoice.paidMinor;
    return {
      ...{ result: { paymentId, invoiceId }, accountId, events: paid.events },
      changes: [
        { objectId: invoiceId, field: 'paidMinor', from, to: from + amountMinor },
        ...(completes ? [{ objectId: invoiceId, field: 'state', from: 'OPEN', to: 'PAID' }] : []),
        ...paid.changes,
      ],
    };
  },
};
