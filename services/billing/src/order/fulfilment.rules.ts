import type { Refusal } from '@mainstay/kernel/values/refusal';
import { orderNotFound, type OrderState } from './order-state.rules.js';

export type RetryCode = 'ORDER_NOT_FOUND' | 'ORDER_NOT_PAID' | 'ORDER_FULFILLED';

/** What is told again is what was paid and is not there. */
export function retryRefusals(order: { readonly state: OrderState } | null): Refusal<RetryCode>[] {
  if (order === null) return [orderNotFound];
  if (order.state === 'PAID') return [];
  if (order.state === 'FULFILLED')
    return [
      {
        ...{ code: 'ORDER_FULFILLED', field: ['orderId'] },
        message: 'All that was bought is there: nothing is to be done again.',
      },
    ];
  return [
    {
      ...{ code: 'ORDER_NOT_PAID', field: ['orderId'], facts: { state: order.state } },
      message: 'Nothing is delivered before it is paid (B3): record the payment of its invoice.',
    },
  ];
}
