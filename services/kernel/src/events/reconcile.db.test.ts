import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { createDatabase, type TestDatabase } from '../../../../test/harness/database.js';
import { waitingFor } from '../../../../test/harness/waiting.js';
import { trailMigration } from '../act/trail.js';
import { openDatabase, type Database } from '../db/driver.js';
import { migration } from '../db/migration.js';
import { scopedTable, writableTable } from '../db/policies.js';
import { statement } from '../db/scoped.js';
import { receiveEvents } from './inbox.js';
import { mirrorHandler, mirrorTable, type Mirror } from './mirror.js';
import { reconcile, type Finding } from './reconcile.js';
import { openRelay } from './relay.js';
import { toldAgain } from './told-again.js';

const things = migration('0001_things', [
  'create table thing (vendor_id text not null, id text not null, name text not null, tags jsonb, primary key (vendor_id, id))',
  ...scopedTable({ table: 'thing', read: { app_worker: '*' } }),
  ...writableTable({ table: 'thing', write: { app_worker: { update: ['vendor_id'] } } }),
]);
const owed = migration(
  '0003_owed',
  scopedTable({
    table: 'event_delivery',
    read: { app_worker: ['vendor_id', 'consumer', 'aggregate', 'delivered_at', 'gave_up_at'] },
  }),
);
const mirror: Mirror = {
  table: 'known_thing',
  columns: { name: ['text not null', 'name'], tags: ['jsonb', 'tags'] },
  read: {},
};
const facts = statement<{ id: string; payload: Record<string, unknown> }>(
  'facts.things',
  "select id, json_build_object('id', id, 'name', name, 'tags', tags) as payload from thing where id = any($1::text[])",
);
const told = toldAgain({
  ...{ mirror: 'known_thing', table: 'thing' },
  tell: async (transaction, ids) =>
    (await transaction.query(facts, [ids])).map(({ id, payload }) => ({
      ...{ type: 'thing.changed', aggregate: id, payload },
    })),
});

const logger = { warn: () => undefined, error: () => undefined };
const now = '2026-11-02T08:00:00.000Z';
let made: { producer: TestDatabase; consumer: TestDatabase };
let producer: Database;
let consumer: Database;
let owners: { producer: pg.Client; consumer: pg.Client };

beforeAll(async () => {
  made = {
    producer: await createDatabase([things, trailMigration('0002_trail'), owed]),
    consumer: await createDatabase([
      migration('0001_known', mirrorTable(mirror)),
      trailMigration('0002_trail'),
    ]),
  };
  producer = openDatabase({ url: made.producer.loginUrl, service: 'things', logger });
  consumer = openDatabase({ url: made.consumer.loginUrl, service: 'reader', logger });
  owners = {
    producer: new pg.Client(made.producer.ownerUrl),
    consumer: new pg.Client(made.consumer.ownerUrl),
  };
  await Promise.all([owners.producer.connect(), owners.consumer.connect()]);
});

afterAll(async () => {
  await Promise.all([owners.producer.end(), owners.consumer.end(), producer.close(), consumer.close()]);
  await Promise.all([made.producer.drop(), made.consumer.drop()]);
});

/** Seven things of each of two vendors, all of them known as they are. */
beforeEach(async () => {
  await owners.producer.query('truncate thing, outbox_event, event_delivery');
  await owners.consumer.query('truncate known_thing, inbox_event');
  for (const [owner, table] of [
    [owners.producer, 'thing'],
    [owners.consumer, 'known_thing'],
  ] as const)
    await owner.query(
      `insert into ${table} (vendor_id, id, name, tags)
       select v, v || 't' || n, 'thing ' || n, '[{"a": 1, "b": null}]' from unnest(array['v1', 'v2']) v, generate_series(1, 7) n`,
    );
});

async function compare({ send = false, vendorId = 'v1' } = {}): Promise<string[]> {
  const findings: Finding[] = [];
  await reconcile({
    producer: { database: producer, told: [told] },
    consumer: { name: 'reader', database: consumer, mirrors: [mirror] },
    ...{ vendorId, send, batch: 2, clock: () => now, compared: () => undefined },
    found: (finding) => findings.push(finding),
  });
  return findings.map(({ state, id, sent }) => `${state} ${id}${sent ? ' sent' : ''}`);
}

/** As an act leaves it: an event of the change, owed to two. */
async function owe(owner: pg.Client, id: string, name: string): Promise<void> {
  await owner.query(
    `insert into outbox_event (vendor_id, id, type, aggregate, payload, occurred_at)
     values ('v1', 'e-' || $1, 'thing.changed', $1, json_build_object('id', $1::text, 'name', $2::text), now())`,
    [id, name],
  );
  await owner.query(
    "insert into event_delivery (vendor_id, event_id, consumer, aggregate) select 'v1', 'e-' || $1, c, $1 from unnest(array['reader', 'other']) c",
    [id],
  );
}

