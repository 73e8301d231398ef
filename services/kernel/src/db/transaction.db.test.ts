import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import pg from 'pg';
import { createDatabase, type TestDatabase } from '../../../../test/harness/database.js';
import type { Viewer } from '../graph/viewer.js';
import { openDatabase, type Database } from './driver.js';
import { migration } from './migration.js';
import { scopedTable, writableTable } from './policies.js';
import { statement } from './scoped.js';

const notes = migration('0001_notes', [
  `create table note (vendor_id text not null, id text not null, title text not null,
    primary key (vendor_id, id), unique (vendor_id, title))`,
  ...scopedTable({ table: 'note', read: { app_admin: '*', app_worker: '*' } }),
  ...writableTable({ table: 'note', write: { app_admin: { insert: '*' }, app_worker: { insert: '*' } } }),
]);

const insert = statement('note.insert', 'insert into note values (app.vendor(), $1::text, $2::text)');
const titles = statement<{ title: string }>('note.titles', 'select title from note order by id');

const admin: Viewer = {
  ...{ role: 'VENDOR_ADMIN', databaseRole: 'app_admin', vendorId: 'v1', accountId: null, licenseId: null },
  ...{
    userId: 'u1',
    membershipId: 'm1',
    keyId: null,
    scopes: [],
    now: '2026-11-02T08:00:00.000Z',
    zone: 'UTC',
  },
};

let made: TestDatabase;
let database: Database;
let owner: pg.Client;

const open = (max: number) =>
  openDatabase({
    ...{ url: made.loginUrl, service: 'notes', max },
    logger: { warn: () => undefined, error: () => undefined },
  });

beforeAll(async () => {
  made = await createDatabase([notes]);
  database = open(2);
  owner = new pg.Client(made.ownerUrl);
  await owner.connect();
});

afterAll(async () => {
  await owner.end();
  await database.close();
  await made.drop();
});

beforeEach(async () => {
  await owner.query('truncate note');
});

test('a transaction commits with its last statement, also where that is its only one', async () => {
  await database.transact(admin, async (transaction) => {
    transaction.last(insert, ['n2', 'second']);
    await transaction.query(insert, ['n1', 'first']);
  });
  await database.transact(admin, (transaction) => {
    transaction.last(insert, ['n3', 'third']);
    return Promise.resolve();
  });
  // Asked on another connection, which sees only what is committed.
  const { rows } = await owner.query('select title from note order by id');
  expect(rows).toEqual([{ title: 'first' }, { title: 'second' }, { title: 'third' }]);
});

test('a transaction whose last statement is refused leaves nothing, and its connection is good', async () => {
  const alone = open(1);
  await expect(
    alone.transact(admin, async (transaction) => {
      await transaction.query(insert, ['n1', 'the same']);
      transaction.last(insert, ['n2', 'the same']);
    }),
  ).rejects.toMatchObject({ sqlState: '23505', statement: 'note.insert' });
  expect(await alone.read(admin, titles, [])).toEqual([]);
  await alone.close();
});

test('a transaction that breaks never carries out its last statement, nor does one that went on after a failure', async () => {
  await expect(
    database.transact(admin, (transaction) => {
      transaction.last(insert, ['n1', 'first']);
      return Promise.reject(new Error('broken on purpose'));
    }),
  ).rejects.toThrow('broken on purpose');
  await expect(
    database.transact(admin, async (transaction) => {
      transaction.last(insert, ['n1', 'first']);
      await transaction.query(insert, [null, 'without an id']).catch(() => undefined);
    }),
  ).rejects.toThrow('failed, and the act went on');
  expect(await database.read(admin, titles, [])).toEqual([]);
});

test('a transaction has one last statement, and no second', async () => {
  await expect(
    database.transact(admin, (transaction) => {
      transaction.last(insert, ['n1', 'first']);
      transaction.last(insert, ['n2', 'second']);
      return Promise.resolve();
    }),
  ).rejects.toThrow('one last statement');
  expect(await database.read(admin, titles, [])).toEqual([]);
});

test('a connection keeps statements prepared that answer no rows', async () => {
  const used = statement<{ plans: number }>(
    'used',
    `select (generic_plans + custom_plans)::integer as plans from pg_prepared_statements where name = 'note.insert@app_admin'`,
  );
  const alone = open(1);
  for (const id of ['n1', 'n2', 'n3'])
    await alone.transact(admin, (transaction) => transaction.query(insert, [id, id]));
  expect(await alone.read(admin, used, [])).toEqual([{ plans: 3 }]);
  await alone.close();
});

test("a job's only statement is a transaction of its own, kept or refused, for its vendor alone", async () => {
  const job = { job: 'notes', vendorId: 'v1' };
  await database.askAs(job, insert, ['n1', 'first']);
  expect((await owner.query('select vendor_id, title from note')).rows).toEqual([
    { vendor_id: 'v1', title: 'first' },
  ]);
  await expect(database.askAs(job, insert, ['n2', 'first'])).rejects.toThrow();
  await database.askAs({ ...job, vendorId: 'v2' }, insert, ['n1', 'first']);
  expect(await database.askAs(job, titles, [])).toEqual([{ title: 'first' }]);
});
