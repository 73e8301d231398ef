import { newestPolicy } from '../tenants.js';
import { personaCustomer, type MadeAccount } from './accounts.js';
import type { MadeProduct } from './catalog.js';
import { buyerOf } from './invoices.js';
import { ownedBy, type TenantMaker } from './maker.js';
import { ordered, type Ordered } from './ordered.js';
import type { Sale } from './sales.js';
import type { Row } from './world.js';

/** Of older invoices nobody looks for the order. */
const oldestDays = 400;

export interface Ordering {
  readonly accounts: readonly MadeAccount[];
  readonly products: readonly [MadeProduct, ...MadeProduct[]];
  /** By which invoice each sale was billed. */
  readonly billed: ReadonlyMap<Sale, string>;
}

/** The orders that invoices of the last year came of, and drafts of the personas. */
export function makeOrders(maker: TenantMaker, { accounts, products, billed }: Ordering): void {
  const sales = Map.groupBy(billed.keys(), (sale) => billed.get(sale));
  const recent = maker.rows('invoice').filter((row) => String(row['issued_on']) > maker.daysAgo(oldestDays));
  const stuck = recent.findLast((row) => row['state'] === 'PAID');
  const accepted = acceptedQuotes(maker);
  const orders = new Map<unknown, string>();
  const lines = new Map<string, string>();
  recent.forEach((invoice, index) => {
    const made = makeOrder(maker, {
      ...{ invoice, sales: sales.get(String(invoice['id'])) ?? [], number: index + 1 },
      ...{ products, accepted, stuck: invoice === stuck },
    });
    orders.set(invoice['id'], made.id);
    made.lines.forEach((line, place) => lines.set(`${String(invoice['id'])}/${String(place + 1)}`, line));
  });
  // Every row of a table says the same columns.
  maker.change('invoice', (row) => ({ order_id: orders.get(row['id']) ?? null }));
  maker.change('invoice_line', (row) => ({
    order_line_id: lines.get(`${String(row['invoice_id'])}/${String(row['position'])}`) ?? null,
  }));
  for (const account of [accounts[0], accounts[personaCustomer]])
    if (account !== undefined) makeDraft(maker, account, products[0]);
  maker.add('document_counter', { kind: 'ORDER', last: recent.length });
}

function renewalKey(accountId: unknown, licenseId: unknown, startsOn: unknown): string {
  return [accountId, licenseId, startsOn].map(String).join('/');
}

/** Which accepted quote offered which renewal to whom. */
function acceptedQuotes(maker: TenantMaker): ReadonlyMap<string, string> {
  const accepted = new Set(
    maker.rows('quote').flatMap((row) => (row['state'] === 'ACCEPTED' ? [row['id']] : [])),
  );
  return new Map(
    maker
      .rows('quote_line')
      .filter((row) => accepted.has(row['quote_id']))
      .map((row) => [
        renewalKey(row['account_id'], row['license_id'], row['starts_on']),
        String(row['quote_id']),
      ]),
  );
}

interface Billed {
  readonly invoice: Row;
  readonly sales: readonly Sale[];
  readonly number: number;
  readonly products: Ordering['products'];
  readonly accepted: ReadonlyMap<string, string>;
  /** Its last line could not be fulfilled. */
  readonly stuck: boolean;
}

function makeOrder(
  maker: TenantMaker,
  { invoice, sales, number, products, accepted, stuck }: Billed,
): { id: string; lines: string[] } {
  const {
    account_id: accountId,
    reseller_id: resellerId,
    currency,
    issued_on: placedOn,
    created_at: at,
  } = invoice;
  const day = String(placedOn);
  const id = maker.id('ord', day);
  const payments = maker.rows('payment').filter((row) => row['invoice_id'] === invoice['id']);
  const last = payments.at(-1);
  const paid = invoice['state'] === 'PAID';
  const state = paid
    ? stuck
      ? 'PAID'
      : 'FULFILLED'
    : invoice['state'] === 'CREDITED'
      ? 'CANCELLED'
      : 'PLACED';
  const bought = sales.map((sale) => ordered(maker, sale, products));
  const quotes = bought.map((line) => accepted.get(renewalKey(accountId, line.subject_id, line.starts_on)));
  const byPurchaseOrder = last?.['method'] === 'PURCHASE_ORDER';
  maker.add('sales_order', {
    ...{ id, account_id: accountId, reseller_id: resellerId, state, currency },
    quote_id: quotes.find((quote) => quote !== undefined) ?? null,
    customer_id: sales[0]?.owner.accountId ?? accountId,
    pay_by: byPurchaseOrder ? 'PURCHASE_ORDER' : 'CARD',
    purchase_order_number: byPurchaseOrder ? `PO-${String(1_000 + number)}` : null,
    ...{ created_at: at, placed_on: day, placed_at: at, number: `O-${String(number).padStart(6, '0')}` },
    ...{
      net_minor: invoice['net_minor'],
      tax_minor: invoice['tax_minor'],
      total_minor: invoice['total_minor'],
    },
    purchased_on: paid ? last?.['paid_on'] : null,
    paid_at: paid ? last?.['received_at'] : null,
    fulfilled_at: state === 'FULFILLED' ? last?.['received_at'] : null,
    cancelled_at: state === 'CANCELLED' ? at : null,
  });
  const lines = bought.map((line, index) => {
    const sticks = stuck && index === bought.length - 1;
    const deliveredAt = paid && !sticks ? last?.['received_at'] : null;
    return makeLine(maker, { orderId: id, day, index, invoice }, { line, sticks, deliveredAt });
  });
  return { id, lines };
}

