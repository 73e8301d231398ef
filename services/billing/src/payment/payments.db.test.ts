import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { receiveEvents } from '@mainstay/kernel/events/inbox';
import type { Row } from '@mainstay/demo/world/world';
import { openOrderStage, type OrderStage } from '../../../../test/harness/ordering.js';
import { meet } from '../../../../test/harness/waiting.js';
import { orderFulfilled, orderStuck } from '../facts/order-fulfilled.js';
import { orderFulfilmentRetry } from '../order/order-fulfilment-retry.js';
import { paymentRecord, type PaymentRecord } from './payment-record.js';

let stage: OrderStage;

beforeAll(async () => {
  stage = await openOrderStage();
});
afterAll(() => stage.close());

/** One license of Cronwell for 480.00 and 25 % of tax. */
const whole = '600.00';
const pay = (invoiceId: string, made: Partial<PaymentRecord> = {}, as = 'cronwell.admin') =>
  stage.act(as, paymentRecord, {
    ...{ invoiceId, amount: whole, currency: 'EUR', paidOn: '2026-11-01', method: 'TRANSFER', ...made },
  });

async function paymentsOf(invoiceId: string): Promise<Row[]> {
  const { rows } = await stage.owner.query<Row>(
    'select amount_minor, paid_on::text, method, account_id from payment where invoice_id = $1 order by id',
    [invoiceId],
  );
  return rows;
}
async function told(orderId: string): Promise<Row[]> {
  const text =
    "select payload from outbox_event where aggregate = $1 and type = 'order.paid' order by recorded_at";
  return (await stage.owner.query<Row>(text, [orderId])).rows;
}
const tables = ['sales_order', 'order_line', 'invoice', 'payment'];

async function leavesNothing(code: string, asked: () => Promise<object>): Promise<void> {
  const look = async () => [await stage.trail(), await stage.digest(...tables)];
  const before = await look();
  expect(await asked()).toMatchObject({ done: false, refusals: [{ code }] });
  expect(await look()).toEqual(before);
}

