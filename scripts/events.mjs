// `npm run events -- list | retry <event id> | retry --all`: what services owe each other, beside a running house.
import './start/node-version.mjs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

await import('./start/environment.mjs');
const { compileStale } = await import('./compile/stale.mjs');
await compileStale();
const { events } = await import('./events/command.mjs');
process.exitCode = await events({
  root: dirname(dirname(fileURLToPath(import.meta.url))),
  args: process.argv.slice(2),
});
