import type { Instant } from '@mainstay/kernel/act/act';
import { statement, type Transaction } from '@mainstay/kernel/db/scoped';
import type { OrderedLine, PricedLine } from './order-line.rules.js';

/** Who buys; the reseller is the buyer itself, where it is one. */
export interface Buyer {
  readonly accountId: string;
  readonly resellerId: string | null;
}

export type PayBy =
  { readonly by: 'CARD' } | { readonly by: 'PURCHASE_ORDER'; readonly purchaseOrderNumber: string };

export interface NewOrder {
  readonly buyer: Buyer;
  /** For whom it is bought. */
  readonly customerId: string;
  readonly payBy: PayBy;
  readonly quoteId: string | null;
}

/** A line with an id of its own, so that others can name it. */
export type Identified<Line> = Line & { readonly id: string };

const insert = statement(
  'order.insert',
  `insert into sales_order (vendor_id, id, account_id, reseller_id, customer_id, state, pay_by, purchase_order_number, quote_id, created_at)
   values (app.vendor(), $1::text, $2::text, $3::text, $4::text, 'DRAFT', $5::text, $6::text, $7::text, $8::timestamptz)`,
);

const insertLines = statement(
  'order.insertLines',
  `insert into order_line (vendor_id, id, account_id, reseller_id, order_id, position, kind, product_id, metric, quantity,
     units_each, years, of_line_id, license_ids, support_unit, support_units, support_valid_for,
     subject_kind, subject_id, starts_on, expires_on, terms, base_expires_on)
   select app.vendor(), l->>'id', $2::text, $3::text, $1::text, $4::integer + place::integer, l->>'kind', l->>'productId',
     l->>'metric', (l->>'quantity')::integer, (l->>'unitsEach')::integer, (l->>'years')::integer, l->>'ofLineId',
     array(select jsonb_array_elements_text(l->'licenseIds')), l->'support'->>'unit', (l->'support'->>'units')::integer,
     l->'support'->>'validFor', l->'renewal'->>'subjectKind', l->'renewal'->>'subjectId', (l->'renewal'->>'startsOn')::date,
     (l->'renewal'->>'expiresOn')::date, (l->'renewal'->>'terms')::integer, (l->'renewal'->>'baseExpiresOn')::date
   from jsonb_array_elements($5::jsonb) with ordinality as given (l, place) order by place`,
);

const price = statement(
  'order.priceLines',
  `update order_line o set description = l->>'description', unit_minor = (l->>'unitMinor')::bigint,
     net_minor = (l->>'netMinor')::bigint, tax_rate_permille = (l->>'taxRatePermille')::integer,
     tax_minor = (l->>'taxMinor')::bigint, yearly_net_minor = (l->>'yearlyNetMinor')::bigint,
     quantity = (l->>'quantity')::integer, units_each = (l->>'unitsEach')::integer,
     support_unit = l->'support'->>'unit', support_units = (l->'support'->>'units')::integer,
     support_valid_for = l->'support'->>'validFor'
   from jsonb_array_elements($2::jsonb) as given (l) where o.order_id = $1::text and o.id = l->>'id'`,
);

/** An order that is not placed yet, without lines; tells its id. */
export async function writeDraft(
  transaction: Transaction,
  { buyer, customerId, payBy, quoteId }: NewOrder,
  { now, newId }: Instant,
): Promise<string> {
  const id = newId('ord');
  const number = payBy.by === 'PURCHASE_ORDER' ? payBy.purchaseOrderNumber : null;
  await transaction.query(insert, [
    ...[id, buyer.accountId, buyer.resellerId, customerId, payBy.by, number, quoteId, now],
  ]);
  return id;
}

/** Lines go behind those that are there, in their order. */
export async function writeLines(
  transaction: Transaction,
  { orderId, buyer, after }: { readonly orderId: string; readonly buyer: Buyer; readonly after: number },
  lines: readonly Identified<OrderedLine>[],
): Promise<void> {
  const values = [orderId, buyer.accountId, buyer.resellerId, after, JSON.stringify(lines)];
  await transaction.query(insertLines, values);
}

/** From here on a line costs what it says, whatever becomes of the price lists. */
export async function priceLines(
  transaction: Transaction,
  orderId: string,
  lines: readonly Identified<PricedLine>[],
): Promise<void> {
  await transaction.query(price, [orderId, JSON.stringify(lines)]);
}