describe('a payment', () => {
  test('of all pays the order, and tells what is to be fulfilled, with the day of the money', async () => {
    const { productId } = stage.productOf('cronwell');
    const customerId = String(stage.roleOf('cronwell.customer').accountId);
    const buyerId = String(stage.roleOf('cronwell.reseller').accountId);
    const license = { kind: 'LICENSE', productId, metric: 'SERVER' } as const;
    const { orderId, invoiceId } = await stage.placed('cronwell.reseller', {
      customerId,
      lines: [
        { ...license, quantity: 2, unitsEach: 3 },
        { ...license, kind: 'MAINTENANCE', years: 3, ofPosition: 1 },
        {
          ...license,
          kind: 'MAINTENANCE',
          years: 1,
          licenseIds: stage.licensesOf('cronwell.customer').slice(0, 1),
        },
      ],
    });
    const { total_minor: total, number } = await stage.row('sales_order', orderId);
    const amount = (Number(total) / 100).toFixed(2);
    expect(await pay(invoiceId, { amount, paidOn: '2026-10-30' })).toMatchObject({ done: true });
    expect(await stage.row('invoice', invoiceId)).toMatchObject({ state: 'PAID', paid_minor: total });
    expect(await paymentsOf(invoiceId)).toEqual([
      { amount_minor: total, paid_on: '2026-10-30', method: 'TRANSFER', account_id: buyerId },
    ]);
    expect(await stage.row('sales_order', orderId)).toMatchObject({
      ...{ state: 'PAID', paid_at: new Date('2026-11-02T12:00:00Z'), fulfilled_at: null },
    });
    const lines = await stage.linesOf(orderId);
    const [first, second, third] = lines.map((line) => ({ lineId: line['id'], position: line['position'] }));
    const none = { ofLineId: null, licenseIds: [], support: null, renewal: null, yearlyNetMinor: null };
    const of = { productId, metric: 'SERVER', years: null };
    const { entry, events } = await stage.left();
    expect(events).toEqual([
      {
        ...{ type: 'order.paid', aggregate: orderId },
        payload: {
          ...{ orderId, number, buyerId, resellerId: buyerId, customerId, purchasedOn: '2026-10-30' },
          lines: [
            { ...none, ...of, ...first, kind: 'LICENSE', quantity: 2, unitsEach: 3, netMinor: 230_400 },
            {
              ...{ ...none, ...of, ...second, kind: 'MAINTENANCE', quantity: 2, unitsEach: 3, years: 3 },
              ...{ ofLineId: lines[0]?.['id'], netMinor: 124_416, yearlyNetMinor: 41_472 },
            },
            {
              ...{ ...none, ...of, ...third, kind: 'MAINTENANCE', quantity: 1, unitsEach: 1, years: 1 },
              ...{ licenseIds: stage.licensesOf('cronwell.customer').slice(0, 1) },
              ...{ netMinor: 7_680, yearlyNetMinor: 7_680 },
            },
          ],
        },
      },
    ]);
    expect(entry).toMatchObject({ act: 'paymentRecord', account_id: buyerId });
  });

  test('in parts adds up; the one that completes it decides on the day', async () => {
    const { orderId, invoiceId } = await stage.placed('cronwell.customer');
    await pay(invoiceId, { amount: '100.00', paidOn: '2026-11-02' });
    expect(await stage.row('invoice', invoiceId)).toMatchObject({ state: 'OPEN', paid_minor: '10000' });
    expect([(await stage.row('sales_order', orderId))['state'], await told(orderId)]).toEqual(['PLACED', []]);
    await leavesNothing('OVERPAYMENT', () => pay(invoiceId, { amount: '500.01' }));
    expect(await pay(invoiceId, { amount: '500.01' })).toMatchObject({
      refusals: [{ facts: { outstanding: '500.00', currency: 'EUR' } }],
    });
    await pay(invoiceId, { amount: '500.00', paidOn: '2026-10-31' });
    expect(await told(orderId)).toMatchObject([{ payload: { purchasedOn: '2026-10-31' } }]);
    expect(await paymentsOf(invoiceId)).toHaveLength(2);
  });

  test('twice at once is taken once, with a key and without one', async () => {
    const keyed = await stage.placed('cronwell.customer');
    const asked = { idempotencyKey: `pay-${keyed.orderId}`, amount: '100.00' };
    const [first, second] = await Promise.all([pay(keyed.invoiceId, asked), pay(keyed.invoiceId, asked)]);
    expect(first).toMatchObject({ done: true });
    expect(second).toEqual(first);
    expect(await paymentsOf(keyed.invoiceId)).toHaveLength(1);
    const { orderId, invoiceId } = await stage.placed('cronwell.customer');
    const answers = await meet(
      stage.owner,
      { table: 'invoice', id: invoiceId },
      [1, 2, 3].map(() => () => pay(invoiceId)),
    );
    expect(answers.filter(({ done }) => done)).toHaveLength(1);
    const codes = answers.flatMap((answer) => (answer.done ? [] : answer.refusals.map(({ code }) => code)));
    expect(codes).toEqual(['INVOICE_PAID', 'INVOICE_PAID']);
    expect([(await paymentsOf(invoiceId)).length, (await told(orderId)).length]).toEqual([1, 1]);
    await leavesNothing('INVOICE_PAID', () => pay(invoiceId, { amount: '0.01' }));
  });

  test('of a day to come, in other money, of nothing and of what is not there changes nothing', async () => {
    const { invoiceId } = await stage.placed('cronwell.customer');
    // Noon in UTC is the second of November in Stockholm.
    await leavesNothing('PAID_ON_FUTURE', () => pay(invoiceId, { paidOn: '2026-11-03' }));
    await leavesNothing('CURRENCY_MISMATCH', () => pay(invoiceId, { currency: 'USD' }));
    await leavesNothing('AMOUNT_INVALID', () => pay(invoiceId, { amount: '0.00' }));
    await leavesNothing('INVOICE_NOT_FOUND', () => pay('inv_unknown'));
    await leavesNothing('INVOICE_NOT_FOUND', () => pay(invoiceId, {}, 'deskhaven.admin'));
  });

  test('for an invoice of the demo, which came of no order, pays it alone', async () => {
    const open = (stage.world.billing['invoice'] ?? []).find(
      (row) => row['state'] === 'OPEN' && row['vendor_id'] === stage.roleOf('cronwell.admin').vendorId,
    );
    const outstanding = Number(open?.['total_minor']) - Number(open?.['paid_minor']);
    const amount = (outstanding / 100).toFixed(2);
    expect(await pay(String(open?.['id']), { amount })).toMatchObject({ done: true });
    expect(await stage.row('invoice', String(open?.['id']))).toMatchObject({ state: 'PAID' });
    expect((await stage.left()).events).toEqual([]);
  });

  test.each(['agent', 'analyst', 'reseller', 'customer', 'partner'])(
    'is nothing a %s may record',
    async (part) => {
      const { invoiceId } = await stage.placed('cronwell.customer');
      await expect(pay(invoiceId, {}, `cronwell.${part}`)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    },
  );

  test('makes the order stand for good: nothing is added to it or placed again', async () => {
    const { orderId, invoiceId } = await stage.placed('cronwell.customer');
    await pay(invoiceId);
    const { orderPlace } = await import('../order/order-place.js');
    await leavesNothing('ORDER_NOT_DRAFT', () => stage.act('cronwell.customer', orderPlace, { orderId }));
  });
});

const hear = (type: string, orderId: string, lines: readonly object[]) => {
  const { database } = stage;
  const outlet = { consumers: ['licensing'] };
  const handlers = { 'order.fulfilled': orderFulfilled(outlet), 'order.stuck': orderStuck(outlet) };
  const event = {
    ...{ vendorId: String(stage.roleOf('cronwell.admin').vendorId), id: randomUUID(), position: 1, type },
    ...{ aggregate: orderId, occurredAt: '2026-11-02 12:00:00+00', payload: { orderId, lines } },
  };
  return receiveEvents({ database, handlers }, 'licensing', [event]);
};

/** A paid order of two lines. */
async function paid(): Promise<{ orderId: string; invoiceId: string; first: string; second: string }> {
  const license = { kind: 'LICENSE', ...stage.productOf('cronwell') } as const;
  const { orderId, invoiceId } = await stage.placed('cronwell.customer', { lines: [license, license] });
  expect(await pay(invoiceId, { amount: '1200.00' })).toMatchObject({ done: true });
  const [first, second] = (await stage.linesOf(orderId)).map((line) => String(line['id']));
  return { orderId, invoiceId, first: first ?? '', second: second ?? '' };
}
const stateOf = async (orderId: string) => [
  (await stage.row('sales_order', orderId))['state'],
  ...(await stage.linesOf(orderId)).map((line) => line['state']),
];
const read = async (as: string, orderId: string) => {
  const document = `query ($id: ID!) { order(id: $id) { state fulfilledAt customer { id }
    lines { state objectIds stuck { code message } licenses { id } } } }`;
  const { data } = await stage.ask(document, { as, variables: { id: orderId } });
  return data?.['order'] as Readonly<Record<string, unknown>> | null;
};

describe('what was paid', () => {
  test('is fulfilled line by line, once, and the order with its last', async () => {
    const { orderId, invoiceId, first, second } = await paid();
    const line = { lineId: first, objectIds: ['lic_made'] };
    await hear('order.fulfilled', orderId, [line]);
    expect(await stateOf(orderId)).toEqual(['PAID', 'FULFILLED', 'WAITING']);
    const before = await stage.trail();
    await hear('order.fulfilled', orderId, [line]);
    await hear('order.stuck', orderId, [{ ...line, code: 'LATE', message: 'Told too late.' }]);
    expect([await stage.trail(), await stateOf(orderId)]).toEqual([before, ['PAID', 'FULFILLED', 'WAITING']]);
    await Promise.all(
      [1, 2].map(() => hear('order.fulfilled', orderId, [{ lineId: second, objectIds: [] }])),
    );
    expect(await read('cronwell.customer', orderId)).toMatchObject({
      ...{ state: 'FULFILLED', fulfilledAt: '2026-11-02T12:00:00Z' },
      lines: [
        { state: 'FULFILLED', objectIds: ['lic_made'], stuck: null },
        { state: 'FULFILLED', objectIds: [] },
      ],
    });
    const document = `query ($of: [_Any!]!) { _entities(representations: $of) { ... on License { order { id } latestInvoice { id } } } }`;
    const variables = { of: [{ __typename: 'License', id: 'lic_made' }] };
    const ordered = async (as: string) => (await stage.ask(document, { as, variables })).data?.['_entities'];
    // Its invoice is older than itself, and found by what became of the order.
    expect(await ordered('cronwell.customer')).toEqual([
      { order: { id: orderId }, latestInvoice: { id: invoiceId } },
    ]);
    const listed = await stage.ask(
      'query ($filter: InvoiceFilter!) { invoices(filter: $filter) { nodes { id } } }',
      { as: 'cronwell.customer', variables: { filter: { licenseId: 'lic_made' } } },
    );
    expect(listed.data).toEqual({ invoices: { nodes: [{ id: invoiceId }] } });
    for (const as of ['cronwell.reseller', 'cronwell.agent', 'deskhaven.admin'])
      expect(await ordered(as)).toEqual([{ order: null, latestInvoice: null }]);
  });

  test('that cannot be fulfilled says why, and is told again with what is not there, by administrators alone', async () => {
    const { orderId, first, second } = await paid();
    const retry = (as = 'cronwell.admin') => stage.act(as, orderFulfilmentRetry, { orderId });
    await hear('order.fulfilled', orderId, [{ lineId: first, objectIds: ['lic_other'] }]);
    await hear('order.stuck', orderId, [
      { lineId: second, code: 'NO_PLAN', message: 'The product has no plan.' },
    ]);
    expect(await read('cronwell.customer', orderId)).toMatchObject({
      state: 'PAID',
      lines: [
        { state: 'FULFILLED' },
        { state: 'STUCK', stuck: { code: 'NO_PLAN', message: 'The product has no plan.' } },
      ],
    });
    for (const part of ['agent', 'analyst', 'reseller', 'customer', 'partner'])
      await expect(retry(`cronwell.${part}`)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await leavesNothing('ORDER_NOT_FOUND', () => retry('deskhaven.admin'));
    expect(await retry()).toMatchObject({ done: true });
    expect(await stateOf(orderId)).toEqual(['PAID', 'FULFILLED', 'WAITING']);
    const again = (await told(orderId)).map(({ payload }) => payload as { lines: { lineId: string }[] });
    expect(again.map(({ lines }) => lines.map(({ lineId }) => lineId))).toEqual([[first, second], [second]]);
    await hear('order.fulfilled', orderId, [{ lineId: second, objectIds: ['lic_third'] }]);
    await leavesNothing('ORDER_FULFILLED', () => retry());
  });

  test('is nothing that is not paid, nor a line of another order', async () => {
    const { orderId } = await stage.placed('cronwell.customer');
    await leavesNothing('ORDER_NOT_PAID', () =>
      stage.act('cronwell.admin', orderFulfilmentRetry, { orderId }),
    );
    const [one, other] = [await paid(), await paid()];
    await hear('order.fulfilled', one.orderId, [{ lineId: other.first, objectIds: ['lic_wrong'] }]);
    expect(await stateOf(one.orderId)).toEqual(['PAID', 'WAITING', 'WAITING']);
    expect(await stateOf(other.orderId)).toEqual(['PAID', 'WAITING', 'WAITING']);
  });

  test('names a customer and its licenses no more to a reseller that it has left', async () => {
    const customerId = String(stage.roleOf('cronwell.customer').accountId);
    const license = { kind: 'LICENSE', ...stage.productOf('cronwell') } as const;
    const licenseIds = stage.licensesOf('cronwell.customer').slice(0, 1);
    const lines = [license, { ...license, kind: 'MAINTENANCE', years: 1, licenseIds } as const];
    const { orderId } = await stage.placed('cronwell.reseller', { customerId, lines });
    const [line] = await stage.linesOf(orderId);
    await hear('order.fulfilled', orderId, [{ lineId: line?.['id'], objectIds: ['lic_named'] }]);
    const before = await read('cronwell.reseller', orderId);
    expect(before).toMatchObject({
      customer: { id: customerId },
      lines: [{ objectIds: ['lic_named'] }, { licenses: [{ id: licenseIds[0] }] }],
    });
    await stage.owner.query('update known_account set reseller_id = null where id = $1', [customerId]);
    await stage.owner.query('update known_license set reseller_id = null where account_id = $1', [
      customerId,
    ]);
    expect(await read('cronwell.reseller', orderId)).toMatchObject({
      customer: null,
      lines: [{ objectIds: [] }, { licenses: [] }],
    });
    expect(await read('cronwell.admin', orderId)).toEqual(before);
  });
});
