import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import pg from 'pg';
import { createDatabase, type TestDatabase } from '../../../../test/harness/database.js';
import { chanceOf, type Chance } from '../../../../test/oracle/random.js';
import { trailMigration } from '../act/trail.js';
import { openDatabase, type Database } from '../db/driver.js';
import { migration } from '../db/migration.js';
import { scopedTable, writableTable } from '../db/policies.js';
import { statement } from '../db/scoped.js';
import { receiveEvents, type EventHandlers } from './inbox.js';
import { openRelay, owed, type EventRelay } from './relay.js';
import type { Deliver, Receipt, ToldEvent } from './told-event.js';

/** What a consumer knows of each aggregate: every event it applied, in its order. */
const seen = migration('0001_seen', [
  `create table seen (vendor_id text not null, aggregate text not null, events text[] not null, primary key (vendor_id, aggregate))`,
  ...scopedTable({ table: 'seen', read: { app_worker: '*' } }),
  ...writableTable({ table: 'seen', write: { app_worker: { insert: '*', update: ['events'] } } }),
]);
const note = statement(
  'seen.note',
  `insert into seen values (app.vendor(), $1::text, array[$2::text])
   on conflict (vendor_id, aggregate) do update set events = seen.events || excluded.events`,
);

const logger = { warn: () => undefined, error: () => undefined };
const clock = { now: Date.parse('2026-11-02T08:00:00Z') };

let made: { producer: TestDatabase; consumer: TestDatabase };
let producer: Database;
let consumer: Database;
let owners: { producer: pg.Client; consumer: pg.Client };
let broken: ReadonlySet<string>;
const relays: EventRelay[] = [];

const handlers: EventHandlers = {
  'thing.changed': async (transaction, { id, aggregate }) => {
    await transaction.query(note, [aggregate, id]);
    if (broken.has(id)) throw new RangeError('this event breaks');
  },
};

const receive: Deliver = (events) => receiveEvents({ database: consumer, handlers }, 'things', events);

