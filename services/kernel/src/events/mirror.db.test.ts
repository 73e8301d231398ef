import { afterAll, beforeAll, expect, test } from '@jest/globals';
import pg from 'pg';
import { createDatabase, type TestDatabase } from '../../../../test/harness/database.js';
import { trailMigration } from '../act/trail.js';
import { openDatabase, type Database } from '../db/driver.js';
import { migration } from '../db/migration.js';
import { scopedTable, writableTable } from '../db/policies.js';
import { statement } from '../db/scoped.js';
import { receiveEvents, receiveTogether, type EventHandlers } from './inbox.js';
import { mirrorHandler, mirrorTable, type Mirror } from './mirror.js';
import type { ToldEvent } from './told-event.js';

const things: Mirror = {
  table: 'known_thing',
  columns: { name: ['text not null', 'name'], parts: ['jsonb not null', 'parts'] },
  read: { app_worker: '*' },
};

/** What was known of a thing when something followed from it. */
const followed = migration('0003_followed', [
  'create table followed (vendor_id text not null, id text not null, name text, primary key (vendor_id, id))',
  ...scopedTable({ table: 'followed', read: { app_worker: '*' } }),
  ...writableTable({ table: 'followed', write: { app_worker: { insert: '*' } } }),
]);
const follow = statement(
  'followed.note',
  'insert into followed select app.vendor(), $1::text, (select name from known_thing where id = $2::text)',
);

const changed = mirrorHandler(things);
const handlers: EventHandlers = {
  'thing.changed': changed,
  'thing.renamed': changed,
  'thing.used': async (transaction, { id, aggregate }) => {
    await transaction.query(follow, [id, aggregate]);
  },
};

let made: TestDatabase;
let database: Database;
let owner: pg.Client;
let told = 0;

beforeAll(async () => {
  made = await createDatabase([
    migration('0001_things', mirrorTable(things)),
    trailMigration('0002_trail'),
    followed,
  ]);
  const logger = { warn: () => undefined, error: () => undefined };
  database = openDatabase({ url: made.loginUrl, service: 'reader', logger });
  owner = new pg.Client(made.ownerUrl);
  await owner.connect();
});

afterAll(async () => {
  await owner.end();
  await database.close();
  await made.drop();
});

function event(type: string, aggregate: string, name = ''): ToldEvent {
  told += 1;
  return {
    ...{ vendorId: 'v1', id: `e${String(told).padStart(3, '0')}`, position: told, type, aggregate },
    ...{ payload: { id: aggregate, name, parts: [name] }, occurredAt: '2026-11-02T08:00:00.000Z' },
  };
}

async function known(): Promise<{ id: string }[]> {
  const { rows } = await owner.query<{ id: string }>(
    'select vendor_id, id, name, parts from known_thing order by id',
  );
  return rows;
}

test('many told at once leave the last word on each, once, and what follows from others knows it', async () => {
  const events = [
    event('thing.changed', 'a', 'first'),
    event('thing.used', 'a'),
    event('thing.changed', 'b', 'other'),
    event('thing.renamed', 'a', 'last'),
  ];
  const receipt = await receiveTogether({ database, handlers }, 'things', events);
  expect(receipt).toEqual({ applied: events.map(({ id }) => id), failed: [] });
  const rows = [
    { vendor_id: 'v1', id: 'a', name: 'last', parts: ['last'] },
    { vendor_id: 'v1', id: 'b', name: 'other', parts: ['other'] },
  ];
  expect(await known()).toEqual(rows);
  expect((await owner.query('select id, name from followed')).rows).toEqual([
    { id: events[1]?.id, name: 'last' },
  ]);
  await receiveEvents({ database, handlers }, 'things', [event('thing.changed', 'b', 'newer')]);
  await receiveTogether({ database, handlers }, 'things', events);
  expect(await known()).toEqual([rows[0], { vendor_id: 'v1', id: 'b', name: 'newer', parts: ['newer'] }]);
});

test('of several vendors they are refused', async () => {
  const foreign = { ...event('thing.changed', 'c', 'foreign'), vendorId: 'v2' };
  await expect(
    receiveTogether({ database, handlers }, 'things', [event('thing.changed', 'c', 'own'), foreign]),
  ).rejects.toThrow('one vendor');
  expect((await known()).filter(({ id }) => id === 'c')).toEqual([]);
});
