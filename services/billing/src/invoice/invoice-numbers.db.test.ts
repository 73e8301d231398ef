import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { instantOf } from '@mainstay/kernel/act/instant';
import type { Transaction } from '@mainstay/kernel/db/scoped';
import { testNow } from '../../../../test/harness/graph.js';
import { openOrderStage, type OrderStage } from '../../../../test/harness/ordering.js';
import { waitingFor } from '../../../../test/harness/waiting.js';
import type { PricedLine, Renewal } from '../order/order-line.rules.js';
import { placeOrder } from '../order/place-order.js';
import { orderPlace } from '../order/order-place.js';
import { takeNumber } from './take-number.js';

let stage: OrderStage;

beforeAll(async () => {
  stage = await openOrderStage();
});
afterAll(() => stage.close());

/** Of a tenant's invoices, in their order. */
async function numbersOf(tenant: string): Promise<number[]> {
  const { rows } = await stage.owner.query<{ number: string }>(
    'select number from invoice where vendor_id = $1 order by number',
    [stage.roleOf(`${tenant}.admin`).vendorId],
  );
  return rows.map(({ number }) => Number(number));
}
const counted = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

const transact = <Result>(as: string, work: (transaction: Transaction) => Promise<Result>) =>
  stage.database.transact(stage.viewerOf(as), work);

describe('numbers of invoices', () => {
  test('go on after those of the demo, without a gap, also by many at once of several buyers', async () => {
    const before = (await numbersOf('cronwell')).length;
    const others = await numbersOf('deskhaven');
    const buyers = ['cronwell.customer', 'cronwell.reseller', 'cronwell.admin'];
    const customerId = String(stage.roleOf('cronwell.customer').accountId);
    const drafts = await Promise.all(
      counted(12).map(async (index) => {
        const as = buyers[index % buyers.length] ?? '';
        return { as, orderId: await stage.draft(as, as.endsWith('admin') ? { customerId } : {}) };
      }),
    );
    await Promise.all(drafts.map(({ as, orderId }) => stage.act(as, orderPlace, { orderId })));
    expect(await numbersOf('cronwell')).toEqual(counted(before + 12));
    expect(await numbersOf('deskhaven')).toEqual(others);
  });

  test('of an issue that failed are taken by the next, and whoever waits for it leaves no gap either', async () => {
    const before = await numbersOf('cronwell');
    const orderId = await stage.draft('cronwell.customer');
    const fault = new Error('Something else failed.');
    let waiting: Promise<unknown> = Promise.resolve();
    const failed = transact('cronwell.admin', async (transaction) => {
      await takeNumber(transaction, 'ORDER');
      await takeNumber(transaction, 'INVOICE');
      // The next one is asked for while the number is taken, and waits for it.
      waiting = stage.act('cronwell.customer', orderPlace, { orderId });
      while ((await waitingFor(stage.owner)) < 1);
      throw fault;
    });
    await expect(failed).rejects.toBe(fault);
    expect(await waiting).toMatchObject({ done: true });
    expect(await numbersOf('cronwell')).toEqual([...before, before.length + 1]);
  });

  test('of each kind are counted by themselves', async () => {
    const taken = await transact('cronwell.admin', async (transaction) => [
      ...[await takeNumber(transaction, 'ORDER'), await takeNumber(transaction, 'ORDER')],
      await takeNumber(transaction, 'QUOTE'),
    ]);
    expect(taken[0]).toMatch(/^O-\d{6}$/);
    expect(Number(taken[1]?.slice(2))).toBe(Number(taken[0]?.slice(2)) + 1);
    expect(taken[2]).toMatch(/^Q-\d{6}$/);
  });
});

