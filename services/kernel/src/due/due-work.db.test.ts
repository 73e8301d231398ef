import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { createDatabase, type TestDatabase } from '../../../../test/harness/database.js';
import { trailMigration } from '../act/trail.js';
import { openDatabase, type Database } from '../db/driver.js';
import { migration } from '../db/migration.js';
import { scopedTable, writableTable } from '../db/policies.js';
import { statement } from '../db/scoped.js';
import { noOutlet } from '../events/outlet.js';
import { dueMigration, planDue } from './due-table.js';
import { openDueWork, type DueKind, type DueWork } from './due-work.js';

const tables = migration('0001_bells', [
  `create table known_vendor (vendor_id text primary key, zone text not null, clock_kind text not null)`,
  ...scopedTable({
    table: 'known_vendor',
    read: { app_worker: '*', app_jobs: { columns: '*', rows: { where: 'true' } } },
  }),
  `create table bell (vendor_id text not null, place integer generated always as identity, key text not null,
     due_at timestamptz not null, now timestamptz not null, today date not null)`,
  ...scopedTable({ table: 'bell', read: { app_worker: '*' } }),
  ...writableTable({ table: 'bell', write: { app_worker: { insert: '*' } } }),
]);

const ring = statement(
  'bell.ring',
  'insert into bell values (app.vendor(), default, $1::text, $2::timestamptz, $3::timestamptz, $4::date)',
);

let made: TestDatabase;
let database: Database;
let owner: pg.Client;
let real = '2026-11-02T12:00:00.000Z';
let failing = new Set<string>();
let ready = true;
const opened: DueWork[] = [];

const bell: DueKind = {
  act: 'bellRing',
  async run(transaction, { key, dueAt }, { now, today }) {
    if (!ready) return 'LATER';
    if (key.startsWith('unwanted')) return 'NOTHING';
    await transaction.query(ring, [key, dueAt, now, today]);
    if (failing.has(key)) throw new Error('broken on purpose');
    if (key === 'chain')
      await planDue(transaction, [{ kind: 'bell', key: 'chained', dueAt: '2026-01-05T00:00:00Z' }]);
    if (key === 'every' && dueAt < '2026-01-03')
      await planDue(transaction, [{ kind: 'bell', key, dueAt: '2026-01-03T00:00:00Z' }]);
    return { result: {}, accountId: null, changes: [], events: [] };
  },
};

function open(): DueWork {
  const work = openDueWork({
    ...{ database, kinds: { bell }, outlet: noOutlet, vendors: 'known_vendor' },
    ...{ clock: () => real, logger: { warn: () => undefined }, everyMs: 1_000_000 },
  });
  opened.push(work);
  return work;
}

async function plan(key: string, dueAt: string, vendorId = 'frozen'): Promise<void> {
  await database.transactAs({ job: 'test', vendorId }, (transaction) =>
    planDue(transaction, [{ kind: 'bell', key, dueAt }]),
  );
}

const rung = async () =>
  (
    await owner.query<{ line: string }>(
      "select key || ' ' || to_char(due_at at time zone 'UTC', 'MM-DD') as line from bell order by place",
    )
  ).rows.map(({ line }) => line);

const left = async () =>
  (
    await owner.query<{ key: string; attempts: number; gave_up: boolean }>(
      'select key, attempts, gave_up_at is not null as gave_up from due_work order by key',
    )
  ).rows;

beforeAll(async () => {
  made = await createDatabase([trailMigration('0000_trail'), dueMigration('0000_due'), tables]);
  const silent = { warn: () => undefined, error: () => undefined };
  database = openDatabase({ url: made.loginUrl, service: 'bells', logger: silent });
  owner = new pg.Client(made.ownerUrl);
  await owner.connect();
});

beforeEach(async () => {
  real = '2026-11-02T12:00:00.000Z';
  [failing, ready] = [new Set(), true];
  await owner.query('truncate bell, due_work, audit_entry, known_vendor');
  await owner.query(
    "insert into known_vendor values ('frozen', 'Europe/Stockholm', 'FROZEN'), ('real', 'Europe/Stockholm', 'REAL'), ('other', 'UTC', 'REAL')",
  );
});

afterEach(async () => {
  await Promise.all(opened.splice(0).map((work) => work.stop()));
});

afterAll(async () => {
  await database.close();
  await owner.end();
  await made.drop();
});

