// `npm run restore -- DIR`: puts a backup in the place of the data of all starts, while none runs.
import './start/node-version.mjs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

await import('./start/environment.mjs');
const { compileStale } = await import('./compile/stale.mjs');
await compileStale();
const { restore } = await import('./backup/commands.mjs');
process.exitCode = await restore({
  root: dirname(dirname(fileURLToPath(import.meta.url))),
  args: process.argv.slice(2),
});
