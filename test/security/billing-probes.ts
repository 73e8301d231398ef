import { buildTestWorld } from '@mainstay/demo/test-world';
import type { Row } from '@mainstay/demo/world/world';
import { document, type MutationProbe, type Owner } from './probe.js';

const world = buildTestWorld();

/** Some product of a row's vendor by one of its prices, so that it can be ordered. */
function licenseLineOf({ vendor_id: vendorId }: Row): Row {
  const price = (world.billing['price'] ?? []).find(
    (row) => row['vendor_id'] === vendorId && row['kind'] === 'LICENSE',
  );
  return { kind: 'LICENSE', productId: price?.['product_id'], metric: price?.['metric'] };
}

/** A draft of whoever owns the row, with a line. */
async function anotherDraft(owner: Owner, row: Row, call: number): Promise<string> {
  const another = `another-order-${String(call)}`;
  const { productId, metric } = licenseLineOf(row);
  await owner.query(
    `with another as (
       insert into sales_order (vendor_id, id, account_id, reseller_id, customer_id, state, pay_by, created_at)
       select vendor_id, $2, account_id, reseller_id, customer_id, 'DRAFT', 'CARD', created_at from sales_order where id = $1
       returning *)
     insert into order_line (vendor_id, id, account_id, reseller_id, order_id, position, kind, product_id, metric, quantity)
     select vendor_id, id || '-line', account_id, reseller_id, id, 1, 'LICENSE', $3, $4, 1 from another`,
    [row['id'], another, productId, metric],
  );
  return another;
}

/** One that was paid and is not fulfilled. */
async function anotherPaidOrder(owner: Owner, { id }: Row, call: number): Promise<string> {
  const another = `another-paid-${String(call)}`;
  await owner.query(
    `insert into sales_order (vendor_id, id, account_id, reseller_id, customer_id, state, pay_by, created_at, number,
       currency, placed_on, placed_at, net_minor, tax_minor, total_minor, purchased_on, paid_at)
     select vendor_id, $2, account_id, reseller_id, customer_id, 'PAID', 'CARD', created_at, $2,
       'EUR', '2026-01-01', created_at, 1, 0, 1, '2026-01-01', created_at from sales_order where id = $1`,
    [id, another],
  );
  return another;
}

async function anotherInvoice(owner: Owner, { id }: Row, call: number): Promise<string> {
  const another = `another-invoice-${String(call)}`;
  await owner.query(
    `insert into invoice (vendor_id, id, account_id, reseller_id, number, state, issued_on, due_on, currency,
       net_minor, tax_minor, total_minor, paid_minor, created_at)
     select vendor_id, $2, account_id, reseller_id, $2, 'OPEN', issued_on, due_on, currency, 200, 0, 200, 0, created_at
     from invoice where id = $1`,
    [id, another],
  );
  return another;
}

/** A license that somebody may renew, of the same owner, also as the line of a contract. */
async function renewable(owner: Owner, { id }: Row, call: number): Promise<string> {
  const another = `renewable-${String(call)}`;
  const periods = [{ source: 'LICENSE', startsOn: '2026-01-01', expiresOn: '2099-01-01', anchorDay: 1 }];
  await owner.query(
    `with license as (insert into known_license (vendor_id, id, account_id, reseller_id, product_id, metric, quantity, status, cover)
       select vendor_id, $2, account_id, reseller_id, product_id, metric, quantity, 'ACTIVE', $3::jsonb
       from known_license where id = $1 returning *)
     insert into known_contract (vendor_id, id, account_id, reseller_id, number, periods, lines)
     select vendor_id, 'contract of ' || id, account_id, reseller_id, id, cover, jsonb_build_array(jsonb_build_object(
       'licenseId', id, 'productId', product_id, 'quantity', quantity, 'untilOn', null)) from license`,
    [id, another, JSON.stringify(periods)],
  );
  return another;
}

