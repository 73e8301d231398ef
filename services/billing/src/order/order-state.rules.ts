import type { Refusal } from '@mainstay/kernel/values/refusal';

export const orderStates = ['DRAFT', 'PLACED', 'PAID', 'FULFILLED', 'CANCELLED'] as const;
export type OrderState = (typeof orderStates)[number];

export type DraftCode = 'ORDER_NOT_FOUND' | 'ORDER_NOT_DRAFT';

export const orderNotFound: Refusal<'ORDER_NOT_FOUND'> = {
  ...{ code: 'ORDER_NOT_FOUND', field: ['orderId'] },
  message: 'There is no such order; ask `orders` for ids.',
};

/** What is placed stays as it is: whoever wants more orders again. */
export function draftRefusals(order: { readonly state: OrderState } | null): Refusal<DraftCode>[] {
  if (order === null) return [orderNotFound];
  if (order.state === 'DRAFT') return [];
  return [
    {
      ...{ code: 'ORDER_NOT_DRAFT', field: ['orderId'], facts: { state: order.state } },
      message: 'The order was placed and changes no more; make another one.',
    },
  ];
}
