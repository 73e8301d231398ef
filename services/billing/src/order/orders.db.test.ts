import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openOrderStage, type OrderStage } from '../../../../test/harness/ordering.js';
import { priceListPublish } from '../price/price-list-publish.js';
import { orderCreate, type OrderCreate } from './order-create.js';
import { orderLinesAdd } from './order-lines-add.js';
import { orderPlace } from './order-place.js';
import type { LineGiven } from './ordered-lines.rules.js';

let stage: OrderStage;
let license: LineGiven;
let pack: LineGiven;

beforeAll(async () => {
  stage = await openOrderStage();
  license = { kind: 'LICENSE', ...stage.productOf('cronwell') };
  pack = { ...license, kind: 'MAINTENANCE', years: 1 };
});
afterAll(() => stage.close());

const accountOf = (name: string) => String(stage.roleOf(name).accountId);
const create = (as: string, made: Partial<OrderCreate> = {}) =>
  stage.act(as, orderCreate, { lines: [license], ...made });
const place = (as: string, orderId: string, more = {}) => stage.act(as, orderPlace, { orderId, ...more });

async function leavesNothing(code: string, asked: () => Promise<object>): Promise<void> {
  const look = async () => [
    await stage.trail(),
    await stage.digest('sales_order', 'order_line', 'invoice', 'invoice_line'),
  ];
  const before = await look();
  expect(await asked()).toMatchObject({ done: false, refusals: [{ code }] });
  expect(await look()).toEqual(before);
}

describe('an order is begun', () => {
  test('as a draft that owes nothing, with an entry and nothing told', async () => {
    const orderId = await stage.draft('cronwell.customer', {
      lines: [
        { ...license, quantity: 2, unitsEach: 3 },
        { ...pack, ofPosition: 1 },
      ],
    });
    expect(await stage.row('sales_order', orderId)).toMatchObject({
      ...{ account_id: accountOf('cronwell.customer'), reseller_id: null, state: 'DRAFT', pay_by: 'CARD' },
      ...{ customer_id: accountOf('cronwell.customer'), number: null, total_minor: null },
    });
    const [first, second] = await stage.linesOf(orderId);
    expect(first).toMatchObject({
      position: 1,
      kind: 'LICENSE',
      quantity: 2,
      units_each: 3,
      unit_minor: null,
    });
    expect(second).toMatchObject({ position: 2, kind: 'MAINTENANCE', quantity: 2, units_each: 3, years: 1 });
    expect(second?.['of_line_id']).toBe(first?.['id']);
    const { entry, events } = await stage.left();
    expect([entry['act'], events]).toEqual(['orderCreate', []]);
  });

  test('by a reseller for one of its customers, for the licenses of that customer', async () => {
    const [licenseId = ''] = stage.licensesOf('cronwell.customer');
    const orderId = await stage.draft('cronwell.reseller', {
      ...{ customerId: accountOf('cronwell.customer'), purchaseOrderNumber: ' PO-7 ' },
      lines: [{ ...pack, licenseIds: [licenseId] }],
    });
    const reseller = accountOf('cronwell.reseller');
    expect(await stage.row('sales_order', orderId)).toMatchObject({
      ...{ account_id: reseller, reseller_id: reseller, customer_id: accountOf('cronwell.customer') },
      ...{ pay_by: 'PURCHASE_ORDER', purchase_order_number: 'PO-7' },
    });
    await leavesNothing('LICENSE_NOT_FOUND', () =>
      create('cronwell.reseller', { lines: [{ ...pack, licenseIds: [licenseId] }] }),
    );
  });

  test('by staff for whoever buys', async () => {
    const [customerId, accountId] = [accountOf('cronwell.customer'), accountOf('cronwell.reseller')];
    const own = await stage.draft('cronwell.admin', { customerId });
    expect(await stage.row('sales_order', own)).toMatchObject({ account_id: customerId, reseller_id: null });
    const other = await stage.draft('cronwell.admin', { customerId, accountId });
    expect(await stage.row('sales_order', other)).toMatchObject({
      account_id: accountId,
      customer_id: customerId,
    });
    await leavesNothing('CUSTOMER_NOT_FOUND', () => create('cronwell.admin'));
    await leavesNothing('CUSTOMER_NOT_FOUND', () =>
      create('cronwell.admin', { customerId: accountOf('deskhaven.customer') }),
    );
  });

  test('by nobody in the name of another, nor for others', async () => {
    const [customerId, accountId] = [accountOf('cronwell.customer'), accountOf('cronwell.reseller')];
    await leavesNothing('ACCOUNT_NOT_FOUND', () =>
      create('cronwell.reseller', { customerId, accountId: customerId }),
    );
    await leavesNothing('CUSTOMER_NOT_FOUND', () => create('cronwell.customer', { customerId: accountId }));
    await leavesNothing('ACCOUNT_NOT_FOUND', () => create('cronwell.customer', { accountId }));
    const { rows } = await stage.owner.query<{ id: string }>(
      'select id from known_account where vendor_id = $1 and kind = $2 and reseller_id is null limit 1',
      [stage.roleOf('cronwell.admin').vendorId, 'CUSTOMER'],
    );
    const direct = String(rows[0]?.id);
    await leavesNothing('CUSTOMER_NOT_FOUND', () => create('cronwell.reseller', { customerId: direct }));
    await leavesNothing('CUSTOMER_OF_ANOTHER', () =>
      create('cronwell.admin', { customerId: direct, accountId }),
    );
  });

  test('once with one key', async () => {
    const asked = { idempotencyKey: 'order-once' };
    const [first, second] = await Promise.all([
      create('cronwell.customer', asked),
      create('cronwell.customer', asked),
    ]);
    expect(first).toMatchObject({ done: true });
    expect(second).toEqual(first);
  });

  test.each(['agent', 'analyst'])('by no %s', async (part) => {
    await expect(create(`cronwell.${part}`)).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });

  test('of a contract with the licenses that it is made of alone', async () => {
    const contract = { ...stage.productOf('deskhaven'), kind: 'MAINTENANCE', years: 1 } as const;
    await leavesNothing('LICENSES_NEEDED', () => create('deskhaven.customer', { lines: [contract] }));
    const lines = [
      { kind: 'LICENSE' as const, ...stage.productOf('deskhaven') },
      { ...contract, ofPosition: 1 },
    ];
    expect(await create('deskhaven.customer', { lines })).toMatchObject({ done: true });
  });
});

