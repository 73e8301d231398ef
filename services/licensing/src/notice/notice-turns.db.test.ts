import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { instantOf } from '@mainstay/kernel/act/instant';
import { openDatabase, type Database } from '@mainstay/kernel/db/driver';
import { openDueWork, type DueWork } from '@mainstay/kernel/due/due-work';
import { noOutlet } from '@mainstay/kernel/events/outlet';
import pg from 'pg';
import { bulkVendor, fillBulk } from '../../../../test/harness/bulk.js';
import { cloneDatabase, type TestDatabase } from '../../../../test/harness/database.js';
import { dueKinds } from '../due/due-kinds.js';
import { planNotices } from './plan-notices.js';

const planned = '2026-11-01T12:00:00.000Z';
const due = '2026-11-10T08:00:00.000Z';

let made: TestDatabase;
let owner: pg.Client;
let database: Database;
let work: DueWork;

beforeAll(async () => {
  made = await cloneDatabase('licensing');
  owner = new pg.Client(made.ownerUrl);
  await owner.connect();
  await fillBulk(owner, { accounts: 2, licensesEach: 2, tenant: 'cronwell', expiresOn: '2026-12-10' });
  const logger = { warn: () => undefined, error: () => undefined };
  database = openDatabase({ url: made.loginUrl, service: 'licensing', logger });
  const options = { database, kinds: dueKinds, outlet: noOutlet, vendors: 'vendor', logger } as const;
  work = openDueWork({ ...options, clock: () => planned, everyMs: 2 ** 30 });
});
afterAll(async () => {
  await work.stop();
  await database.close();
  await owner.end();
  await made.drop();
});

const licenses = async (accountId: string) =>
  (
    await owner.query<{ id: string }>('select id from license where account_id = $1 order by id', [accountId])
  ).rows.map(({ id }) => id);

function plan(licenseIds: readonly string[], beforeCommit: () => Promise<void> = () => Promise.resolve()) {
  return database.transactAs({ job: 'test', vendorId: bulkVendor }, async (transaction) => {
    await planNotices(transaction, licenseIds, instantOf(planned, 'Europe/Stockholm'));
    await beforeCommit();
  });
}

async function isWaitedFor(): Promise<boolean> {
  const { rows } = await owner.query(
    "select from pg_locks where locktype = 'advisory' and not granted and database = (select oid from pg_database where datname = current_database())",
  );
  return rows.length > 0;
}

test('what is planned for an instant while its job runs is sent by it', async () => {
  const [first = '', second = ''] = await licenses('acc_00001');
  await plan([first]);
  // Planned while the job has begun already; it is committed once the job waits, or has ended without.
  const run = { over: false };
  let running: Promise<number> = Promise.resolve(0);
  await plan([second], async () => {
    running = work.runDue(bulkVendor, due);
    void running.finally(() => (run.over = true));
    while (!run.over && !(await isWaitedFor())) await owner.query('select pg_sleep(0.005)');
  });
  await running;
  const { rows } = await owner.query<{ license_id: string; state: string }>(
    'select license_id, state from notice order by license_id',
  );
  expect(rows).toEqual([first, second].map((id) => ({ license_id: id, state: 'SENT' })));
  const mails = await owner.query<{ data: unknown }>('select data from mail');
  for (const { data } of mails.rows)
    expect(data).toMatchObject({ licenses: [{ licenseId: first }, { licenseId: second }] });
});

test('who plans for several accounts waits for nobody who does so in another order', async () => {
  const [one, other] = [await licenses('acc_00000'), await licenses('acc_00001')];
  await owner.query("update coverage_period set expires_on = '2027-03-10'");
  const rounds = Array.from({ length: 20 }, (_, round) =>
    plan(round % 2 === 0 ? [...one, ...other] : [...other, ...one]),
  );
  await Promise.all(rounds);
  const { rows } = await owner.query("select from notice where expires_on = '2027-03-10'");
  expect(rows).toHaveLength(4);
});

test('a license that has changed its owner meanwhile is told of to the new one', async () => {
  const [moved = '', stays = ''] = await licenses('acc_00001');
  await owner.query("update coverage_period set expires_on = '2027-05-10'");
  await plan([moved, stays]);
  for (const [table, id] of [
    ['license', 'id'],
    ['coverage_period', 'subject_id'],
  ] as const)
    await owner.query(
      `update ${table} set account_id = 'acc_00000', reseller_id = 'acc_00000' where ${id} = $1`,
      [moved],
    );
  await work.runDue(bulkVendor, '2027-04-10T07:00:00.000Z');
  const { rows } = await owner.query<{ account_id: string; license: string }>(
    `select distinct m.account_id, l->>'licenseId' as license from mail m, jsonb_array_elements(m.data->'licenses') l
     where l->>'endsOn' = '2027-05-10' and l->>'licenseId' = any($1) order by 2`,
    [[moved, stays]],
  );
  expect(rows).toEqual([
    { account_id: 'acc_00000', license: moved },
    { account_id: 'acc_00001', license: stays },
  ]);
});
