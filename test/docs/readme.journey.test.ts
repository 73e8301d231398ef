import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import ts from 'typescript';
import { licensesOf } from '../journeys/visible.js';
import { openTestGraph, type TestGraph } from '../harness/graph.js';
import { blocksIn, markedBlock, readDocument, root } from './blocks.js';

const customer = 'cronwell.customer';
const readme = readDocument('README.md');
let graph: TestGraph;
let folder: string;

beforeAll(async () => {
  // What is put off comes again by a clock that goes on.
  graph = await openTestGraph('one', { realClock: true });
  // Inside the repository, so that the package is found as it is for a reader.
  mkdirSync(join(root, '.run'), { recursive: true });
  folder = mkdtempSync(join(root, '.run', 'docs-'));
});

afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await graph.stop();
});

function owned() {
  const role = graph.world.cast.find(({ name }) => name === customer);
  if (role === undefined) throw new Error(`Nobody is called ${customer}.`);
  return licensesOf(graph.world, role);
}

test('the first query answers what the customer owns', async () => {
  const response = await fetch(graph.house.endpoint, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${await graph.tokenOf(customer)}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify({ query: markedBlock(readme, 'first-query') }),
  });
  expect(response.status).toBe(200);
  const answer = (await response.json()) as {
    data: { licenses: { totalCount: number; nodes: { product: { name: string } }[] } };
    errors?: unknown;
  };
  expect(answer.errors).toBeUndefined();
  expect(answer.data.licenses.totalCount).toBe(owned().length);
  expect(answer.data.licenses.nodes).toHaveLength(3);
  expect(answer.data.licenses.nodes[0]?.product.name).toMatch(/^Nightrun/);
});

/** A program of the README, as a reader runs it. */
async function run(name: string, env: Readonly<Record<string, string>>): Promise<string[]> {
  const { outputText } = ts.transpileModule(markedBlock(readme, name), {
    compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 },
  });
  const file = join(folder, `${name}.mjs`);
  writeFileSync(file, outputText);
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [file], {
    env: { PATH: process.env['PATH'], MAINSTAY_ENDPOINT: graph.house.endpoint, ...env },
  });
  expect(stderr).toBe('');
  return stdout.trimEnd().split('\n');
}

test('the program of the sandbox makes one and moves its clock', async () => {
  const lines = await run('sandbox', { MAINSTAY_OPERATOR_TOKEN: await graph.tokenOf('operator') });
  expect(lines).toHaveLength(2);
  expect(lines[0]).toMatch(/ sandbox: its clock shows 2026-01-(?:09|10)T\d\d:00:00Z$/);
  expect(lines[1]).toBe('Arrived: it shows 2026-02-01T00:00:00Z');
});

test('the first program lists every license and is told why a version is refused', async () => {
  const lines = await run('first-program', { MAINSTAY_TOKEN: await graph.tokenOf(customer) });
  expect(lines.filter((line) => line.startsWith('Nightrun'))).toHaveLength(owned().length);
  expect(lines.find((line) => line.startsWith('It may'))).toMatch(
    /^It may not run [0-9.]+: .*VERSION_AFTER_CUTOFF/,
  );
  expect(lines.at(-1)).toMatch(/^- ./);
});

test.each([
  ['README.md', () => markedBlock(readme, 'first-program')],
  ['README.md of sandboxes', () => markedBlock(readme, 'sandbox')],
  ['sdk/README.md', () => blocksIn(readDocument('sdk/README.md'), 'ts')],
])('the programs of %s have the types that they seem to have', (name, program) => {
  const file = join(folder, `${name.replaceAll(/[ /]/gu, '-')}.ts`);
  writeFileSync(file, program());
  const checked = ts.createProgram([file], {
    ...{ strict: true, noEmit: true, skipLibCheck: true, types: ['node'], customConditions: ['source'] },
    ...{ target: ts.ScriptTarget.ES2024, module: ts.ModuleKind.NodeNext },
    lib: ['lib.es2024.d.ts', 'lib.dom.d.ts'],
    typeRoots: [join(root, 'node_modules', '@types')],
  });
  const source = checked.getSourceFile(file);
  const faults = [...checked.getSyntacticDiagnostics(source), ...checked.getSemanticDiagnostics(source)];
  expect(faults.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'))).toEqual([]);
});
