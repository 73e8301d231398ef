import { afterAll, beforeAll, expect, test } from '@jest/globals';
import pg from 'pg';
import { ownerUrlOf, testCluster } from './cluster.js';
import { cloneDatabase, type TestDatabase } from './database.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await cloneDatabase('licensing');
});
afterAll(async () => {
  await database.drop();
});

async function ask(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<{ [column: string]: unknown }>(sql)).rows;
  } finally {
    await client.end();
  }
}

test('a clone has the migrated tables', async () => {
  expect(await ask(database.ownerUrl, 'select count(*)::int as n from license')).toEqual([{ n: 0 }]);
});

test('its login reads nothing without taking a role', async () => {
  await expect(ask(database.loginUrl, 'select * from public.license')).rejects.toThrow(/permission denied/);
});

test('its login opens no other database', async () => {
  const other = await cloneDatabase('support');
  const url = new URL(database.loginUrl);
  url.pathname = new URL(other.ownerUrl).pathname;
  await expect(ask(url.href, 'select 1')).rejects.toThrow(/permission denied/);
  await other.drop();
});

test('a template takes no connection, so that it can always be cloned', async () => {
  const { bare } = testCluster().templates.licensing;
  await expect(ask(ownerUrlOf(bare), 'select 1')).rejects.toThrow(/not currently accepting connections/);
});
