import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import pg from 'pg';
import { catalogFaults, dumpCatalog } from '@mainstay/kernel/db/catalog';
import { cloneDatabase, type TestDatabase } from '../../../../test/harness/database.js';

const committed = new URL('../../migrations/catalog.generated.txt', import.meta.url);

let made: TestDatabase;
let owner: pg.Client;

beforeAll(async () => {
  made = await cloneDatabase('billing');
  owner = new pg.Client(made.ownerUrl);
  await owner.connect();
});

afterAll(async () => {
  await owner.end();
  await made.drop();
});

test('no hole in the scope, and no exception', async () => {
  expect(await catalogFaults(owner)).toEqual([]);
});

test('the migrations make the committed catalog (WRITE_CATALOG=1 writes it)', async () => {
  const dump = await dumpCatalog(owner);
  if (process.env['WRITE_CATALOG'] === '1') writeFileSync(committed, dump);
  expect(dump).toBe(readFileSync(committed, 'utf8'));
});
