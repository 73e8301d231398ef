import { statement } from '@mainstay/kernel/db/scoped';
import { planDue, type Due } from '@mainstay/kernel/due/due-table';
import type { DueKind } from '@mainstay/kernel/due/due-work';
import { addDays, type CivilDate } from '@mainstay/kernel/values/civil';
import { releaseRenewals } from '../quote/renewal-hold.js';
import { expiryInstant } from '../quote/valid-through.rules.js';
import { lockOrder } from './lock-order.js';

/** As rows of due work name it. */
export const orderUnpaidKind = 'order-unpaid';

/** How long after its due day an accepted quote waits for its money (B2). */
export const unpaidDays = 14;

/** What whoever accepts a quote plans with its order. */
export function orderUnpaidDue(orderId: string, dueOn: CivilDate, zone: string): Due {
  return { kind: orderUnpaidKind, key: orderId, dueAt: expiryInstant(addDays(dueOn, unpaidDays), zone) };
}

/** Before the order, as whoever records money takes them. */
const lockInvoice = statement<{ id: string; state: string; dueOn: CivilDate; paidMinor: number }>(
  'invoice.lockOfOrder',
  `select id, state, due_on as "dueOn", paid_minor as "paidMinor" from invoice
   where order_id = $1::text for no key update`,
);

const cancel = statement(
  'order.cancel',
  "update sales_order set state = 'CANCELLED', cancelled_at = $2::timestamptz where id = $1::text",
);

const credit = statement('invoice.credit', "update invoice set state = 'CREDITED' where id = $1::text");

/** An order from a quote that nobody paid is cancelled and its invoice credited; what was paid in part is due back (B2). */
export const orderUnpaid: DueKind = {
  act: 'orderCancelUnpaid',
  async run(transaction, { key: orderId }, { now, today, zone }) {
    const [invoice] = await transaction.query(lockInvoice, [orderId]);
    const order = await lockOrder(transaction, orderId);
    if (invoice?.state !== 'OPEN' || order?.state !== 'PLACED') return 'NOTHING';
    const { id: invoiceId, dueOn, paidMinor } = invoice;
    if (today <= addDays(dueOn, unpaidDays)) {
      // The vendor's days begin elsewhere now.
      await planDue(transaction, [orderUnpaidDue(orderId, dueOn, zone)]);
      return 'NOTHING';
    }
    await transaction.query(cancel, [orderId, now]);
    await transaction.query(credit, [invoiceId]);
    await releaseRenewals(transaction, orderId);
    return {
      ...{ result: { orderId, invoiceId }, accountId: order.accountId, events: [] },
      changes: [
        { objectId: orderId, field: 'state', from: 'PLACED', to: 'CANCELLED' },
        { objectId: invoiceId, field: 'state', from: 'OPEN', to: 'CREDITED' },
        { objectId: invoiceId, field: 'dueBackMinor', from: 0, to: paidMinor },
      ],
    };
  },
};
