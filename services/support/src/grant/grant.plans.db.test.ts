import { afterAll, beforeAll, expect, test } from '@jest/globals';
import pg from 'pg';
import { openDatabase, type Database } from '@mainstay/kernel/db/driver';
import { statement, type ScopedDatabase } from '@mainstay/kernel/db/scoped';
import type { DatabaseRole, Viewer } from '@mainstay/kernel/graph/viewer';
import { cloneDatabase, type TestDatabase } from '../../../../test/harness/database.js';
import { GrantReads } from './grant.reads.js';
import { LedgerReads } from './ledger.reads.js';

/** Enough lots and entries that walking all of them is dear and a plan without an index would be seen. */
const fill = [
  `insert into support_grant (vendor_id, id, account_id, reseller_id, unit, units, source, granted_at, expires_on)
   select 'v' || n % 2, 'g' || lpad(n::text, 8, '0'), 'a' || n % 500, case when n % 3 = 0 then 'r' || n % 9 end,
     'TICKET', 4, 'GOODWILL', timestamptz '2020-01-01' + n * interval '1 hour',
     case when n % 4 > 0 then date '2021-01-01' + n % 3000 end from generate_series(1, 20000) n`,
  `insert into ledger_entry (vendor_id, id, account_id, reseller_id, grant_id, kind, units, entered_at, actor_kind, actor_id)
   select vendor_id, 'e' || id, account_id, reseller_id, id, 'GRANTED', 4, granted_at, 'JOB', 'job:test' from support_grant`,
  `insert into ledger_entry (vendor_id, id, account_id, reseller_id, grant_id, kind, units, entered_at, actor_kind, actor_id)
   select vendor_id, 'f' || id, account_id, reseller_id, id, 'EXPIRED', 4, granted_at, 'JOB', 'job:test' from support_grant
   where expires_on < '2026-11-02'`,
  'analyze',
];

let made: TestDatabase;
let owner: pg.Client;
let database: Database;

beforeAll(async () => {
  made = await cloneDatabase('support');
  owner = new pg.Client(made.ownerUrl);
  await owner.connect();
  for (const sql of fill) await owner.query(sql);
  database = openDatabase({ url: made.loginUrl, service: 'support', max: 1, logger: console });
});

afterAll(async () => {
  await database.close();
  await owner.end();
  await made.drop();
});

interface PlanNode {
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly Plans?: readonly PlanNode[];
}

/** Rows that the scans at the ends of a plan looked at. */
function rowsTouched(node: PlanNode): number {
  if (node.Plans !== undefined && node.Plans.length > 0)
    return node.Plans.reduce((sum, child) => sum + rowsTouched(child), 0);
  return (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0)) * node['Actual Loops'];
}

/** Reads as usual and keeps what each statement touched, planned and run as its role does. */
function counting(touched: Map<string, number>): ScopedDatabase {
  return {
    read: async (viewer, asked, values, signal) => {
      const explain = statement<{ 'QUERY PLAN': [{ Plan: PlanNode }] }>(
        `explain ${asked.name}`,
        `explain (analyze, timing off, format json) ${asked.text}`,
      );
      const [row] = await database.read(viewer, explain, values, signal);
      touched.set(asked.name, rowsTouched(row!['QUERY PLAN'][0].Plan));
      return database.read(viewer, asked, values, signal);
    },
  };
}

function viewerOf(databaseRole: DatabaseRole, accountId: string | null): Viewer {
  return {
    ...{ role: 'VENDOR_ADMIN', databaseRole, vendorId: 'v1', accountId, licenseId: null, userId: null },
    ...{ membershipId: null, keyId: null, scopes: [], now: '2026-11-02T12:00:00Z', zone: 'UTC' },
  };
}

const viewers: [DatabaseRole, string | null][] = [
  ['app_admin', null],
  ['app_analyst', null],
  ['app_reseller', 'r3'],
  ['app_customer', 'a7'],
];

test.each(viewers)('no read of %s walks more than the lots of the account', async (role, account) => {
  const touched = new Map<string, number>();
  const reader = { database: counting(touched), viewer: viewerOf(role, account) };
  const grants = new GrantReads(reader, () => '2026-11-02');
  for (const filter of [{}, { active: true }, { active: false }, { unit: 'TICKET' }]) {
    const page = await grants.ofAccount('a7', { page: { first: 2 }, filter });
    await page.totalCount();
  }
  await grants.balanceOf('a7', '2026-11-02');
  await grants.byId('g00000007');
  await new LedgerReads(reader).ofGrant('g00000007', { first: 5 });
  expect(touched.size).toBeGreaterThan(8);
  // An account has 40 lots with at most two entries each.
  expect([...touched].filter(([, rows]) => rows > 200)).toEqual([]);
});