interface Place {
  readonly orderId: string;
  readonly day: string;
  readonly index: number;
  readonly invoice: Row;
}

/** Its amounts are those of the invoice's line. */
function makeLine(
  maker: TenantMaker,
  { orderId, day, index, invoice }: Place,
  { line, sticks, deliveredAt }: { line: Ordered; sticks: boolean; deliveredAt: unknown },
): string {
  const id = maker.id('oln', day);
  const position = index + 1;
  const billed = maker
    .rows('invoice_line')
    .find((row) => row['invoice_id'] === invoice['id'] && row['position'] === position);
  const owner = { account_id: invoice['account_id'], reseller_id: invoice['reseller_id'] };
  const { objectIds, ...columns } = line;
  const delivered = (deliveredAt ?? null) !== null;
  maker.add('order_line', {
    ...{ id, ...owner, order_id: orderId, position, ...columns },
    ...{
      description: billed?.['description'],
      unit_minor: billed?.['unit_minor'],
      net_minor: billed?.['net_minor'],
    },
    ...{ tax_rate_permille: billed?.['tax_rate_permille'], tax_minor: billed?.['tax_minor'] },
    yearly_net_minor: columns.years === null && columns.terms === null ? null : billed?.['net_minor'],
    state: delivered ? 'FULFILLED' : sticks ? 'STUCK' : 'WAITING',
    stuck_code: sticks ? 'NOT_FULFILLED' : null,
    stuck_message: sticks ? 'What it was bought for was not there any more.' : null,
    fulfilled_at: deliveredAt ?? null,
  });
  if (delivered)
    for (const objectId of objectIds)
      maker.add('order_line_object', { line_id: id, object_id: objectId, ...owner });
  return id;
}

/** What a persona has in mind to buy. */
function makeDraft(maker: TenantMaker, account: MadeAccount, product: MadeProduct): void {
  const day = maker.daysAgo(1);
  const id = maker.id('ord', day);
  const buyer = account.kind === 'RESELLER' ? account : buyerOf({ ...account, buysDirect: true });
  const none = { number: null, currency: null, placed_on: null, placed_at: null, quote_id: null };
  maker.add('sales_order', {
    ...{ id, ...ownedBy(buyer), customer_id: account.accountId, state: 'DRAFT', ...none },
    ...{ pay_by: 'CARD', purchase_order_number: null, created_at: maker.instant(day) },
    ...{ net_minor: null, tax_minor: null, total_minor: null, purchased_on: null, paid_at: null },
    ...{ fulfilled_at: null, cancelled_at: null },
  });
  const lineId = maker.id('oln', day);
  const line = {
    ...{ id: lineId, ...ownedBy(buyer), order_id: id, position: 1, kind: 'LICENSE' },
    ...{ product_id: product.id, metric: product.metric, quantity: 2, units_each: 1, years: null },
    ...{
      license_ids: [],
      of_line_id: null,
      support_unit: null,
      support_units: null,
      support_valid_for: null,
    },
    ...{
      subject_kind: null,
      subject_id: null,
      starts_on: null,
      expires_on: null,
      terms: null,
      base_expires_on: null,
    },
    ...{ description: null, unit_minor: null, net_minor: null, tax_rate_permille: null, tax_minor: null },
    ...{
      yearly_net_minor: null,
      state: 'WAITING',
      stuck_code: null,
      stuck_message: null,
      fulfilled_at: null,
    },
  };
  maker.add('order_line', line);
  // With cover for what it buys, where any is sold.
  if (newestPolicy(maker.tenant).cover !== null)
    maker.add('order_line', {
      ...{ ...line, id: maker.id('oln', day), position: 2 },
      ...{ kind: 'MAINTENANCE', years: 1, of_line_id: lineId },
    });
}
