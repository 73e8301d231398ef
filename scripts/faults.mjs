// `npm run faults [-- --acts N] [-- --kills N] [-- --seed N]`: the house in four processes and its PostgreSQL are killed
// part by part while clients act, until each act is acknowledged; then everything is counted. A run of all tests has a
// short form of it. The same seed gives the same acts and the same kills, at whatever pace the machine has.
import './start/node-version.mjs';
import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';

await import('./start/environment.mjs');

const usage = 'npm run faults [-- --acts 5000] [-- --kills 200] [-- --seed N]';

function readArguments() {
  try {
    const { values } = parseArgs({
      options: {
        acts: { type: 'string', default: '5000' },
        kills: { type: 'string', default: '200' },
        seed: { type: 'string', default: String(randomInt(1_000_000)) },
        help: { type: 'boolean', short: 'h' },
      },
    });
    if (values.help) {
      console.log(usage);
      process.exit(0);
    }
    // Six kills are each part once, and licensing in the middle of a mail.
    const least = { acts: 1, kills: 6, seed: 0 };
    const asked = Object.entries(least).map(([name, from]) => {
      const number = Number(values[name]);
      if (!Number.isSafeInteger(number) || number < from)
        throw new Error(`--${name} takes a whole number from ${from} on`);
      return [name, number];
    });
    return Object.fromEntries(asked);
  } catch (error) {
    console.error(`${error.message}\n\n${usage}`);
    process.exit(2);
  }
}

const plan = readArguments();
const { compileStale } = await import('./compile/stale.mjs');
const { runJest } = await import('./test/jest.mjs');
await compileStale();
process.exitCode = await runJest(['--selectProjects', 'journeys', '--testPathPatterns', 'test/faults/'], {
  MAINSTAY_FAULTS: JSON.stringify(plan),
});