describe('an invoice', () => {
  test('of an order with agreed prices is due on the last day of the cover at the latest', async () => {
    const accountId = String(stage.roleOf('cronwell.customer').accountId);
    const { vendorId } = stage.roleOf('cronwell.customer');
    const [licenseId = ''] = stage.licensesOf('cronwell.customer');
    const line: Omit<PricedLine, 'renewal'> = {
      ...{ kind: 'RENEWAL', productId: null, metric: null, quantity: 1, unitsEach: 1, years: null },
      ...{ ofLineId: null, licenseIds: [], support: null, description: 'Maintenance', unitMinor: 200_000 },
      ...{ netMinor: 200_000, taxRatePermille: 250, taxMinor: 50_000, yearlyNetMinor: 200_000 },
    };
    const renewal: Renewal = {
      ...{ subjectKind: 'LICENSE', subjectId: licenseId, startsOn: '2026-01-01', expiresOn: '2026-11-20' },
      ...{ terms: 1, baseExpiresOn: '2026-01-01' },
    };
    const fee: Omit<PricedLine, 'renewal'> = {
      ...line,
      kind: 'FEE',
      unitMinor: 20_000,
      netMinor: 20_000,
      taxMinor: 5_000,
      yearlyNetMinor: null,
    };
    const { orderId, invoiceId } = await transact('cronwell.customer', (transaction) =>
      placeOrder(
        transaction,
        {
          ...{
            buyer: { accountId, resellerId: null },
            customerId: accountId,
            quoteId: null,
            currency: 'EUR',
          },
          ...{
            payBy: { by: 'CARD' },
            dueAtLatest: '2026-11-19',
            lines: [
              { ...line, renewal },
              { ...fee, renewal: null },
            ],
          },
        },
        instantOf(testNow, 'Europe/Stockholm'),
      ),
    );
    // 2,000.00 and 200.00 at 25 % are 2,750.00 (B6).
    expect(await stage.row('invoice', invoiceId)).toMatchObject({
      total_minor: '275000',
      vendor_id: vendorId,
    });
    const due = await stage.owner.query('select due_on::text from invoice where id = $1', [invoiceId]);
    expect(due.rows).toEqual([{ due_on: '2026-11-19' }]);
    const lines = await stage.owner.query(
      'select license_id from invoice_line where invoice_id = $1 order by position',
      [invoiceId],
    );
    expect(lines.rows).toEqual([{ license_id: licenseId }, { license_id: null }]);
    expect(await stage.linesOf(orderId)).toMatchObject([
      { subject_kind: 'LICENSE', subject_id: licenseId, terms: 1, net_minor: '200000' },
      { kind: 'FEE', subject_id: null },
    ]);
  });

  const read = async (as: string, id: string) => {
    const document =
      'query ($id: ID!) { invoice(id: $id) { number pdf buyerName buyerCountry order { id } } }';
    const { data } = await stage.ask(document, { as, variables: { id } });
    return data?.['invoice'] as Record<string, unknown> | null;
  };

  test('keeps who bought as it was called, and its PDF to the byte, whatever becomes of the account or the invoice', async () => {
    const { orderId, invoiceId } = await stage.placed('cronwell.customer', { purchaseOrderNumber: 'PO-9' });
    const before = await read('cronwell.customer', invoiceId);
    expect(before).toMatchObject({ order: { id: orderId } });
    const { accountId } = stage.roleOf('cronwell.customer');
    await stage.owner.query("update known_account set name = 'Another', country = 'NO' where id = $1", [
      accountId,
    ]);
    await stage.owner.query("update invoice set state = 'CREDITED' where id = $1", [invoiceId]);
    expect(await read('cronwell.admin', invoiceId)).toEqual(before);
    expect(String(before?.['pdf']).length).toBeGreaterThan(1_000);
  });

  test('is printed for a few of a request, and no more', async () => {
    const document = 'query ($first: Int!) { invoices(first: $first) { nodes { pdf } } }';
    const ask = (first: number) => stage.ask(document, { as: 'cronwell.admin', variables: { first } });
    expect((await ask(20)).codes).toEqual([]);
    expect(new Set((await ask(21)).codes)).toEqual(new Set(['BAD_USER_INPUT']));
  });

  test("is its buyer's alone: a customer sees none of its reseller's, nor the other way round", async () => {
    const customerId = String(stage.roleOf('cronwell.customer').accountId);
    const bought = await stage.placed('cronwell.reseller', { customerId });
    const direct = await stage.placed('cronwell.customer');
    const seen = async (as: string) => [
      (await read(as, bought.invoiceId)) !== null,
      (await read(as, direct.invoiceId)) !== null,
    ];
    expect(await seen('cronwell.reseller')).toEqual([true, false]);
    expect(await seen('cronwell.customer')).toEqual([false, true]);
    expect(await seen('cronwell.admin')).toEqual([true, true]);
    expect(await seen('cronwell.agent')).toEqual([false, false]);
    expect(await seen('deskhaven.admin')).toEqual([false, false]);
  });
});
