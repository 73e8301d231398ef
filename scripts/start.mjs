// `npm start [-- [--apart] [--port N]]`: the whole graph with four demo vendors on a PostgreSQL of its own.
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

const usage = `npm start [-- [--apart] [--port N]]

  --apart   gateway and subgraphs as four processes instead of one
  --port N  where the graph is asked: 4000 unless told, 0 takes any free port

npm run reset removes what starts have kept.`;

function readArguments() {
  try {
    const { values } = parseArgs({
      options: {
        apart: { type: 'boolean' },
        reset: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
        port: { type: 'string', default: '4000' },
      },
    });
    if (values.help) {
      console.log(usage);
      process.exit(0);
    }
    // npm takes options that stand before `--` for its own, and passes them on in the environment alone.
    for (const option of ['apart', 'port'])
      if (process.env[`npm_config_${option}`] !== undefined)
        throw new Error(`--${option} must stand behind --, or npm keeps it: npm start -- --${option}`);
    const port = Number(values.port);
    if (!Number.isInteger(port) || port < 0 || port > 65_535)
      throw new Error('--port takes a number from 0 to 65535');
    return { ...values, port };
  } catch (error) {
    console.error(`${error.message}\n\n${usage}`);
    process.exit(2);
  }
}

const asked = readArguments();
const { compileStale } = await import('./compile/stale.mjs');
try {
  const { compiled } = await compileStale();
  if (compiled > 0) say(`compiled ${compiled} files`);
  if (asked.reset) {
    const { reset } = await import('./start/reset.mjs');
    await reset(root, say);
  } else {
    const { readEnvironment } = await import('./start/settings.mjs');
    const { logLevel } = await readEnvironment(process.env);
    const { start } = await import('./start/house.mjs');
    await start({ root, asked, say, logLevel });
  }
} catch (error) {
  const { faultText } = await import('./start/fault-text.mjs');
  console.error(faultText(error, asked.port));
  process.exit(1);
}
