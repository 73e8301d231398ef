import { randomUUID } from 'node:crypto';
import { receiveEvents } from '@mainstay/kernel/events/inbox';
import { heardBy } from '@mainstay/licensing/facts/heard';
import type { PaidLine } from '@mainstay/licensing/fulfilment/paid-order';
import { openStage, type Stage } from './acting.js';

let stage: Stage;

/** Licensing with the world of the tests, which hears of orders that are paid; to be closed by who opens it. */
export async function openFulfilment(): Promise<Stage> {
  stage = await openStage('licensing');
  return stage;
}

export const purchasedOn = '2026-11-02';
const handlers = heardBy({ consumers: ['support', 'billing'] });

export const line = (kind: string, more: Partial<PaidLine> = {}): PaidLine => ({
  ...{
    lineId: randomUUID(),
    position: 1,
    kind,
    productId: null,
    metric: 'SERVER',
    quantity: 1,
    unitsEach: 1,
  },
  ...{ years: null, ofLineId: null, licenseIds: [], netMinor: 0, yearlyNetMinor: null, renewal: null },
  ...more,
});

/** What billing tells, once the order of a tenant's customer is paid. */
export function told(tenant: string, lines: readonly PaidLine[], id: string = randomUUID()) {
  const { vendorId, accountId } = stage.roleOf(`${tenant}.customer`);
  const orderId = `order-${id}`;
  return {
    ...{ vendorId: vendorId ?? '', id, position: 1, type: 'order.paid', aggregate: orderId },
    occurredAt: '2026-11-02 12:00:00+00',
    payload: { orderId, number: `O-${id}`, customerId: accountId ?? '', purchasedOn, lines },
  };
}

export const hear = (...events: ReturnType<typeof told>[]) =>
  receiveEvents({ database: stage.database, handlers }, 'billing', events);

export async function productOf(tenant: string, slug: string): Promise<string> {
  const { vendorId } = stage.roleOf(`${tenant}.customer`);
  const { rows } = await stage.owner.query<{ id: string }>(
    'select id from product where vendor_id = $1 and slug = $2',
    [vendorId, slug],
  );
  return rows[0]?.id ?? '';
}

export const rowsOf = async <Row extends object>(text: string, ...values: unknown[]) =>
  (await stage.owner.query<Row>(text, values)).rows;

/** What each line became, as billing is told. */
export async function outcomes(orderId: string): Promise<Map<string, string[]>> {
  const rows = await rowsOf<{ payload: { lines: { lineId: string; objectIds: string[] }[] } }>(
    "select payload from outbox_event where type = 'order.fulfilled' and aggregate = $1",
    orderId,
  );
  return new Map(
    rows.flatMap(({ payload }) => payload.lines.map((one) => [one.lineId, one.objectIds] as const)),
  );
}

export const coverOf = (subjectId: string) =>
  rowsOf<{ startsOn: string; expiresOn: string }>(
    `select starts_on::text as "startsOn", expires_on::text as "expiresOn" from coverage_period
     where subject_id = $1 order by starts_on`,
    subjectId,
  );