describe('a tenant whose clock is moved', () => {
  test('is told the next instant, and no later one than asked', async () => {
    const work = open();
    await plan('b', '2026-01-02T23:30:00Z');
    await plan('c', '2026-02-02T00:00:00Z');
    expect(await work.nextDue('frozen', '2026-01-02T23:29:59.999Z')).toBeNull();
    expect(await work.nextDue('frozen', '2027-01-01T00:00:00Z')).toBe('2026-01-02T23:30:00.000Z');
    expect(await work.nextDue('other', '2027-01-01T00:00:00Z')).toBeNull();
  });

  test('has it done in order, once, with an entry in the trail by its own clock', async () => {
    const work = open();
    await plan('b', '2026-01-02T23:30:00Z');
    await plan('a', '2026-01-03T00:00:00Z');
    await plan('late', '2026-01-04T00:00:00Z');
    await plan('unwanted', '2026-01-01T00:00:00Z');
    expect(await work.runDue('frozen', '2026-01-03T00:00:00.000Z')).toBe(3);
    expect(await work.runDue('frozen', '2026-01-03T00:00:00.000Z')).toBe(0);
    expect(await rung()).toEqual(['b 01-02', 'a 01-03']);
    const { rows } = await owner.query(
      'select act, actor_kind, actor_id, acted_at, vendor_id from audit_entry order by id',
    );
    expect(rows).toHaveLength(2);
    expect(rows[0]).toMatchObject({ act: 'bellRing', actor_kind: 'JOB', actor_id: 'job:due' });
    expect(rows[0]).toMatchObject({ vendor_id: 'frozen', acted_at: new Date('2026-01-03T00:00:00Z') });
    const days = await owner.query("select to_char(today, 'YYYY-MM-DD') as day from bell");
    expect(days.rows).toEqual([{ day: '2026-01-03' }, { day: '2026-01-03' }]);
  });

  test('has done what its work plans meanwhile, also for the same key', async () => {
    const work = open();
    await plan('chain', '2026-01-01T00:00:00Z');
    await plan('every', '2026-01-01T00:00:00Z');
    expect(await work.runDue('frozen', '2026-01-01T00:00:00.000Z')).toBe(2);
    expect(await work.nextDue('frozen', '2027-01-01T00:00:00Z')).toBe('2026-01-03T00:00:00.000Z');
    expect(await work.runDue('frozen', '2026-01-09T00:00:00.000Z')).toBe(2);
    expect(await rung()).toEqual(['chain 01-01', 'every 01-01', 'every 01-03', 'chained 01-05']);
  });

  test('has it moved by planning it again', async () => {
    const work = open();
    await plan('a', '2026-01-01T00:00:00Z');
    await plan('a', '2026-03-01T00:00:00Z');
    expect(await work.runDue('frozen', '2026-02-01T00:00:00.000Z')).toBe(0);
    expect(await work.runDue('frozen', '2026-03-01T00:00:00.000Z')).toBe(1);
    expect(await rung()).toEqual(['a 03-01']);
  });

  test('is not touched by the timer of the real clock', async () => {
    const work = open();
    await plan('still', '2026-01-01T00:00:00Z', 'frozen');
    await plan('moves', '2026-01-01T00:00:00Z', 'real');
    await plan('moves too', '2026-11-02T12:00:00Z', 'other');
    await plan('not yet', '2026-11-02T12:00:01Z', 'other');
    await work.look();
    expect((await rung()).sort()).toEqual(['moves 01-01', 'moves too 11-02']);
  });
});

test('two workers at once do each thing once', async () => {
  const keys = Array.from({ length: 60 }, (_, index) => `k${String(index)}`);
  for (const key of keys) await plan(key, '2026-01-01T00:00:00Z');
  const counts = await Promise.all([
    open().runDue('frozen', '2026-01-01T00:00:00.000Z'),
    open().runDue('frozen', '2026-01-01T00:00:00.000Z'),
  ]);
  expect(counts[0] + counts[1]).toBe(60);
  expect((await rung()).sort()).toEqual(keys.map((key) => `${key} 01-01`).sort());
});

test('what fails changes nothing, holds nothing up, is tried again and given up at last', async () => {
  const work = open();
  failing.add('bad');
  await plan('bad', '2026-01-01T00:00:00Z');
  await plan('good', '2026-01-02T00:00:00Z');
  expect(await work.runDue('frozen', '2026-01-02T00:00:00.000Z')).toBe(1);
  expect(await rung()).toEqual(['good 01-02']);
  expect(await left()).toEqual([{ key: 'bad', attempts: 1, gave_up: false }]);
  expect(await work.nextDue('frozen', '2026-02-01T00:00:00Z')).toBe('2026-01-01T00:00:00.000Z');
  for (let hour = 13; hour < 22; hour++) {
    real = `2026-11-02T${String(hour)}:00:00.000Z`;
    await work.runDue('frozen', '2026-01-02T00:00:00.000Z');
  }
  expect(await left()).toEqual([{ key: 'bad', attempts: 10, gave_up: true }]);
  expect(await work.nextDue('frozen', '2026-02-01T00:00:00Z')).toBeNull();
  failing.clear();
  await plan('bad', '2026-01-01T00:00:00Z');
  expect(await work.runDue('frozen', '2026-01-02T00:00:00.000Z')).toBe(1);
  expect(await left()).toEqual([]);
});

test('what is not ready waits without counting as failed', async () => {
  const work = open();
  ready = false;
  await plan('slow', '2026-01-01T00:00:00Z');
  expect(await work.runDue('frozen', '2026-01-01T00:00:00.000Z')).toBe(0);
  expect(await left()).toEqual([{ key: 'slow', attempts: 0, gave_up: false }]);
  ready = true;
  real = '2026-11-02T12:00:01.000Z';
  expect(await work.runDue('frozen', '2026-01-01T00:00:00.000Z')).toBe(1);
});
