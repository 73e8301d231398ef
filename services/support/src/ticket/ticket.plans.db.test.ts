import { afterAll, beforeAll, expect, test } from '@jest/globals';
import pg from 'pg';
import { openDatabase, type Database } from '@mainstay/kernel/db/driver';
import { statement, type ScopedDatabase } from '@mainstay/kernel/db/scoped';
import type { DatabaseRole, Viewer } from '@mainstay/kernel/graph/viewer';
import { cloneDatabase, type TestDatabase } from '../../../../test/harness/database.js';
import { MessageReads } from './message.reads.js';
import { TicketReads, type TicketsAsked } from './ticket.reads.js';

/** Enough tickets that walking all of them is dear and a plan without an index would be seen. */
const fill = [
  `insert into ticket select 'v' || n % 2, 't' || lpad(n::text, 8, '0'), 'a' || n % 500, case when n % 3 = 0 then 'r' || n % 9 end,
     'l' || n % 5000, n, 'subject', case when n % 41 < 2 then 'OPEN' else 'CLOSED' end, 'PORTAL', 'CUSTOMER',
     timestamptz '2020-01-01' + n * interval '1 minute',
     case when n % 41 >= 2 then timestamptz '2026-01-01' end from generate_series(1, 40000) n`,
  `insert into ticket_message select vendor_id, 'm' || id, account_id, reseller_id, id, 'STAFF', 'body', opened_at, true from ticket`,
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
  if (node.Plans !== undefined && node.Plans.length > 0) {
    return node.Plans.reduce((sum, child) => sum + rowsTouched(child), 0);
  }
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
    role: 'VENDOR_ADMIN',
    databaseRole,
    vendorId: 'v1',
    accountId,
    licenseId: null,
    userId: null,
    membershipId: null,
    keyId: null,
    scopes: [],
    now: '',
    zone: 'UTC',
  };
}

const viewers: [DatabaseRole, string | null][] = [
  ['app_admin', null],
  ['app_analyst', null],
  ['app_reseller', 'r3'],
  ['app_customer', 'a7'],
];
const asks: Omit<TicketsAsked, 'page'>[] = [
  {},
  { orderBy: { field: 'NUMBER', direction: 'ASC' } },
  { filter: { open: true } },
  { filter: { states: ['OPEN'] } },
  { filter: { accountId: 'a7' } },
  { filter: { licenseId: 'l7' } },
  { filter: { licenseId: 'l7', open: false }, orderBy: { field: 'NUMBER', direction: 'DESC' } },
];

test.each(viewers)('no list of %s walks more than a few of 40,000 tickets', async (role, account) => {
  const touched = new Map<string, number>();
  const reader = { database: counting(touched), viewer: viewerOf(role, account) };
  const reads = new TicketReads(reader);
  for (const ask of asks) {
    const page = await reads.list({ ...ask, page: { first: 2 } });
    if (page.rows.length > 0) await reads.list({ ...ask, page: { last: 2, before: page.cursorOf(0) } });
  }
  await reads.ofLicense('l7', { page: { first: 3 }, filter: { open: true } });
  await reads.ofAccount('a7', { page: { first: 3 } });
  await reads.byId('t00000007');
  await new MessageReads(reader).ofTicket('t00000007', { first: 5 });
  expect(touched.size).toBeGreaterThan(asks.length);
  expect([...touched].filter(([, rows]) => rows > 200)).toEqual([]);
});
