import type { Change, Instant, Telling } from '@mainstay/kernel/act/act';
import { statement, type Transaction } from '@mainstay/kernel/db/scoped';
import type { CivilDate } from '@mainstay/kernel/values/civil';
import { tellPaid } from './tell-paid.js';

const pay = statement<{ id: string }>(
  'order.pay',
  `update sales_order set state = 'PAID', purchased_on = $2::date, paid_at = $3::timestamptz
   where id = $1::text and state = 'PLACED' returning id`,
);

/** A fee is nothing that could be delivered. */
const settleFees = statement(
  'order.settleFees',
  `update order_line set state = 'FULFILLED', fulfilled_at = $2::timestamptz where order_id = $1::text and kind = 'FEE'`,
);

/**
 * An order is paid by the payment that completes its invoice: the day of that money's value is the purchase day (M2), and
 * whoever fulfils it is told.
 */
export async function payOrder(
  transaction: Transaction,
  { orderId, paidOn }: { readonly orderId: string; readonly paidOn: CivilDate },
  { now }: Instant,
): Promise<{ readonly changes: readonly Change[]; readonly events: readonly Telling[] }> {
  const [order] = await transaction.query(pay, [orderId, paidOn, now]);
  if (order === undefined) throw new Error('An order was paid that does not wait for it.');
  await transaction.query(settleFees, [orderId, now]);
  return {
    changes: [
      { objectId: orderId, field: 'state', from: 'PLACED', to: 'PAID' },
      { objectId: orderId, field: 'purchasedOn', from: null, to: paidOn },
    ],
    events: await tellPaid(transaction, orderId),
  };
}
