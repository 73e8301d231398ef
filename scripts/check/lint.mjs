// The lint of `npm run check`: of what `eslint .` would read, only files whose findings can have changed since a lint
// that found nothing. A rule that knows types reads other files than the one it judges, which eslint's own cache does
// not see; so a changed file takes with it all that import it, however far away. `npm run lint` reads everything.
import '../start/node-version.mjs';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { globSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const stampPath = join(root, '.cache', 'lint.json');
const passedBy = new Set(['.git', '.run', '.cache', 'dist', 'node_modules', 'coverage']);
// What a finding depends on besides the sources; an install with other versions has another lock file.
const terms = ['eslint.config.mjs', 'eslint.zones.mjs', 'package-lock.json', 'tsconfig.json'];

function hashOf(...paths) {
  const hash = createHash('sha256');
  for (const path of paths) hash.update(readFileSync(join(root, path))).update('\0');
  return hash.digest('hex');
}

function readJson(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    // Absent or cut off: whoever asks then takes everything for stale.
    return null;
  }
}

/** Who imports a file, as the type check that ran before this has written it down. */
function readImporters() {
  const folder = join(root, '.cache');
  const { fileNames, fileIdsList, referencedMap } = readJson(join(folder, 'types.tsbuildinfo')) ?? {};
  if (!fileNames || !fileIdsList || !referencedMap) return null;
  const names = fileNames.map((name) => relative(root, resolve(folder, name)).replaceAll('\\', '/'));
  const importers = new Map(
    names.filter((name) => !name.includes('node_modules/')).map((name) => [name, []]),
  );
  for (const [importer, list] of referencedMap)
    for (const imported of fileIdsList[list - 1])
      importers.get(names[imported - 1])?.push(names[importer - 1]);
  return importers;
}

function withImporters(changed, importers) {
  const reached = new Set(changed);
  // A set that grows while it is walked is walked to its end.
  for (const name of reached) for (const importer of importers.get(name) ?? []) reached.add(importer);
  return reached;
}

const importers = readImporters();
const lintable = globSync('**/*.{ts,tsx,js,mjs,cjs}', {
  cwd: root,
  exclude: (name) => passedBy.has(name.split(/[\\/]/).at(-1)),
}).map((name) => name.replaceAll('\\', '/'));
// Taken before the lint: what is edited while it runs is stale the next time.
const key = `${process.version} ${hashOf('scripts/check/lint.mjs', ...terms)}`;
const present = Object.fromEntries(
  [...new Set([...lintable, ...(importers?.keys() ?? [])])].map((name) => [name, hashOf(name)]),
);

const stamp = readJson(stampPath);
let stale = lintable;
if (importers !== null && stamp?.key === key) {
  const names = new Set([...Object.keys(stamp.files), ...Object.keys(present)]);
  const changed = [...names].filter((name) => stamp.files[name] !== present[name]);
  const reached = withImporters(changed, importers);
  // A file of declarations alone may speak of what nobody imports.
  if (!changed.some((name) => name.endsWith('.d.ts'))) stale = lintable.filter((name) => reached.has(name));
}

let status = 0;
if (stale.length > 0) {
  const eslint = join(
    dirname(createRequire(import.meta.url).resolve('eslint/package.json')),
    'bin',
    'eslint.js',
  );
  const which = stale.length === lintable.length ? ['.'] : ['--no-warn-ignored', ...stale];
  ({ status } = spawnSync(process.execPath, [eslint, '--max-warnings', '0', ...which], {
    cwd: root,
    stdio: 'inherit',
  }));
}
if (status === 0) {
  mkdirSync(dirname(stampPath), { recursive: true });
  // Whole or not at all, since checks may overlap.
  writeFileSync(`${stampPath}.${process.pid}`, JSON.stringify({ key, files: present }));
  renameSync(`${stampPath}.${process.pid}`, stampPath);
}
process.exitCode = status ?? 1;
