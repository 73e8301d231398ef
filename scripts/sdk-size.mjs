// `npm run sdk:size`: what one call of the SDK costs who installs and bundles it, against limits. It measures the
// package as it would be published: built by tsc into a folder of its own, which is removed again.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
const windows = process.platform === 'win32';

const oneCall = `import { createClient, listLicenses } from './dist/index.js';
const client = createClient({ endpoint: 'https://api.example.com/graphql', token: 'token' });
console.log(await listLicenses(client, { first: 10 }));`;

function run(command, args, options) {
  const { status, stdout, stderr, error } = spawnSync(command, args, { encoding: 'utf8', ...options });
  if (status !== 0) throw new Error(`${command} failed: ${error?.message ?? (stderr || stdout)}`);
  return stdout;
}

/** The package's folder as it is published, with fresh JavaScript and declarations. */
function buildPackage(folder) {
  for (const part of ['package.json', 'README.md', 'schema.graphql'])
    cpSync(join(root, 'sdk', part), join(folder, part), { recursive: true });
  run(process.execPath, [tsc, '-p', join(root, 'sdk'), '--outDir', join(folder, 'dist')]);
}

async function bundleOneCall(folder) {
  const { outputFiles } = await build({
    stdin: { contents: oneCall, resolveDir: folder, loader: 'js' },
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    write: false,
    logLevel: 'silent',
  });
  return Buffer.from(outputFiles[0].contents);
}

function installedBytes(folder) {
  const packed = run('npm', ['pack', '--dry-run', '--json'], { cwd: folder, shell: windows });
  const told = JSON.parse(packed);
  const [{ unpackedSize }] = Array.isArray(told) ? told : Object.values(told);
  return unpackedSize;
}

function declarationLines(folder) {
  return readdirSync(join(folder, 'dist'))
    .filter((name) => name.endsWith('.d.ts'))
    .map(
      (name) =>
        readFileSync(join(folder, 'dist', name), 'utf8')
          .trimEnd()
          .split('\n').length,
    )
    .reduce((sum, lines) => sum + lines, 0);
}

mkdirSync(join(root, '.run'), { recursive: true });
const folder = mkdtempSync(join(root, '.run', 'sdk-size-'));
try {
  buildPackage(folder);
  const bundle = await bundleOneCall(folder);
  const figures = [
    ['one call, bundled and minified (bytes)', bundle.length, 5_000],
    ['one call, gzip (bytes)', gzipSync(bundle, { level: 9 }).length, 2_500],
    ['package, unpacked (bytes)', installedBytes(folder), 1_000_000],
    ['declarations (lines)', declarationLines(folder), 15_000],
  ];
  for (const [what, size, limit] of figures) {
    const [is, most] = [size, limit].map((number) => number.toLocaleString('en-US').padStart(9));
    console.log(`${size > limit ? 'OVER' : 'ok  '}  ${what.padEnd(40)} ${is} of ${most}`);
    if (size > limit) process.exitCode = 1;
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
