// `npm run reconcile [-- --send]`: whether services still know what others have told them, beside a running house.
import './start/node-version.mjs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

await import('./start/environment.mjs');
const { compileStale } = await import('./compile/stale.mjs');
await compileStale();
const { reconcile } = await import('./reconcile/command.mjs');
process.exitCode = await reconcile({
  root: dirname(dirname(fileURLToPath(import.meta.url))),
  args: process.argv.slice(2),
});
