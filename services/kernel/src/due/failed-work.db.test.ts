import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import pg from 'pg';
import { createDatabase, type TestDatabase } from '../../../../test/harness/database.js';
import { trailMigration } from '../act/trail.js';
import { openDatabase, type Database } from '../db/driver.js';
import { migration } from '../db/migration.js';
import { scopedTable } from '../db/policies.js';
import { noOutlet } from '../events/outlet.js';
import { dueMigration } from './due-table.js';
import { openDueWork } from './due-work.js';
import { doAgain, failedWork } from './failed-work.js';

const logger = { warn: () => undefined, error: () => undefined };
let made: TestDatabase;
let database: Database;
let owner: pg.Client;

const vendors = migration('0001_vendors', [
  'create table known_vendor (vendor_id text primary key, zone text not null, clock_kind text not null)',
  ...scopedTable({
    table: 'known_vendor',
    read: { app_worker: '*', app_jobs: { columns: '*', rows: { where: 'true' } } },
  }),
  "insert into known_vendor values ('v0', 'UTC', 'REAL'), ('v1', 'UTC', 'REAL')",
]);

beforeAll(async () => {
  made = await createDatabase([trailMigration('0000_trail'), dueMigration('0000_due'), vendors]);
  database = openDatabase({ url: made.loginUrl, service: 'things', logger });
  owner = new pg.Client(made.ownerUrl);
  await owner.connect();
});

afterAll(async () => {
  await Promise.all([owner.end(), database.close()]);
  await made.drop();
});

/** Two vendors' were given up, one is tried again, one has not failed. */
beforeEach(async () => {
  await owner.query('truncate due_work, audit_entry');
  await owner.query(
    `insert into due_work (vendor_id, kind, key, due_at, attempts, next_attempt_at, gave_up_at, last_fault) values
       ('v0', 'bell', 'a', '2026-11-02', 10, '2026-11-02', '2026-11-03', 'RangeError'),
       ('v1', 'bell', 'a', '2026-11-01', 10, '2026-11-02', '2026-11-03', 'Error'),
       ('v0', 'bell', 'b', '2026-11-02', 3, '2999-01-01', null, 'Error'),
       ('v0', 'drum', 'a', '2026-11-02', 0, '-infinity', null, null)`,
  );
});

const states = async () =>
  (await failedWork(database, 100)).shown.map(
    ({ vendorId, kind, key, state, attempts }) => `${vendorId} ${kind}/${key} ${state} ${String(attempts)}`,
  );

test('what failed is told with what became of it, the given up first, and nothing that only waits', async () => {
  expect(await states()).toEqual(['v1 bell/a GAVE_UP 10', 'v0 bell/a GAVE_UP 10', 'v0 bell/b TRIED_AGAIN 3']);
  const { shown, total } = await failedWork(database, 1);
  expect(total).toBe(3);
  expect(shown).toEqual([
    {
      ...{ vendorId: 'v1', kind: 'bell', key: 'a', dueAt: '2026-11-01 00:00:00+00', attempts: 10 },
      ...{ lastFault: 'Error', state: 'GAVE_UP', since: '2026-11-03 00:00:00+00', nextAt: null },
    },
  ]);
});

test('one name is done again, of whichever vendor, also before its time', async () => {
  const again = await doAgain(database, { kind: 'bell', key: 'a' });
  expect(again.map(({ vendorId }) => vendorId).sort()).toEqual(['v0', 'v1']);
  expect(await states()).toEqual(['v0 bell/b TRIED_AGAIN 3']);
  expect(await doAgain(database, { kind: 'bell', key: 'b' })).toHaveLength(1);
  expect(await states()).toEqual([]);
  for (const kind of ['drum', 'nothing']) expect(await doAgain(database, { kind, key: 'a' })).toEqual([]);
});

test('all that was given up is done by the next look, and what is tried again waits for its time', async () => {
  expect(await doAgain(database, null)).toHaveLength(2);
  const done: string[] = [];
  const kind = {
    act: 'bellRing',
    run: (_: unknown, { key }: { readonly key: string }) => {
      done.push(key);
      return Promise.resolve('NOTHING' as const);
    },
  };
  const work = openDueWork({
    ...{ database, kinds: { bell: kind, drum: kind }, outlet: noOutlet, vendors: 'known_vendor' as const },
    ...{ clock: () => '2026-11-04T00:00:00Z', logger, everyMs: 3_600_000 },
  });
  await work.look();
  await work.stop();
  expect(done.sort()).toEqual(['a', 'a', 'a']);
  expect(await states()).toEqual(['v0 bell/b TRIED_AGAIN 3']);
});