beforeAll(async () => {
  made = {
    producer: await createDatabase([trailMigration('0002_trail')]),
    consumer: await createDatabase([seen, trailMigration('0002_trail')]),
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

beforeEach(async () => {
  broken = new Set();
  await Promise.all(relays.splice(0).map((relay) => relay.stop()));
  await owners.producer.query('truncate outbox_event, event_delivery');
  await owners.consumer.query('truncate inbox_event, seen');
});

function relayTo(deliver: Deliver): EventRelay {
  const relay = openRelay({
    ...{ database: producer, consumers: { reader: deliver }, logger, everyMs: 3_600_000 },
    clock: () => new Date(clock.now).toISOString(),
  });
  relays.push(relay);
  return relay;
}

/** Events of several aggregates of two vendors, told in the order of their numbers. */
async function tell(count: number, aggregates: number): Promise<Map<string, string[]>> {
  await owners.producer.query(
    `with told as (
       insert into outbox_event (vendor_id, id, type, aggregate, payload, occurred_at)
       select 'v' || n % 2, 'e' || lpad(n::text, 6, '0'), 'thing.changed', 'a' || n % $2, '{}', now() from generate_series(1, $1::int) n
       returning *)
     insert into event_delivery (vendor_id, event_id, consumer, aggregate)
     select vendor_id, id, 'reader', aggregate from told order by id`,
    [count, aggregates],
  );
  const { rows } = await owners.producer.query<{ key: string; ids: string[] }>(
    "select vendor_id || '/' || aggregate as key, array_agg(id order by id) as ids from outbox_event group by 1",
  );
  return new Map(rows.map(({ key, ids }) => [key, ids]));
}

async function known(): Promise<Map<string, string[]>> {
  const { rows } = await owners.consumer.query<{ key: string; events: string[] }>(
    "select vendor_id || '/' || aggregate as key, events from seen",
  );
  return new Map(rows.map(({ key, events }) => [key, events]));
}

async function owedCount(): Promise<number> {
  const { rows } = await owners.producer.query<{ count: string }>(
    'select count(*) from event_delivery where delivered_at is null',
  );
  return Number(rows[0]?.count);
}

test('every event arrives once, in the order of its aggregate', async () => {
  const told = await tell(1_000, 37);
  await relayTo(receive).drain();
  expect(await known()).toEqual(told);
  expect(await owedCount()).toBe(0);
});

/**
 * Each event one to five times: what comes first of it in the order of its aggregate, and what comes again at any time
 * after; aggregates are mixed.
 */
function shuffled(events: readonly ToldEvent[], chance: Chance): ToldEvent[] {
  const anywhere = () => chance.whole(0, 1_000_000_000);
  const aggregates = Map.groupBy(events, (event) => `${event.vendorId}/${event.aggregate}`);
  const placed = [...aggregates.values()].flatMap((own) => {
    const places = own.map(anywhere).toSorted((a, b) => a - b);
    return own.flatMap((event, index) => {
      const first = places[index] ?? 0;
      const again = Array.from({ length: chance.whole(0, 4) }, () => Math.max(first, anywhere()));
      return [first, ...again].map((place) => ({ event, place }));
    });
  });
  return placed.toSorted((a, b) => a.place - b.place).map(({ event }) => event);
}

test('delivered one to five times and shuffled across aggregates, 10,000 events end as delivered once in order', async () => {
  const told = await tell(10_000, 230);
  const once: ToldEvent[] = [];
  const relay = relayTo((events) => {
    once.push(...events);
    return Promise.resolve({ applied: events.map(({ id }) => id), failed: [] });
  });
  await relay.drain();
  const sent = shuffled(once, chanceOf(11));
  expect([once.length, sent.length > 25_000]).toEqual([10_000, true]);
  for (let from = 0; from < sent.length; from += 200) {
    const batch = sent.slice(from, from + 200);
    const { applied, failed } = await receive(batch);
    expect([applied, failed]).toEqual([batch.map(({ id }) => id), []]);
  }
  expect(await known()).toEqual(told);
}, 300_000);

test('what arrived but was never noted arrives again, and is applied once', async () => {
  const told = await tell(100, 5);
  let lost = 0;
  const relay = relayTo(async (events): Promise<Receipt> => {
    await receive(events);
    lost += 1;
    if (lost === 1) throw new Error('The answer is lost on the way.');
    return receive(events);
  });
  await relay.drain();
  clock.now += 600_000;
  await relay.drain();
  expect(await known()).toEqual(told);
  expect(await owedCount()).toBe(0);
});

test('an event that cannot be applied holds back its own aggregate, is tried again, then given up and told', async () => {
  const told = await tell(40, 4);
  const [key = '', ids = []] = [...told][0] ?? [];
  broken = new Set([ids[1] ?? '']);
  const relay = relayTo(receive);
  for (let attempt = 0; attempt < 12; attempt += 1) {
    await relay.drain();
    clock.now += 600_000;
  }
  const state = await known();
  expect(state.get(key)).toEqual(ids.slice(0, 1));
  for (const [other, all] of told) if (other !== key) expect(state.get(other)).toEqual(all);
  const { rows } = await owners.producer.query(
    'select event_id, attempts, last_fault from event_delivery where gave_up_at is not null',
  );
  expect(rows).toEqual([{ event_id: ids[1], attempts: 10, last_fault: 'RangeError' }]);
  broken = new Set();
  await owners.producer.query(
    "update event_delivery set gave_up_at = null, attempts = 0, next_attempt_at = '-infinity'",
  );
  await relay.drain();
  expect(await known()).toEqual(told);
});

test('a consumer that is away for long is waited for, and nothing is given up', async () => {
  const told = await tell(20, 3);
  let away = true;
  const relay = relayTo((events) => (away ? Promise.reject(new Error('away')) : receive(events)));
  for (let attempt = 0; attempt < 30; attempt += 1) {
    await relay.drain();
    clock.now += 600_000;
  }
  expect(await known()).toEqual(new Map());
  away = false;
  await relay.drain();
  expect(await known()).toEqual(told);
});

test('a consumer whose database is away is waited for, and is not asked to try each event in vain', async () => {
  const told = await tell(2, 2);
  const silent = openDatabase({ url: 'postgres://nobody:x@127.0.0.1:1/none', service: 'reader', logger });
  const receipts: Receipt[] = [];
  let away = true;
  const relay = relayTo(async (events) => {
    const receipt = await receiveEvents({ database: away ? silent : consumer, handlers }, 'things', events);
    receipts.push(receipt);
    return receipt;
  });
  for (let attempt = 0; attempt < 30; attempt += 1) {
    await relay.drain();
    clock.now += 600_000;
  }
  await silent.close();
  expect(receipts.map(({ applied, failed }) => [applied.length, failed.length])).toEqual(
    Array.from({ length: 30 }, () => [0, 1]),
  );
  away = false;
  await relay.drain();
  await relay.drain();
  expect(await known()).toEqual(told);
});

test('a backlog is read by its indexes, whatever statistics say', async () => {
  await tell(2_000, 37);
  const { rows } = await owners.producer.query<{ 'QUERY PLAN': [{ Plan: Record<string, number> }] }>(
    `explain (analyze, buffers, format json) ${owed.text}`,
    ['reader', new Date(clock.now).toISOString()],
  );
  const plan = rows[0]?.['QUERY PLAN'][0].Plan ?? {};
  expect(plan['Actual Rows']).toBe(200);
  // Some pages a row of the backlog, and not a page for each pair of rows.
  expect(plan['Shared Hit Blocks']).toBeLessThan(20 * 2_000);
});

test('two relays take turns: nothing is sent twice and nothing overtakes', async () => {
  const told = await tell(400, 11);
  const sent: string[] = [];
  const noted: Deliver = (events) => {
    sent.push(...events.map(({ id }) => id));
    return receive(events);
  };
  const [first, second] = [relayTo(noted), relayTo(noted)];
  await Promise.all([first.drain(), second.drain(), first.drain(), second.drain()]);
  await first.drain();
  await second.drain();
  expect(await known()).toEqual(told);
  expect(sent).toHaveLength(400);
});
