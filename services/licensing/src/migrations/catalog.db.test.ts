import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import pg from 'pg';
import { catalogFaults, dumpCatalog } from '@mainstay/kernel/db/catalog';
import { cloneDatabase, type TestDatabase } from '../../../../test/harness/database.js';

const committed = new URL('../../migrations/catalog.generated.txt', import.meta.url);

let made: TestDatabase;
let owner: pg.Client;

beforeAll(async () => {
  made = await cloneDatabase('licensing');
  owner = new pg.Client(made.ownerUrl);
  await owner.connect();
});

afterAll(async () => {
  await owner.end();
  await made.drop();
});

/** Signing in comes before any vendor is known, and an operator belongs to none: each finds rows by exact match. */
const exceptions = [
  'key not led by vendor_id: operator.operator_pkey',
  'policy without the vendor: api_key.api_key_app_login',
  'policy without the vendor: app_user.app_user_app_login',
  'policy without the vendor: membership.membership_app_login',
  'policy without the vendor: operator.operator_app_login',
  'policy without the vendor: vendor.vendor_app_login',
  'policy without the vendor: vendor.vendor_app_operator',
];

test('no hole in the scope but the exceptions that are written down', async () => {
  expect(await catalogFaults(owner)).toEqual(exceptions);
});

test('the migrations make the committed catalog (WRITE_CATALOG=1 writes it)', async () => {
  const dump = await dumpCatalog(owner);
  if (process.env['WRITE_CATALOG'] === '1') writeFileSync(committed, dump);
  expect(dump).toBe(readFileSync(committed, 'utf8'));
});
