import { randomBytes } from 'node:crypto';
import pg from 'pg';
import type { SqlMigration } from '@mainstay/kernel/db/migration';
import { loginUrlOf, prepareDatabase } from '@mainstay/kernel/db/prepare';
import { createLogin, loginRoleOf } from '@mainstay/kernel/db/roles';
import { ownerUrlOf, testCluster, type ServiceName } from './cluster.js';

/** A database of one test file's own. */
export interface TestDatabase {
  /** Of the administrator, who owns the tables and bypasses their policies: for arranging and for looking. */
  readonly ownerUrl: string;
  /** What a running service connects with. */
  readonly loginUrl: string;
  /** Removes database and login; connections still open to it are cut. */
  drop(): Promise<void>;
}

/** Of the login of every test's database. */
export const loginPassword = 'of a test';

/** A service's migrated database, empty or with the demo world of the tests' fixed day. */
export async function cloneDatabase(
  service: ServiceName,
  { demo = false }: { readonly demo?: boolean } = {},
): Promise<TestDatabase> {
  const template = testCluster().templates[service];
  const name = newName(service);
  await asAdministrator(async (client) => {
    await client.query(`create database ${name} template ${demo ? template.demo : template.bare}`);
    for (const sql of createLogin(name, loginPassword)) await client.query(sql);
  });
  return opened(name);
}

/** A database with a history of the test's own, for what the kernel does alike for every service. */
export async function createDatabase(migrations: readonly SqlMigration[]): Promise<TestDatabase> {
  const name = newName('own');
  await asAdministrator((client) => client.query(`create database ${name} template template0`));
  await prepareDatabase({ ownerUrl: ownerUrlOf(name), loginPassword, migrations });
  return opened(name);
}

/** The run's process id is in the name, so that scripts/test.mjs can remove what a killed run left. */
function newName(what: string): string {
  return `test_${String(testCluster().run)}_${what}_${randomBytes(5).toString('hex')}`;
}

function opened(name: string): TestDatabase {
  const ownerUrl = ownerUrlOf(name);
  return {
    ownerUrl,
    loginUrl: loginUrlOf(ownerUrl, loginRoleOf(name), loginPassword),
    drop: () =>
      asAdministrator(async (client) => {
        await client.query(`drop database if exists ${name} with (force)`);
        await client.query(`drop role if exists ${loginRoleOf(name)}`);
      }),
  };
}

async function asAdministrator<Result>(work: (client: pg.Client) => Promise<Result>): Promise<Result> {
  const client = new pg.Client({ connectionString: testCluster().url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
