import type { Act, ActInput } from '@mainstay/kernel/act/act';
import { statement } from '@mainstay/kernel/db/scoped';
import { retryRefusals, type RetryCode } from './fulfilment.rules.js';
import { lockOrder, type LockedOrder } from './lock-order.js';
import { tellPaid } from './tell-paid.js';

export interface OrderFulfilmentRetry extends ActInput {
  readonly orderId: string;
}

const wait = statement<{ id: string }>(
  'order.waitAgain',
  `update order_line set state = 'WAITING', stuck_code = null, stuck_message = null
   where order_id = $1::text and state = 'STUCK' returning id`,
);

/** Whoever fulfils is told again of what is not there; what is there already they do not do twice. */
export const orderFulfilmentRetry: Act<OrderFulfilmentRetry, LockedOrder | null, RetryCode> = {
  name: 'orderFulfilmentRetry',
  roles: ['VENDOR_ADMIN'],
  load: (transaction, { orderId }) => lockOrder(transaction, orderId),
  decide: (order) => retryRefusals(order),
  async apply(transaction, order, { orderId }) {
    const waiting = await transaction.query(wait, [orderId]);
    return {
      ...{ result: { orderId }, accountId: order?.accountId ?? null },
      changes: waiting.map(({ id }) => ({ objectId: id, field: 'state', from: 'STUCK', to: 'WAITING' })),
      events: await tellPaid(transaction, orderId),
    };
  },
};
