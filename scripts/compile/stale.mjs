// What is stale is told by each file's size and instant, then by its content: a fresh checkout or a switched branch
// touches every file and changes few.
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { basename, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const require = createRequire(import.meta.url);

const options = {
  swcrc: false,
  configFile: false,
  jsc: {
    target: 'es2024',
    parser: { syntax: 'typescript', decorators: true },
    transform: { legacyDecorator: true, decoratorMetadata: false, useDefineForClassFields: true },
  },
  module: { type: 'es6' },
  sourceMaps: true,
};

/** Brings dist of every workspace up to date; with nothing stale it reads folders and loads no compiler. */
export async function compileStale() {
  const stampPath = join(root, '.cache', 'compile.json');
  const compiler = hashOf(JSON.stringify([options, require('@swc/core/package.json').version]));
  const before = readStamp(stampPath, compiler);
  const after = {};
  const stale = [];
  for (const source of sources()) {
    const { mtimeMs, size } = statSync(join(root, source));
    const known = before[source];
    const there = exists(join(root, outputOf(source)));
    if (known !== undefined && there && known.mtimeMs === mtimeMs && known.size === size) {
      after[source] = known;
      continue;
    }
    const text = readFileSync(join(root, source), 'utf8');
    after[source] = { mtimeMs, size, hash: hashOf(text) };
    if (!there || known?.hash !== after[source].hash) stale.push({ source, text });
  }
  await compileAll(stale);
  const removed = removeOrphans(new Set(Object.keys(after).map(outputOf)));
  if (
    stale.length > 0 ||
    removed > 0 ||
    Object.keys(after).some((source) => after[source] !== before[source])
  )
    writeWhole(stampPath, JSON.stringify({ compiler, files: after }));
  return { compiled: stale.length, removed };
}

function readStamp(path, compiler) {
  try {
    const stamp = JSON.parse(readFileSync(path, 'utf8'));
    return stamp.compiler === compiler ? stamp.files : {};
  } catch {
    // No stamp, or one that was cut off: everything counts as stale.
    return {};
  }
}

function workspaces() {
  return JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).workspaces;
}

function* sources() {
  for (const workspace of workspaces()) {
    for (const file of filesUnder(join(root, workspace, 'src'))) {
      if (/\.ts$/.test(file) && !/\.(test|d)\.ts$/.test(file)) yield relative(root, file);
    }
  }
}

function* filesUnder(folder) {
  let entries;
  try {
    entries = readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    if (error.code === 'ENOENT') return;
    throw error;
  }
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesUnder(path);
    else yield path;
  }
}

function outputOf(source) {
  return source.replace(/(^|[\\/])src([\\/])/, '$1dist$2').replace(/\.ts$/, '.js');
}

async function compileAll(stale) {
  if (stale.length === 0) return;
  const { transform } = await import('@swc/core');
  const faults = [];
  const queue = [...stale];
  const work = async () => {
    for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
      try {
        await compileOne(transform, next);
      } catch (error) {
        faults.push(`${next.source}: ${error instanceof Error ? error.message : error}`);
      }
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() * 2 }, work));
  if (faults.length > 0) throw new Error(faults.sort().join('\n\n'));
}

async function compileOne(transform, { source, text }) {
  const output = join(root, outputOf(source));
  mkdirSync(dirname(output), { recursive: true });
  const sourceFileName = relative(dirname(output), join(root, source)).replaceAll('\\', '/');
  const { code, map } = await transform(text, { ...options, filename: source, sourceFileName });
  const name = basename(output);
  writeWhole(`${output}.map`, map);
  // Last, because a source counts as compiled when this file is there.
  writeWhole(output, `${code}//# sourceMappingURL=${name}.map\n`);
}

/** Only what this compiler makes is taken away: bundles and typings in dist belong to others. */
function removeOrphans(outputs) {
  let removed = 0;
  for (const workspace of workspaces()) {
    for (const file of filesUnder(join(root, workspace, 'dist'))) {
      if (!file.endsWith('.js.map')) continue;
      const output = file.slice(0, -'.map'.length);
      if (outputs.has(relative(root, output)) || !isOurs(file)) continue;
      rmSync(output, { force: true });
      rmSync(file, { force: true });
      removed += 1;
    }
  }
  return removed;
}

function isOurs(mapFile) {
  const { sources: named } = JSON.parse(readFileSync(mapFile, 'utf8'));
  return named?.length === 1 && /(^|\/)src\/.*\.ts$/.test(named[0]);
}

function exists(path) {
  return statSync(path, { throwIfNoEntry: false }) !== undefined;
}

/** Two compilations at once write the same text; neither may show half of it. */
function writeWhole(path, text) {
  mkdirSync(dirname(path), { recursive: true });
  const draft = `${path}.${process.pid}.tmp`;
  writeFileSync(draft, text);
  renameSync(draft, path);
}

function hashOf(text) {
  return createHash('sha256').update(text).digest('base64url').slice(0, 22);
}
