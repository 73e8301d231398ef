import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { receiveEvents } from '@mainstay/kernel/events/inbox';
import { openStage, type Stage } from '../../../../test/harness/acting.js';
import { testNow } from '../../../../test/harness/graph.js';
import { sandboxFilled } from './copy-price-lists.js';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage('billing');
});
afterAll(() => stage.close());

const sourceId = () => String(stage.roleOf('cronwell.admin').vendorId);

interface PriceOf {
  readonly product_id: string | null;
  readonly list_kind: string;
  readonly effective_on: string;
  readonly version: number;
  readonly facts: Readonly<Record<string, unknown>>;
}

async function pricesOf(vendorId: string): Promise<PriceOf[]> {
  const { rows } = await stage.owner.query<PriceOf>(
    `select p.product_id, l.list_kind, l.effective_on::text, l.version,
       to_jsonb(p) - 'vendor_id' - 'id' - 'list_id' - 'product_id' as facts
     from price p join price_list l on l.vendor_id = p.vendor_id and l.id = p.list_id
     where p.vendor_id = $1 order by l.list_kind, l.version, p.position`,
    [vendorId],
  );
  return rows;
}

const insertVendor = `insert into known_vendor (vendor_id, id, name, zone, currency, clock_kind)
  select $2, $2, name, zone, currency, 'FROZEN' from known_vendor where vendor_id = $1`;

/** A sandbox that billing was told of, and that it is filled. */
async function sandbox(vendorId: string, leftOut = 0) {
  await stage.owner.query(insertVendor, [sourceId(), vendorId]);
  const { rows } = await stage.owner.query<{ id: string }>(
    'select id from known_product where vendor_id = $1 order by id',
    [sourceId()],
  );
  const products = rows.slice(leftOut).map(({ id }) => ({ sourceId: id, id: `${id}-copy` }));
  return {
    ...{ vendorId, id: randomUUID(), position: 2, type: 'sandbox.filled', aggregate: vendorId },
    ...{
      occurredAt: '2026-01-09 23:00:00+00',
      payload: { sourceId: sourceId(), firstOn: '2026-01-10', products },
    },
  };
}

const hear = (...events: Awaited<ReturnType<typeof sandbox>>[]) => {
  const { database } = stage;
  const outlet = { consumers: ['licensing'] };
  const handlers = { 'sandbox.filled': sandboxFilled({ database, outlet, clock: () => testNow }) };
  return receiveEvents({ database, handlers }, 'licensing', events);
};

test('a sandbox sells at the prices of its tenant, from its own first day on, its own products', async () => {
  const before = await pricesOf(sourceId());
  const event = await sandbox('vnd_copy');
  expect(await hear(event)).toEqual({ applied: [event.id], failed: [] });
  const copy = await pricesOf('vnd_copy');
  expect(copy.map(({ facts }) => facts)).toEqual(before.map(({ facts }) => facts));
  expect(copy.map((row) => row.product_id)).toEqual(
    before.map((row) => (row.product_id === null ? null : `${row.product_id}-copy`)),
  );
  for (const row of copy) expect(row).toMatchObject({ effective_on: '2026-01-10', version: 1 });
  expect(await pricesOf(sourceId())).toEqual(before);
  const { entry, events } = await stage.left();
  expect(entry).toMatchObject({ vendor_id: 'vnd_copy', act: 'sandboxFill', actor_kind: 'JOB' });
  expect(events).toEqual([]);
});

test('told again, also as another event, it is copied once', async () => {
  const event = await sandbox('vnd_again');
  await Promise.all([hear(event), hear(event)]);
  const copied = await pricesOf('vnd_again');
  expect(copied.length).toBeGreaterThan(0);
  await hear(event, { ...event, id: randomUUID() });
  expect(await pricesOf('vnd_again')).toEqual(copied);
});

test('a list that takes effect later, and prices of what the copy does not have, stay behind', async () => {
  const later = `with list as (
      insert into price_list (vendor_id, id, list_kind, version, effective_on, currency, tax_rate_permille, published_at)
      values ($1, 'prl_later', 'LIST', 7, '2026-11-03', 'EUR', 0, now()) returning id)
    insert into price (vendor_id, id, list_id, list_kind, position, kind, product_id, metric, from_quantity, unit_minor)
    select $1, 'prc_later', id, 'LIST', 1, 'LICENSE', 'prd_later', 'USERS', 1, 1 from list`;
  await stage.owner.query(later, [sourceId()]);
  await hear(await sandbox('vnd_part', 1));
  const part = await pricesOf('vnd_part');
  expect(part.every(({ version }) => version === 1)).toBe(true);
  expect(part.length).toBeGreaterThan(0);
  expect(part.length).toBeLessThan((await pricesOf('vnd_copy')).length);
});

test('before the sandbox is known it is tried again', async () => {
  const event = { ...(await sandbox('vnd_early')), vendorId: 'vnd_unknown' };
  expect((await hear(event)).failed).toHaveLength(1);
});
