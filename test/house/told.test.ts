import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { tellOthers } from '../../scripts/start/told.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));
let folder = '';
const demo = () => join(folder, 'demo.json');

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mainstay-told-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** A start at that port, which came after all before it by the file system's clock. */
async function begin(port: number): Promise<() => Promise<void>> {
  await setTimeout(15);
  return tellOthers(folder, { port }, `start-${String(port)}`);
}

function portTold(): number | null {
  return existsSync(demo()) ? (JSON.parse(readFileSync(demo(), 'utf8')) as { port: number }).port : null;
}

test('the start that came last is told of, privately', async () => {
  const first = await begin(4000);
  expect(statSync(demo()).mode & 0o777).toBe(0o600);
  const second = await begin(4100);
  expect(portTold()).toBe(4100);
  await second();
  expect(portTold()).toBe(4000);
  await first();
  expect(portTold()).toBeNull();
});

test.each([
  ['the first', [0, 1, 2], [4200, 4200, null]],
  ['the last', [2, 1, 0], [4100, 4000, null]],
  ['one between', [1, 2, 0], [4200, 4000, null]],
])('of three starts %s may end first, and what is told stays true', async (_, order, told) => {
  const ends = [await begin(4000), await begin(4100), await begin(4200)];
  const found: (number | null)[] = [];
  for (const at of order) {
    await ends[at]?.();
    found.push(portTold());
  }
  expect(found).toEqual(told);
});

test('a start that was killed is forgotten by the next one that ends', async () => {
  const first = await begin(4000);
  const second = await begin(4050);
  await setTimeout(15);
  const program = `
    const { tellOthers } = await import('./scripts/start/told.mjs');
    globalThis.end = await tellOthers(process.argv[1], { port: 4100 });
    console.log('told');
    setInterval(() => undefined, 1_000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program, folder], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  await once(child.stdout, 'data');
  expect(portTold()).toBe(4100);
  child.kill('SIGKILL');
  await once(child, 'exit');
  await second();
  expect(portTold()).toBe(4000);
  await first();
  expect(readdirSync(join(folder, 'starts'))).toEqual([]);
});
