// A process that opens a checkout's server as scripts/start.mjs does, from compiled output, and then does what it is
// told. Tests kill it.
import { createRequire } from 'node:module';
import { openEmbedded } from '@mainstay/kernel/embedded/supervisor';

const pg = createRequire(import.meta.url)('pg');
const [project, name] = process.argv.slice(2);
const server = await openEmbedded({ project, name, durable: true, environment: process.env });

process.on('message', async (order) => {
  if (order === 'stop with an open pool') {
    // None of its connections leaves by itself while the stop waits.
    const pool = new pg.Pool({
      connectionString: server.url('postgres'),
      max: 3,
      idleTimeoutMillis: 0,
    });
    // What kernel/db/driver does: without a listener any lost connection ends the process.
    pool.on('error', () => undefined);
    await Promise.all([1, 2, 3].map(() => pool.query('select pg_sleep(0.01)')));
  }
  await server.stop();
  process.disconnect();
});
process.send({
  pid: server.pid,
  how: server.how,
  url: server.url('postgres'),
  otherUsers: server.otherUsers(),
});
