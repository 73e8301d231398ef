// A PostgreSQL for tests, shared by the runs of one checkout that overlap. It keeps its data between runs, since the
// templates in it are worth keeping; what tests make in it is removed.
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { makeTemplates } from './templates.mjs';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const pg = createRequire(import.meta.url)('pg');

export async function openTestCluster() {
  const { openEmbedded } = await import('@mainstay/kernel/embedded/supervisor');
  const server = await openEmbedded({
    project: root,
    name: 'test',
    durable: false,
    environment: process.env,
  });
  try {
    await dropLeftovers(server);
    const templates = await makeTemplates(server, root);
    const facts = { url: server.url('postgres'), run: process.pid, templates };
    return {
      environment: { MAINSTAY_TEST_CLUSTER: JSON.stringify(facts) },
      close: async () => {
        await dropDatabases(server, (run) => run === process.pid);
        await server.stop();
      },
    };
  } catch (error) {
    await server.stop();
    throw error;
  }
}

/** Databases of runs that were killed before they could remove them. */
async function dropLeftovers(server) {
  const running = new Set([process.pid, ...server.otherUsers()]);
  await dropDatabases(server, (run) => !running.has(run));
}

/** A test's database is called `test_<run>_…` and so is its login. */
async function dropDatabases(server, ofRun) {
  const client = new pg.Client({ connectionString: server.url('postgres') });
  await client.connect();
  try {
    const { rows } = await client.query(
      "select datname as name from pg_database where datname like 'test\\_%' union select rolname from pg_roles where rolname like 'test\\_%\\_login'",
    );
    const names = rows.map((row) => row.name).filter((name) => ofRun(Number(name.split('_')[1])));
    for (const name of names.filter((each) => !each.endsWith('_login')))
      await client.query(`drop database if exists ${name} with (force)`);
    for (const name of names.filter((each) => each.endsWith('_login')))
      await client.query(`drop role if exists ${name}`);
  } finally {
    await client.end();
  }
}
