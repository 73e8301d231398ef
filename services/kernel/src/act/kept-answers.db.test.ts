import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import pg from 'pg';
import { createDatabase, type TestDatabase } from '../../../../test/harness/database.js';
import { openDatabase, type Database } from '../db/driver.js';
import { openKeptAnswers, type KeptAnswers } from './kept-answers.js';
import { trailMigration } from './trail.js';

const silent = { warn: () => undefined, error: () => undefined };
const now = '2026-11-02T12:00:00.000Z';
let made: TestDatabase;
let database: Database;
let owner: pg.Client;
const opened: KeptAnswers[] = [];

beforeAll(async () => {
  made = await createDatabase([trailMigration('0000_trail')]);
  database = openDatabase({ url: made.loginUrl, service: 'things', logger: silent });
  owner = new pg.Client(made.ownerUrl);
  await owner.connect();
});

beforeEach(async () => {
  await owner.query('truncate idempotent_answer');
});

afterAll(async () => {
  await Promise.all(opened.map((kept) => kept.stop()));
  await Promise.all([owner.end(), database.close()]);
  await made.drop();
});

function open(): KeptAnswers {
  const kept = openKeptAnswers({ database, clock: () => now, logger: silent, everyMs: 3_600_000 });
  opened.push(kept);
  return kept;
}

/** Of two vendors in turn. */
const answer = (key: string, recordedAt: string, count = 1) =>
  owner.query(
    `insert into idempotent_answer (vendor_id, actor_id, act, key, input_digest, result, recorded_at)
     select 'v' || n % 2, 'm1', 'noteCreate', $1 || ' ' || n, 'digest', '{}', $2 from generate_series(1, $3::integer) n`,
    [key, recordedAt, count],
  );

const left = async () =>
  (
    await owner.query<{ key: string }>('select key from idempotent_answer order by recorded_at, key')
  ).rows.map(({ key }) => key);

test('an answer is kept for thirty days by the real clock, and no longer', async () => {
  await answer('a year', '2025-11-02T12:00:00Z', 3);
  await answer('too old by a moment', '2026-10-03T11:59:59.999Z');
  await answer('thirty days', '2026-10-03T12:00:00Z');
  await answer('today', now, 2);
  expect(await open().forget()).toBe(4);
  expect(await left()).toEqual(['thirty days 1', 'today 1', 'today 2']);
  expect(await open().forget()).toBe(0);
});

test('of a backlog all are forgotten, also of one instant, and by two at once each is once', async () => {
  await answer('of one instant', '2026-01-01T00:00:00Z', 2_500);
  for (let day = 1; day < 28; day += 1)
    await answer(`of ${String(day)}`, `2026-02-${String(day).padStart(2, '0')}`, 100);
  await answer('kept', now, 1);
  const counts = await Promise.all([open().forget(), open().forget()]);
  expect(counts[0] + counts[1]).toBe(5_200);
  expect(await left()).toEqual(['kept 1']);
});

test('a job that forgets them sees whose none of them is, and what none of them says', async () => {
  await answer('of somebody', '2026-01-01T00:00:00Z');
  const { rows } = await owner.query<{ readable: string }>(
    `select column_name as readable from information_schema.column_privileges
     where table_name = 'idempotent_answer' and grantee = 'app_jobs' and privilege_type = 'SELECT'`,
  );
  expect(rows).toEqual([{ readable: 'recorded_at' }]);
});