async function deliver(): Promise<void> {
  const relay = openRelay({
    ...{ database: producer, logger, everyMs: 3_600_000, clock: () => now },
    consumers: {
      reader: (events) =>
        receiveEvents(
          { database: consumer, handlers: { 'thing.changed': mirrorHandler(mirror) } },
          'things',
          events,
        ),
    },
  });
  await relay.drain();
  await relay.stop();
}

const outbox = async () =>
  (
    await owners.producer.query<Record<string, unknown>>(
      `select e.type, e.aggregate, e.payload->>'name' as name, d.consumer from outbox_event e
       left join event_delivery d on d.event_id = e.id order by d.position`,
    )
  ).rows;

test('a mirror that is as it was told differs in nothing', async () => {
  expect(await compare({ send: true })).toEqual([]);
  expect(await outbox()).toEqual([]);
});

test('a vendor of which nothing is known any more lacks all, and has all once it was sent', async () => {
  await owners.consumer.query("delete from known_thing where vendor_id = 'v1'");
  expect(await compare({ send: true })).toHaveLength(7);
  await deliver();
  expect(await compare()).toEqual([]);
  expect(await compare({ vendorId: 'v2' })).toEqual([]);
});

describe('of a mirror that was damaged', () => {
  beforeEach(async () => {
    await owners.consumer.query("delete from known_thing where id in ('v1t1', 'v2t2')");
    await owners.consumer.query("update known_thing set name = 'older' where id = 'v1t3'");
    await owners.consumer.query(`update known_thing set tags = '[{"a": 2}]' where id = 'v1t7'`);
    await owners.consumer.query("insert into known_thing values ('v1', 'v1t33', 'nobody', null)");
  });
  const found = ['MISSING v1t1', 'DIFFERENT v1t3', 'DIFFERENT v1t7', 'UNKNOWN v1t33'];

  test('a comparison says what, and changes nothing', async () => {
    expect(await compare()).toEqual(found);
    expect(await compare()).toEqual(found);
    expect(await outbox()).toEqual([]);
  });

  test('what it lacks is sent once and to it alone; what is unknown stays', async () => {
    const sent = found.map((line) => (line.startsWith('UNKNOWN') ? line : `${line} sent`));
    expect(await compare({ send: true })).toEqual(sent);
    expect(await outbox()).toEqual(
      ['thing 1', 'thing 3', 'thing 7'].map((name) => ({
        ...{ type: 'thing.changed', aggregate: `v1t${name.slice(-1)}`, name, consumer: 'reader' },
      })),
    );
    expect(await compare({ send: true })).toEqual([
      ...['ON_ITS_WAY v1t1', 'ON_ITS_WAY v1t3', 'ON_ITS_WAY v1t7', 'UNKNOWN v1t33'],
    ]);
    await deliver();
    expect(await compare({ send: true })).toEqual(['UNKNOWN v1t33']);
    expect(await outbox()).toHaveLength(3);
  });

  test('what is on its way is left alone, and what was given up is said to be', async () => {
    await owe(owners.producer, 'v1t1', 'thing 1');
    await owe(owners.producer, 'v1t3', 'thing 3');
    // Owed to another alone: the reader has it.
    await owe(owners.producer, 'v1t7', 'thing 7');
    await owners.producer.query(
      "update event_delivery set gave_up_at = now() where event_id = 'e-v1t3' and consumer = 'reader'",
    );
    await owners.producer.query(
      "update event_delivery set delivered_at = now() where event_id = 'e-v1t7' and consumer = 'reader'",
    );
    expect(await compare({ send: true })).toEqual([
      ...['ON_ITS_WAY v1t1', 'HELD v1t3', 'DIFFERENT v1t7 sent', 'UNKNOWN v1t33'],
    ]);
    expect((await outbox()).filter(({ consumer: to }) => to === 'reader')).toHaveLength(4);
  });
});

test('an act that changes what is compared is waited for, and its own event is not overtaken by an older fact', async () => {
  await owners.consumer.query("update known_thing set name = 'older' where id = 'v1t1'");
  await owners.producer.query('begin');
  await owners.producer.query("update thing set name = 'newer' where id = 'v1t1'");
  await owe(owners.producer, 'v1t1', 'newer');
  const run = { over: false };
  const compared = compare({ send: true }).finally(() => (run.over = true));
  const watcher = new pg.Client(made.producer.ownerUrl);
  await watcher.connect();
  while (!run.over && (await waitingFor(watcher)) < 1) await watcher.query('select pg_sleep(0.02)');
  await owners.producer.query('commit');
  expect(await compared).toEqual(['ON_ITS_WAY v1t1']);
  await watcher.end();
  await deliver();
  const { rows } = await owners.consumer.query("select name from known_thing where id = 'v1t1'");
  expect(rows).toEqual([{ name: 'newer' }]);
});
