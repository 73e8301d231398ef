// `npm run backup -- DIR`: all databases of the embedded server at one point, while the house is up.
import './start/node-version.mjs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

await import('./start/environment.mjs');
const { compileStale } = await import('./compile/stale.mjs');
await compileStale();
const { backup } = await import('./backup/commands.mjs');
process.exitCode = await backup({
  root: dirname(dirname(fileURLToPath(import.meta.url))),
  args: process.argv.slice(2),
});
