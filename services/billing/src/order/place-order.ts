import type { Change, Instant } from '@mainstay/kernel/act/act';
import { statement, type Transaction } from '@mainstay/kernel/db/scoped';
import type { CivilDate } from '@mainstay/kernel/values/civil';
import { dueOn } from '../invoice/due-on.rules.js';
import { issueInvoice, type BilledLine } from '../invoice/issue-invoice.js';
import { takeNumber } from '../invoice/take-number.js';
import { countOf, type PricedLine } from './order-line.rules.js';
import {
  priceLines,
  writeDraft,
  writeLines,
  type Buyer,
  type Identified,
  type NewOrder,
  type PayBy,
} from './write-order.js';

/** An order whose lines are written and not priced yet. */
export interface Placing {
  readonly orderId: string;
  readonly buyer: Buyer;
  readonly payBy: PayBy;
  readonly currency: string;
  /** The last day on which its invoice may be due: of the cover that it sells. Null where it sells none by days. */
  readonly dueAtLatest: CivilDate | null;
  readonly lines: readonly Identified<PricedLine>[];
}

export interface PlacedOrder {
  readonly orderId: string;
  readonly number: string;
  readonly invoiceId: string;
  /** For the trail of whoever places it. */
  readonly changes: readonly Change[];
}

const place = statement(
  'order.place',
  `update sales_order set state = 'PLACED', number = $2::text, currency = $3::text, placed_on = $4::date,
     placed_at = $5::timestamptz, net_minor = $6::bigint, tax_minor = $7::bigint, total_minor = $6::bigint + $7::bigint
   where id = $1::text`,
);

/** Prices are frozen and the invoice is issued, in the transaction of whatever asks for it (B3, B6). */
export async function placeDraft(
  transaction: Transaction,
  { orderId, buyer, payBy, currency, dueAtLatest, lines }: Placing,
  instant: Instant,
): Promise<PlacedOrder> {
  const { now, today } = instant;
  await priceLines(transaction, orderId, lines);
  const number = await takeNumber(transaction, 'ORDER');
  const net = lines.reduce((sum, { netMinor }) => sum + netMinor, 0);
  const tax = lines.reduce((sum, { taxMinor }) => sum + taxMinor, 0);
  await transaction.query(place, [orderId, number, currency, today, now, net, tax]);
  const invoice = await issueInvoice(
    transaction,
    {
      ...{ orderId, buyer, currency, dueOn: dueOn(today, dueAtLatest), lines: lines.map(billed) },
      purchaseOrderNumber: payBy.by === 'PURCHASE_ORDER' ? payBy.purchaseOrderNumber : null,
    },
    instant,
  );
  return {
    ...{ orderId, number, invoiceId: invoice.id },
    changes: [
      { objectId: orderId, field: 'state', from: 'DRAFT', to: 'PLACED' },
      { objectId: orderId, field: 'number', from: null, to: number },
      { objectId: invoice.id, field: 'number', from: null, to: invoice.number },
    ],
  };
}

/** Which license an invoice's line is found by: the only one that the line is for. */
function billed(line: Identified<PricedLine>): BilledLine {
  const { id, description, unitMinor, netMinor, taxRatePermille, taxMinor, licenseIds, renewal } = line;
  const renewed = renewal?.subjectKind === 'LICENSE' ? renewal.subjectId : null;
  const only = licenseIds.length === 1 ? (licenseIds[0] ?? null) : null;
  return {
    ...{ orderLineId: id, licenseId: renewed ?? only, description, quantity: countOf(line) },
    ...{ unitMinor, netMinor, taxRatePermille, taxMinor },
  };
}

export interface OrderAsked extends NewOrder {
  readonly currency: string;
  readonly dueAtLatest: CivilDate | null;
  /** By position; what a line is of comes before it. */
  readonly lines: readonly PricedLine[];
}

/** An order with prices that were agreed on before, e.g. of an accepted quote: written and placed at once. */
export async function placeOrder(
  transaction: Transaction,
  asked: OrderAsked,
  instant: Instant,
): Promise<PlacedOrder> {
  const { buyer, payBy, currency, dueAtLatest } = asked;
  const orderId = await writeDraft(transaction, asked, instant);
  const lines = asked.lines.map((line) => ({ ...line, id: instant.newId('oln') }));
  await writeLines(transaction, { orderId, buyer, after: 0 }, lines);
  return placeDraft(transaction, { orderId, buyer, payBy, currency, dueAtLatest, lines }, instant);
}
