// `npm start [-- --apart] [-- --port N]`: the whole graph with four demo vendors on a PostgreSQL of its own.
// `npm run reset` removes what it keeps.
import './start/node-version.mjs';
import { parseArgs } from 'node:util';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

await import('./start/environment.mjs');
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const startedAt = performance.now();
const say = (text) =>
  console.log(`${((performance.now() - startedAt) / 1000).toFixed(1).padStart(5)} s  ${text}`);

function readArguments() {
  try {
    const { values } = parseArgs({
      options: {
        apart: { type: 'boolean' },
        reset: { type: 'boolean' },
        port: { type: 'string', default: '4000' },
      },
    });
    const port = Number(values.port);
    if (!Number.isInteger(port) || port < 0 || port > 65_535)
      throw new Error('--port takes a number from 0 to 65535');
    return { ...values, port };
  } catch (error) {
    console.error(`${error.message}\nnpm start [-- --apart] [-- --port 4000]`);
    process.exit(2);
  }
}

const asked = readArguments();
const { compileStale } = await import('./compile/stale.mjs');
try {
  const compiled = await compileStale();
  if (compiled > 0) say(`compiled ${compiled} files`);
  if (asked.reset) {
    const { reset } = await import('./start/reset.mjs');
    await reset(root, say);
  } else {
    const { start } = await import('./start/house.mjs');
    await start({ root, asked, say, logLevel: process.env.MAINSTAY_LOG_LEVEL ?? 'warn' });
  }
} catch (error) {
  if (error?.code === 'EADDRINUSE')
    console.error(`Port ${asked.port} is taken. Take another: npm start -- --port ${asked.port + 1}`);
  else console.error(error instanceof Error ? error.stack : error);
  process.exit(1);
}