describe('lines are added', () => {
  const add = (as: string, orderId: string, lines: readonly LineGiven[]) =>
    stage.act(as, orderLinesAdd, { orderId, lines });

  test('behind those that are there, up to 500, by whoever owns the order', async () => {
    const orderId = await stage.draft('cronwell.customer');
    expect(await add('cronwell.customer', orderId, [{ ...pack, ofPosition: 1 }])).toMatchObject({
      done: true,
    });
    const lines = await stage.linesOf(orderId);
    expect(lines.map((line) => line['position'])).toEqual([1, 2]);
    expect(lines[1]?.['of_line_id']).toBe(lines[0]?.['id']);
    for (const name of ['cronwell.reseller', 'deskhaven.admin'])
      await leavesNothing('ORDER_NOT_FOUND', () => add(name, orderId, [license]));
    const hundred = Array.from({ length: 100 }, () => license);
    for (let call = 0; call < 4; call++) await add('cronwell.customer', orderId, hundred);
    await leavesNothing('TOO_MANY_LINES', () => add('cronwell.customer', orderId, hundred));
    await add('cronwell.customer', orderId, hundred.slice(2));
    expect(await stage.linesOf(orderId)).toHaveLength(500);
    await leavesNothing('TOO_MANY_LINES', () => add('cronwell.customer', orderId, [license]));
    expect(await place('cronwell.customer', orderId)).toMatchObject({ done: true });
  });

  test('by two at once, each behind the other', async () => {
    const orderId = await stage.draft('cronwell.customer');
    await Promise.all([1, 2, 3].map(() => add('cronwell.customer', orderId, [license, pack])));
    expect((await stage.linesOf(orderId)).map((line) => line['position'])).toEqual([1, 2, 3, 4, 5, 6, 7]);
  });

  test('to nothing that was placed', async () => {
    const { orderId } = await stage.placed('cronwell.customer');
    await leavesNothing('ORDER_NOT_DRAFT', () => add('cronwell.customer', orderId, [license]));
  });
});

