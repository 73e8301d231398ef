import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import pg from 'pg';
import { createDatabase, type TestDatabase } from '../../../../test/harness/database.js';
import { trailMigration } from '../act/trail.js';
import { openDatabase, type Database } from '../db/driver.js';
import { owedDeliveries, sendAgain } from './dead-letters.js';
import { openRelay } from './relay.js';
import type { ToldEvent } from './told-event.js';

const logger = { warn: () => undefined, error: () => undefined };
let made: TestDatabase;
let database: Database;
let owner: pg.Client;

beforeAll(async () => {
  made = await createDatabase([trailMigration('0002_trail')]);
  database = openDatabase({ url: made.loginUrl, service: 'things', logger });
  owner = new pg.Client(made.ownerUrl);
  await owner.connect();
});

afterAll(async () => {
  await Promise.all([owner.end(), database.close()]);
  await made.drop();
});

/** Of one aggregate: e1 was given up, e2 is behind it. Alone: e3 is tried again, e4 is due, e5 has arrived. */
beforeEach(async () => {
  await owner.query('truncate outbox_event, event_delivery');
  await owner.query(
    `insert into outbox_event (vendor_id, id, type, aggregate, payload, occurred_at, recorded_at)
     select 'v0', 'e' || n, 'thing.changed', 'a' || greatest(n, 2), '{"name": "Ada"}', '2026-11-02', '2026-11-02'
     from (values (1), (2), (3), (4), (5)) as told (n)`,
  );
  await owner.query(
    `insert into event_delivery (vendor_id, event_id, consumer, aggregate)
     select vendor_id, id, 'reader', aggregate from outbox_event order by id`,
  );
  await owner.query(
    `update event_delivery set attempts = 10, last_fault = 'RangeError', gave_up_at = '2026-11-03' where event_id = 'e1'`,
  );
  await owner.query(
    `update event_delivery set attempts = 3, last_fault = 'Error', next_attempt_at = '2999-01-01' where event_id = 'e3'`,
  );
  await owner.query(`update event_delivery set delivered_at = now() where event_id = 'e5'`);
});

const stateOf = async () => {
  const { shown } = await owedDeliveries(database, 100);
  return shown.map(({ eventId, state, attempts }) => [eventId, state, attempts]);
};

test('what is owed is told with what became of it, the given up first', async () => {
  expect(await stateOf()).toEqual([
    ['e1', 'GAVE_UP', 10],
    ['e3', 'TRIED_AGAIN', 3],
    ['e2', 'BEHIND', 0],
    ['e4', 'DUE', 0],
  ]);
  const { shown, total } = await owedDeliveries(database, 1);
  expect(total).toBe(4);
  expect(shown).toEqual([
    {
      ...{ vendorId: 'v0', eventId: 'e1', type: 'thing.changed', aggregate: 'a2', consumer: 'reader' },
      ...{ attempts: 10, lastFault: 'RangeError', state: 'GAVE_UP', nextAt: null },
      since: '2026-11-03 00:00:00+00',
    },
  ]);
});

test('nothing is owed where everything has arrived', async () => {
  await owner.query('update event_delivery set gave_up_at = null, delivered_at = now()');
  expect(await owedDeliveries(database, 100)).toEqual({ shown: [], total: 0 });
});

test('one event is sent again, to those who lack it', async () => {
  expect(await sendAgain(database, 'e3')).toEqual([{ eventId: 'e3', consumer: 'reader' }]);
  expect(await sendAgain(database, 'e5')).toEqual([]);
  expect(await sendAgain(database, 'nothing')).toEqual([]);
  expect(await stateOf()).toContainEqual(['e3', 'DUE', 0]);
  expect(await stateOf()).toContainEqual(['e1', 'GAVE_UP', 10]);
});

test('all that were given up are sent again by the next look, and those behind them', async () => {
  expect(await sendAgain(database, null)).toEqual([{ eventId: 'e1', consumer: 'reader' }]);
  const arrived: string[] = [];
  const relay = openRelay({
    ...{ database, logger, everyMs: 3_600_000, clock: () => '2026-11-04T00:00:00Z' },
    consumers: {
      reader: (events: readonly ToldEvent[]) => {
        const applied = events.map(({ id }) => id);
        arrived.push(...applied);
        return Promise.resolve({ applied, failed: [] });
      },
    },
  });
  await relay.drain();
  await relay.stop();
  expect(arrived).toEqual(['e1', 'e2', 'e4']);
  expect(await stateOf()).toEqual([['e3', 'TRIED_AGAIN', 3]]);
});
