// `node scripts/explorer.mjs`: bundles the explorer's page (gateway/explorer) into static, content-hashed and
// pre-compressed files in gateway/dist/explorer-page, when what they are made of has changed. `npm start` has it done
// after the gateway is ready; until then the gateway answers that the page is being prepared.
import { createHash } from 'node:crypto';
import { access, glob, mkdir, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
export const explorerFolder = join(root, 'gateway', 'dist', 'explorer-page');

const entries = {
  script: 'gateway/explorer/main.ts',
  editor: 'monaco-editor/esm/vs/editor/editor.worker.js',
  graphql: 'monaco-graphql/esm/graphql.worker.js',
  json: 'monaco-editor/esm/vs/language/json/json.worker.js',
};

/** Below this an encoding saves less than its header costs. */
const smallest = 1_024;

/** Tells whether anything had to be made. Loads no bundler when nothing has changed. */
export async function prepareExplorer() {
  const inputs = await inputsHash();
  const before = await manifestBefore();
  if (before?.inputs === inputs && (await allThere(before))) return { built: false, files: 0 };
  const bundle = await bundled();
  await mkdir(explorerFolder, { recursive: true });
  const files = {};
  await Promise.all(
    bundle.files.map(async (file) => {
      files[file.name] = { encodings: await written(file) };
    }),
  );
  await writeWhole('manifest.json', JSON.stringify({ inputs, ...bundle.named, files }));
  // A page loaded a moment ago still asks for the files of the bundle before.
  await removeAllBut([...namesIn({ files }), ...namesIn(before), 'manifest.json']);
  return { built: true, files: bundle.files.length };
}

/** The lock file names every package's version, so that a newer editor or bundler makes a new bundle. */
async function inputsHash() {
  const paths = ['package-lock.json', 'scripts/explorer.mjs'];
  for await (const path of glob('gateway/explorer/**/*.{ts,tsx,css}', { cwd: root })) {
    if (!path.endsWith('.test.ts')) paths.push(path);
  }
  const hash = createHash('sha256');
  for (const path of paths.sort())
    hash
      .update(`${path}\0`)
      .update(await readFile(join(root, path)))
      .update('\0');
  return hash.digest('base64url').slice(0, 22);
}

async function manifestBefore() {
  try {
    return JSON.parse(await readFile(join(explorerFolder, 'manifest.json'), 'utf8'));
  } catch {
    // None yet, or one that cannot be read: either way the bundle is made anew.
    return null;
  }
}

function namesIn(manifest) {
  return Object.entries(manifest?.files ?? {}).flatMap(([name, { encodings }]) => [
    name,
    ...encodings.map((encoding) => `${name}.${encoding}`),
  ]);
}

async function allThere(manifest) {
  try {
    await Promise.all(namesIn(manifest).map((name) => access(join(explorerFolder, name))));
    return true;
  } catch {
    // Somebody has cleaned up halfway.
    return false;
  }
}

async function bundled() {
  const { build, stop } = await import('esbuild');
  const { outputFiles, metafile } = await build({
    absWorkingDir: root,
    entryPoints: Object.values(entries).map((path) => ({
      in: path,
      out: basename(path).replace(/\.[^.]+$/, ''),
    })),
    entryNames: '[name]-[hash]',
    chunkNames: '[name]-[hash]',
    assetNames: '[name]-[hash]',
    outdir: explorerFolder,
    bundle: true,
    write: false,
    metafile: true,
    format: 'esm',
    // The workers and the page share what both contain, and the code formatter is loaded when first used.
    splitting: true,
    minify: true,
    target: 'es2022',
    jsx: 'automatic',
    legalComments: 'none',
    // The editor asks for these by their old names, under which they are modules that the bundler cannot read by name.
    alias: {
      'prettier/parser-babel': 'prettier/plugins/babel',
      'prettier/parser-graphql': 'prettier/plugins/graphql',
    },
    loader: { '.ttf': 'file' },
    define: { 'process.env.NODE_ENV': '"production"' },
    logLevel: 'silent',
  });
  // The bundler is a process of its own, which would stay for a next time that does not come.
  await stop();
  const outputs = new Map(
    Object.entries(metafile.outputs).map(([path, output]) => [
      basename(path),
      { ...output, name: basename(path) },
    ]),
  );
  const loaded = new Set();
  const named = namedOutputs(outputs, loaded);
  return {
    named,
    files: outputFiles
      .map(({ path, contents }) => ({ name: relative(explorerFolder, path), contents }))
      // Style sheets come with the page's own; those of its lazily loaded parts repeat it and nobody asks for them.
      .filter(({ name }) => !name.endsWith('.css') || name === named.style),
  };
}

function namedOutputs(outputs, loaded) {
  const made = (entry) => {
    const found = [...outputs.values()].find(
      ({ entryPoint }) => entryPoint === entry || entryPoint === `node_modules/${entry}`,
    );
    if (found === undefined) throw new Error(`The bundler made nothing of ${entry}.`);
    return found;
  };
  const script = made(entries.script);
  const follow = ({ imports }) => {
    for (const { path, kind } of imports) {
      const name = basename(path);
      const output = outputs.get(name);
      if (kind !== 'import-statement' || output === undefined || loaded.has(name)) continue;
      loaded.add(name);
      follow(output);
    }
  };
  follow(script);
  return {
    script: script.name,
    style: basename(script.cssBundle),
    preload: [...loaded],
    workers: {
      editor: made(entries.editor).name,
      graphql: made(entries.graphql).name,
      json: made(entries.json).name,
    },
  };
}

async function written({ name, contents }) {
  await writeWhole(name, contents);
  if (contents.length < smallest) return [];
  // Brotli's highest level takes ten times as long for a tenth less.
  const params = { [constants.BROTLI_PARAM_QUALITY]: 5, [constants.BROTLI_PARAM_SIZE_HINT]: contents.length };
  const [br, zipped] = await Promise.all([
    promisify(brotliCompress)(contents, { params }),
    promisify(gzip)(contents, { level: 6 }),
  ]);
  await Promise.all([writeWhole(`${name}.br`, br), writeWhole(`${name}.gzip`, zipped)]);
  return ['br', 'gzip'];
}

/** Two starts at once write the same bytes; neither may show half of a file. */
async function writeWhole(name, content) {
  const draft = join(explorerFolder, `${name}.${process.pid}.tmp`);
  await writeFile(draft, content);
  await rename(draft, join(explorerFolder, name));
}

async function removeAllBut(kept) {
  const names = new Set(kept);
  for (const name of await readdir(explorerFolder)) {
    if (!names.has(name) && !name.endsWith('.tmp')) await rm(join(explorerFolder, name), { force: true });
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  try {
    const startedMs = performance.now();
    const { built, files } = await prepareExplorer();
    const seconds = ((performance.now() - startedMs) / 1_000).toFixed(1);
    console.log(built ? `The explorer: ${files} files in ${seconds} s` : 'The explorer is up to date');
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
