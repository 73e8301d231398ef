import { statement, type Transaction } from '@mainstay/kernel/db/scoped';
import type { Metric, PriceKind } from '../price/price.rules.js';
import type { LineGiven } from './ordered-lines.rules.js';
import type { OrderState } from './order-state.rules.js';
import type { Buyer, PayBy } from './write-order.js';

/** An order that nobody else changes meanwhile. */
export interface LockedOrder extends Buyer {
  readonly id: string;
  readonly customerId: string;
  readonly state: OrderState;
  readonly number: string | null;
  readonly purchaseOrderNumber: string | null;
}

/** Lines as they were asked for, with the ids that they have. */
export type DraftLine = LineGiven & { readonly id: string; readonly kind: PriceKind };

const lock = statement<LockedOrder>(
  'order.lock',
  `select id, account_id as "accountId", reseller_id as "resellerId", customer_id as "customerId", state, number,
     purchase_order_number as "purchaseOrderNumber"
   from sales_order where id = $1::text for no key update`,
);

interface StoredLine {
  readonly id: string;
  readonly kind: PriceKind;
  readonly productId: string | null;
  readonly metric: Metric | null;
  readonly quantity: number;
  readonly unitsEach: number;
  readonly years: number | null;
  readonly ofPosition: number | null;
  readonly licenseIds: readonly string[];
  readonly supportUnits: number | null;
}

const lines = statement<StoredLine>(
  'order.draftLines',
  `select n.id, n.kind, n.product_id as "productId", n.metric, n.quantity, n.units_each as "unitsEach", n.years,
     f.position as "ofPosition", n.license_ids as "licenseIds", n.support_units as "supportUnits"
   from order_line n left join order_line f on f.vendor_id = n.vendor_id and f.id = n.of_line_id
   where n.order_id = $1::text order by n.position`,
);

/** Null where whoever acts sees no such order. */
export async function lockOrder(transaction: Transaction, orderId: string): Promise<LockedOrder | null> {
  const [order] = await transaction.query(lock, [orderId]);
  return order ?? null;
}

/** By position. Lines for licenses say no size of their own: that is looked up again. */
export async function draftLines(transaction: Transaction, orderId: string): Promise<DraftLine[]> {
  const stored = await transaction.query(lines, [orderId]);
  return stored.map((line) => {
    const licenseIds = line.licenseIds.length === 0 ? null : line.licenseIds;
    return { ...line, licenseIds };
  });
}

export function payByOf({ purchaseOrderNumber }: Pick<LockedOrder, 'purchaseOrderNumber'>): PayBy {
  return purchaseOrderNumber === null ? { by: 'CARD' } : { by: 'PURCHASE_ORDER', purchaseOrderNumber };
}