describe('an order is placed', () => {
  test('at the prices of its list and day, with an invoice of the same', async () => {
    const { orderId, invoiceId } = await stage.placed('cronwell.customer', {
      ...{
        purchaseOrderNumber: 'PO-8',
        lines: [
          { ...license, quantity: 12 },
          { ...pack, ofPosition: 1 },
        ],
      },
    });
    // 12 at 432.00 from ten on, and 12 at 96.00; 25 % of each.
    const [net, tax, total] = ['633600', '158400', '792000'];
    expect(await stage.row('sales_order', orderId)).toMatchObject({
      ...{ state: 'PLACED', currency: 'EUR', net_minor: net, tax_minor: tax, total_minor: total },
      placed_at: new Date('2026-11-02T12:00:00Z'),
    });
    expect(await stage.row('invoice', invoiceId)).toMatchObject({
      ...{ order_id: orderId, state: 'OPEN', paid_minor: '0', net_minor: net, total_minor: total },
      ...{ purchase_order_number: 'PO-8', seller_name: 'Cronwell' },
    });
    const { rows } = await stage.owner.query(
      `select i.issued_on::text, i.due_on::text, i.buyer_name = a.name and i.buyer_country = a.country as named
       from invoice i join known_account a on a.id = i.account_id where i.id = $1`,
      [invoiceId],
    );
    expect(rows).toEqual([{ issued_on: '2026-11-02', due_on: '2026-12-02', named: true }]);
    const lines = await stage.linesOf(orderId);
    expect(lines).toMatchObject([
      { unit_minor: '43200', net_minor: '518400', tax_minor: '129600', yearly_net_minor: null },
      { unit_minor: '9600', net_minor: '115200', tax_minor: '28800', yearly_net_minor: '115200' },
    ]);
    const billed = await stage.owner.query(
      'select order_line_id, position, description, quantity, net_minor from invoice_line where invoice_id = $1 order by position',
      [invoiceId],
    );
    expect(billed.rows).toEqual([
      {
        ...{ order_line_id: lines[0]?.['id'], position: 1, description: 'License of Nightrun Scheduler' },
        ...{ quantity: 12, net_minor: '518400' },
      },
      {
        ...{
          order_line_id: lines[1]?.['id'],
          position: 2,
          description: 'Maintenance of Nightrun Scheduler for 1 year',
        },
        ...{ quantity: 12, net_minor: '115200' },
      },
    ]);
    const { entry, events } = await stage.left();
    expect(entry).toMatchObject({ act: 'orderPlace', account_id: accountOf('cronwell.customer') });
    expect(events).toEqual([]);
  });

  test('by a reseller at its own prices, and by no other list', async () => {
    const { orderId } = await stage.placed('cronwell.reseller', {
      customerId: accountOf('cronwell.customer'),
    });
    expect(await stage.linesOf(orderId)).toMatchObject([{ unit_minor: '38400' }]);
    const staff = await stage.placed('cronwell.admin', {
      ...{ accountId: accountOf('cronwell.reseller'), customerId: accountOf('cronwell.customer') },
    });
    expect(await stage.linesOf(staff.orderId)).toMatchObject([{ unit_minor: '38400' }]);
  });

  test('once, also by several at once, and its prices stay when the list changes', async () => {
    const orderId = await stage.draft('tubeworks.customer');
    const answers = await Promise.all([1, 2, 3].map(() => place('tubeworks.customer', orderId)));
    expect(answers.filter(({ done }) => done)).toHaveLength(1);
    const codes = answers.flatMap((answer) => (answer.done ? [] : answer.refusals.map(({ code }) => code)));
    expect(codes).toEqual(['ORDER_NOT_DRAFT', 'ORDER_NOT_DRAFT']);
    const invoices = async () =>
      (await stage.owner.query('select from invoice where order_id = $1', [orderId])).rowCount;
    expect(await invoices()).toBe(1);
    const waiting = await stage.draft('tubeworks.customer');
    await stage.act('tubeworks.admin', priceListPublish, {
      ...{ list: 'LIST', effectiveOn: '2026-11-02', taxRatePermille: 100 },
      prices: [{ kind: 'LICENSE', ...stage.productOf('tubeworks'), unit: '4000.00' }],
    });
    expect(await stage.linesOf(orderId)).toMatchObject([{ unit_minor: '390000', tax_minor: '0' }]);
    // A draft is priced on the day on which it is placed.
    await place('tubeworks.customer', waiting);
    expect(await stage.linesOf(waiting)).toMatchObject([{ unit_minor: '400000', tax_minor: '40000' }]);
  });

  test('only while all it rests on is there', async () => {
    const orderId = await stage.draft('cronwell.reseller', {
      ...{ customerId: accountOf('cronwell.customer') },
      lines: [{ ...pack, licenseIds: stage.licensesOf('cronwell.customer').slice(0, 2) }],
    });
    await leavesNothing('ORDER_NOT_FOUND', () => place('cronwell.customer', orderId));
    await leavesNothing('ORDER_NOT_FOUND', () => place('deskhaven.admin', orderId));
    const size = (quantity: number) =>
      stage.owner.query('update known_license set quantity = $2 where id = $1', [
        stage.licensesOf('cronwell.customer')[0],
        quantity,
      ]);
    await size(2);
    await leavesNothing('LICENSES_DIFFER', () => place('cronwell.reseller', orderId));
    await size(1);
    const { rows } = await stage.owner.query<{ reseller_id: string }>(
      'update known_account set reseller_id = null where id = $1 returning reseller_id',
      [accountOf('cronwell.customer')],
    );
    expect(rows).toHaveLength(1);
    await leavesNothing('CUSTOMER_NOT_FOUND', () => place('cronwell.reseller', orderId));
    await leavesNothing('CUSTOMER_OF_ANOTHER', () => place('cronwell.admin', orderId));
    await stage.owner.query('update known_account set reseller_id = $2 where id = $1', [
      ...[accountOf('cronwell.customer'), accountOf('cronwell.reseller')],
    ]);
    expect(await place('cronwell.reseller', orderId)).toMatchObject({ done: true });
  });
});
