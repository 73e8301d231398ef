// `npm run bench [-- --only page|validation|order] [-- --seconds N] [-- --rounds N] [-- --connections N] [-- --profile folder]`:
// the federated page "my licenses" beside the same page written by hand, over the same databases; the validation of a
// license beside pgbench with the same SQL, which Debian's package `postgresql` has; and an order of 500 lines, from
// placed to fulfilled, beside one of a single line. Figures of one run compare with
// each other and with no other run's.
import './start/node-version.mjs';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';

await import('./start/environment.mjs');
const root = dirname(dirname(fileURLToPath(import.meta.url)));

function readArguments() {
  try {
    const { values } = parseArgs({
      options: {
        seconds: { type: 'string', default: '5' },
        rounds: { type: 'string', default: '7' },
        connections: { type: 'string', default: '16' },
        profile: { type: 'string' },
        only: { type: 'string' },
      },
    });
    const positive = (name) => {
      const number = Number(values[name]);
      if (!(number > 0 && Number.isFinite(number))) throw new Error(`--${name} takes a number above 0`);
      return number;
    };
    const whole = (name) => {
      const number = positive(name);
      if (!Number.isInteger(number)) throw new Error(`--${name} takes a whole number`);
      return number;
    };
    const seconds = positive('seconds');
    const only = values.only ?? null;
    if (only !== null && !['page', 'validation', 'order'].includes(only))
      throw new Error('--only takes page, validation or order');
    return {
      plan: { seconds, rounds: whole('rounds'), connections: whole('connections'), warmUpSeconds: seconds },
      only,
      profileFolder: values.profile === undefined ? null : resolve(values.profile),
    };
  } catch (error) {
    console.error(
      `${error.message}\nnpm run bench [-- --only page] [-- --seconds 5] [-- --rounds 7] [-- --connections 16] [-- --profile folder]`,
    );
    process.exit(2);
  }
}

/** The bench is of no workspace, and so compiled here: its files beside each other, where packages are found. */
async function compileBench() {
  const { transform } = await import('@swc/core');
  const output = join(root, '.cache', 'bench');
  rmSync(output, { recursive: true, force: true });
  mkdirSync(output, { recursive: true });
  writeFileSync(join(output, 'package.json'), '{ "type": "module" }\n');
  for (const file of readdirSync(join(root, 'bench')).filter((name) => name.endsWith('.ts'))) {
    const { code } = await transform(readFileSync(join(root, 'bench', file), 'utf8'), {
      swcrc: false,
      configFile: false,
      filename: file,
      jsc: { target: 'es2024', parser: { syntax: 'typescript' } },
      module: { type: 'es6' },
    });
    writeFileSync(join(output, file.replace(/\.ts$/, '.js')), code);
  }
  return pathToFileURL(join(output, 'run.js')).href;
}

const { plan, only, profileFolder } = readArguments();
const { compileStale } = await import('./compile/stale.mjs');
try {
  await compileStale();
  const { runBench } = await import(await compileBench());
  const processes = await import('./start/apart.mjs');
  await runBench({ root, processes, plan, only, profileFolder, say: (line) => console.log(line) });
} catch (error) {
  console.error(error instanceof Error ? error.stack : error);
  process.exitCode = 1;
}
