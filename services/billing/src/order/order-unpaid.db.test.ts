import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { openDueWork, type DueWork } from '@mainstay/kernel/due/due-work';
import { noOutlet } from '@mainstay/kernel/events/outlet';
import { testNow } from '../../../../test/harness/graph.js';
import { openRenewalStage, type RenewalStage } from '../../../../test/harness/renewing.js';
import { dueKinds } from '../due/due-kinds.js';
import { orderFulfilled } from '../facts/order-fulfilled.js';
import { paymentRecord } from '../payment/payment-record.js';
import { quoteAccept } from '../quote/quote-accept.js';
import { quoteIssue } from '../quote/quote-issue.js';

let stage: RenewalStage;
const workers: DueWork[] = [];
beforeAll(async () => {
  stage = await openRenewalStage();
});
afterEach(async () => {
  await Promise.all(workers.splice(0).map((worker) => worker.stop()));
});
afterAll(() => stage.close());

const [admin, customer] = ['cronwell.admin', 'cronwell.customer'];
const vendorOf = () => String(stage.roleOf(admin).vendorId);

function runDue(now: string): Promise<number> {
  const worker = openDueWork({
    ...{ database: stage.database, kinds: dueKinds, outlet: noOutlet, vendors: 'known_vendor' },
    ...{ clock: () => testNow, logger: { warn: () => undefined }, everyMs: 1_000_000 },
  });
  workers.push(worker);
  return worker.runDue(vendorOf(), now);
}

interface Ordered {
  readonly license: string;
  readonly orderId: string;
  readonly invoiceId: string;
}

/** Accepted on 2026-11-02, due on 2026-12-02. */
async function ordered(): Promise<Ordered> {
  const license = await stage.newLicense({ expiresOn: '2026-12-15' });
  const issued = await stage.act(customer, quoteIssue, { subjectIds: [license] });
  const quoteId = issued.done ? String(issued.result['quoteId']) : '';
  const accepted = await stage.act(customer, quoteAccept, { quoteId });
  if (!accepted.done) throw new Error('The quote was not accepted.');
  const { orderId = '', invoiceId = '' } = accepted.result;
  return { license, orderId, invoiceId };
}

async function statesOf({ orderId, invoiceId, license }: Ordered) {
  const { rows } = await stage.owner.query<Record<string, unknown>>(
    `select (select state from sales_order where id = $1) as order, (select state from invoice where id = $2) as invoice,
       exists (select from renewal_hold where subject_id = $3) as held`,
    [orderId, invoiceId, license],
  );
  return rows[0];
}

const totalOf = async ({ invoiceId }: Ordered) => {
  const { rows } = await stage.owner.query<{ total: number }>(
    'select total_minor::int as total from invoice where id = $1',
    [invoiceId],
  );
  return rows[0]?.total ?? 0;
};

const pay = (invoiceId: string, minor: number) =>
  stage.act(admin, paymentRecord, {
    ...({ invoiceId, currency: 'EUR', paidOn: '2026-11-02', method: 'TRANSFER' } as const),
    amount: (minor / 100).toFixed(2),
  });

describe('an accepted quote that nobody pays', () => {
  test('is cancelled and credited after the fourteenth day past due, with its entry, and may be renewed again', async () => {
    const one = await ordered();
    await pay(one.invoiceId, 100);
    await runDue('2026-12-16T22:59:59.999Z');
    expect(await statesOf(one)).toEqual({ order: 'PLACED', invoice: 'OPEN', held: true });
    await runDue('2026-12-16T23:00:00.000Z');
    expect(await statesOf(one)).toEqual({ order: 'CANCELLED', invoice: 'CREDITED', held: false });
    const { entry } = await stage.left();
    expect(entry).toMatchObject({ act: 'orderCancelUnpaid', actor_kind: 'JOB' });
    // What was paid in part is due back.
    expect(entry['changes']).toContainEqual({
      ...{ objectId: one.invoiceId, field: 'dueBackMinor', from: 0, to: 100 },
    });
    expect(await pay(one.invoiceId, 100)).toMatchObject({ refusals: [{ code: 'INVOICE_CREDITED' }] });
    expect(await stage.act(customer, quoteIssue, { subjectIds: [one.license] })).toMatchObject({
      done: true,
    });
  });

  test('is left alone once it is paid, and holds what it renews until that is delivered', async () => {
    const one = await ordered();
    expect(await pay(one.invoiceId, await totalOf(one))).toMatchObject({ done: true });
    await runDue('2027-01-31T00:00:00.000Z');
    expect(await statesOf(one)).toEqual({ order: 'PAID', invoice: 'PAID', held: true });
    const { rows } = await stage.owner.query<{ lineId: string }>(
      'select id as "lineId" from order_line where order_id = $1',
      [one.orderId],
    );
    const lines = rows.map(({ lineId }) => ({ lineId, objectIds: ['cov_new'] }));
    const event = {
      ...{ vendorId: vendorOf(), id: 'evt_1', position: 1, type: 'order.fulfilled', aggregate: one.orderId },
      ...{ payload: { orderId: one.orderId, lines }, occurredAt: testNow },
    };
    await stage.database.transactAs({ job: 'events', vendorId: vendorOf() }, (transaction) =>
      orderFulfilled(noOutlet)(transaction, event),
    );
    expect(await statesOf(one)).toEqual({ order: 'FULFILLED', invoice: 'PAID', held: false });
  });
});
