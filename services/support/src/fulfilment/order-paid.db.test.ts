import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { receiveEvents } from '@mainstay/kernel/events/inbox';
import type { ToldEvent } from '@mainstay/kernel/events/told-event';
import type { Row } from '@mainstay/demo/world/world';
import { openStage, type Stage } from '../../../../test/harness/acting.js';
import { orderPaid } from './order-paid.js';

let stage: Stage;
let vendorId: string;
let customerId: string;

beforeAll(async () => {
  stage = await openStage('support');
  vendorId = stage.roleOf('deskhaven.admin').vendorId ?? '';
  customerId = stage.roleOf('deskhaven.customer').accountId ?? '';
});

afterAll(() => stage.close());

const pack = { unit: 'TICKET', units: 4, validFor: 'P12M' };
const credits = { unit: 'CREDIT', units: 100, validFor: null };
const lineOf = (support: object | null, more: object = {}) => ({
  ...{ lineId: randomUUID(), position: 1, kind: support === null ? 'LICENSE' : 'SUPPORT_PACKAGE' },
  ...{ quantity: 1, unitsEach: 1, support, ...more },
});
const paid = (lines: readonly object[], more: object = {}): ToldEvent => ({
  ...{ vendorId, id: randomUUID(), position: 1, type: 'order.paid', aggregate: 'ord_1' },
  occurredAt: '2026-11-02 12:00:00+00',
  payload: { orderId: 'ord_1', number: 'O-1', customerId, purchasedOn: '2026-10-30', lines, ...more },
});
const hear = (...events: ToldEvent[]) =>
  receiveEvents(
    { database: stage.database, handlers: { 'order.paid': orderPaid({ consumers: ['billing'] }) } },
    'billing',
    events,
  );
const lotsOf = async (lineId: string) =>
  (
    await stage.owner.query<Row>(
      `select g.unit, g.units, g.left_units, g.source, g.account_id, g.expires_on::text from support_grant g
       join fulfilled_line l on l.vendor_id = g.vendor_id and l.grant_id = g.id where l.line_id = $1`,
      [lineId],
    )
  ).rows;

test('a pack of tickets ends twelve months after the purchase day, and credits never', async () => {
  const [tickets, prepaid, license] = [lineOf(pack, { quantity: 2 }), lineOf(credits), lineOf(null)];
  const event = paid([tickets, prepaid, license]);
  expect(await hear(event)).toEqual({ applied: [event.id], failed: [] });
  const owned = { account_id: customerId };
  expect(await lotsOf(tickets.lineId)).toEqual([
    { unit: 'TICKET', units: 8, left_units: 8, source: 'PACK', expires_on: '2027-10-30', ...owned },
  ]);
  expect(await lotsOf(prepaid.lineId)).toEqual([
    { unit: 'CREDIT', units: 100, left_units: 100, source: 'CREDIT_PACKAGE', expires_on: null, ...owned },
  ]);
  const { entry, events } = await stage.left();
  expect(entry).toMatchObject({ act: 'supportPackageFulfil', actor_kind: 'JOB', account_id: customerId });
  const told = events.find(({ type }) => type === 'order.fulfilled');
  expect(told).toMatchObject({ aggregate: 'ord_1', payload: { orderId: 'ord_1' } });
  const { lines } = told?.['payload'] as { lines: { lineId: string; objectIds: string[] }[] };
  expect(lines.map(({ lineId, objectIds }) => [lineId, objectIds.length])).toEqual([
    [tickets.lineId, 1],
    [prepaid.lineId, 1],
  ]);
});

test('told again as another event it is made once, and what it became is told again', async () => {
  const line = lineOf(pack);
  await hear(paid([line]), paid([line]));
  await hear(paid([line]));
  expect(await lotsOf(line.lineId)).toHaveLength(1);
  const { events } = await stage.left();
  expect(events.map(({ type }) => type)).toEqual(['order.fulfilled']);
});

test('of an account that is not known yet it is tried again', async () => {
  const line = lineOf(pack);
  const { applied, failed } = await hear(paid([line], { customerId: 'acc_unknown' }));
  expect([applied.length, failed.length]).toEqual([0, 1]);
  expect(await lotsOf(line.lineId)).toEqual([]);
});

test('what support does not make leaves nothing', async () => {
  const before = await stage.trail();
  await hear(paid([lineOf(null)]));
  expect(await stage.trail()).toBe(before);
});
