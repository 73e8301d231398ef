import type { DueKind } from '@mainstay/kernel/due/due-work';
import { orderUnpaid, orderUnpaidKind } from '../order/order-unpaid.js';
import { quoteExpiry, quoteExpiryKind } from '../quote/quote-expiry.js';

/** What billing does when it falls due, by kind; of one instant in the order of their names. */
export const dueKinds: Readonly<Record<string, DueKind>> = {
  [quoteExpiryKind]: quoteExpiry,
  [orderUnpaidKind]: orderUnpaid,
};