async function acceptable(owner: Owner, { id }: Row, call: number): Promise<string> {
  const another = `acceptable-${String(call)}`;
  const periods = [{ source: 'LICENSE', startsOn: '2026-01-01', expiresOn: '2099-01-01', anchorDay: 1 }];
  await owner.query(
    `with bought as (insert into quote (vendor_id, id, account_id, reseller_id, customer_id, number, state, issued_on, issued_at,
         valid_through, currency, net_minor, tax_minor, total_minor)
       select vendor_id, $2, account_id, reseller_id, account_id, $2, 'OPEN', issued_on, issued_at, '2099-01-01', currency, 100, 0, 100
       from quote where id = $1 returning *),
     line as (insert into quote_line (vendor_id, id, account_id, reseller_id, quote_id, position, kind, description, starts_on,
         expires_on, quantity, unit_minor, net_minor, tax_rate_permille, tax_minor, subject_kind, subject_id, terms, base_expires_on)
       select vendor_id, $2, account_id, reseller_id, $2, 1, 'PERIOD', $2, '2099-01-01', '2100-01-01', 1, 100, 100, 0, 0,
         'LICENSE', $2, 1, '2099-01-01' from bought)
     insert into known_license (vendor_id, id, account_id, reseller_id, product_id, metric, quantity, status, cover)
     select q.vendor_id, $2, q.account_id, a.reseller_id, p.id, 'SERVER', 1, 'ACTIVE', $3::jsonb from bought q
     join known_account a on a.vendor_id = q.vendor_id and a.id = q.account_id
     join lateral (select id from known_product k where k.vendor_id = q.vendor_id order by id limit 1) p on true`,
    [id, another, JSON.stringify(periods)],
  );
  return another;
}

/** Billing's mutations, told by hand. */
export const billingProbes: Readonly<Record<string, MutationProbe>> = {
  // Tried on whom it is bought for.
  'Mutation.orderCreate': {
    ...{ service: 'billing', type: 'Account', unknown: 'CUSTOMER_NOT_FOUND' },
    document: document('orderCreate'),
    input: (row) => ({ customerId: row['id'], lines: [licenseLineOf(row)] }),
  },
  'Mutation.orderLinesAdd': {
    ...{ service: 'billing', type: 'Order', unknown: 'ORDER_NOT_FOUND' },
    ...{ document: document('orderLinesAdd'), arrange: anotherDraft },
    input: (row) => ({ orderId: row['id'], lines: [licenseLineOf(row)] }),
  },
  'Mutation.orderPlace': {
    ...{ service: 'billing', type: 'Order', unknown: 'ORDER_NOT_FOUND' },
    ...{ document: document('orderPlace'), arrange: anotherDraft },
    input: ({ id }) => ({ orderId: id }),
  },
  'Mutation.orderFulfilmentRetry': {
    ...{ service: 'billing', type: 'Order', unknown: 'ORDER_NOT_FOUND' },
    ...{ document: document('orderFulfilmentRetry'), arrange: anotherPaidOrder },
    input: ({ id }) => ({ orderId: id }),
  },
  'Mutation.paymentRecord': {
    ...{ service: 'billing', type: 'Invoice', unknown: 'INVOICE_NOT_FOUND' },
    ...{ document: document('paymentRecord'), arrange: anotherInvoice },
    input: ({ id, currency }) => ({
      ...{ invoiceId: id, amount: '1.00', currency, paidOn: '2020-01-01', method: 'TRANSFER' },
    }),
  },
  'Mutation.priceListPublish': {
    ...{ service: 'billing', type: 'Product', unknown: 'PRODUCT_NOT_FOUND' },
    document: document('priceListPublish'),
    // On a day that does not come while the matrix runs.
    input: ({ id }) => ({
      ...{ list: 'LIST', effectiveOn: '2099-01-01', taxRatePermille: 0 },
      prices: [{ kind: 'LICENSE', productId: id, metric: 'SERVER', unit: '1.00' }],
    }),
  },
  // Each on a license of its own, which a contract covers where the plan says so.
  'Mutation.quoteIssue': {
    ...{ service: 'billing', type: 'License', unknown: 'SUBJECT_NOT_FOUND' },
    document: document('quoteIssue'),
    arrange: renewable,
    input: ({ id }) => ({ subjectIds: [id] }),
  },
  // Each a quote of its own, by which the buyer of the row renews a license that it has itself.
  'Mutation.quoteAccept': {
    ...{ service: 'billing', type: 'Quote', unknown: 'QUOTE_NOT_FOUND' },
    document: document('quoteAccept'),
    arrange: acceptable,
    input: ({ id }) => ({ quoteId: id }),
  },
  'Mutation.quoteVoid': {
    ...{ service: 'billing', type: 'Quote', unknown: 'QUOTE_NOT_FOUND' },
    document: document('quoteVoid'),
    arrange: async (owner, { id }) => {
      await owner.query(
        "update quote set state = 'OPEN', decided_at = null, void_reason = null, valid_through = '2099-01-01' where id = $1",
        [id],
      );
      return String(id);
    },
    input: ({ id }) => ({ quoteId: id, reason: 'tried' }),
  },
};
