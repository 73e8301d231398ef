// `npm run export -- account ID | tenant ID --out DIR`: all that is held, beside a running house.
import './start/node-version.mjs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

await import('./start/environment.mjs');
const { compileStale } = await import('./compile/stale.mjs');
await compileStale();
const { exportHeld } = await import('./export/command.mjs');
process.exitCode = await exportHeld({
  root: dirname(dirname(fileURLToPath(import.meta.url))),
  args: process.argv.slice(2),
});
