import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { holdNow, inTurn } from './only-one.js';

const root = fileURLToPath(new URL('../../../../', import.meta.url));
const children: ChildProcess[] = [];
let folder = '';
const path = () => join(folder, 'below', 'lock');

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mainstay-lock-'));
});
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  rmSync(folder, { recursive: true });
});

/** Another process, from compiled output, once it holds the lock. */
async function holdElsewhere(): Promise<ChildProcess> {
  const program = `
    const { holdNow } = await import('@mainstay/kernel/embedded/only-one');
    globalThis.hold = holdNow(process.argv[1]);
    console.log(hold === null ? 'refused' : 'held');
    setInterval(() => undefined, 1_000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program, path()], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  children.push(child);
  const [said] = (await once(child.stdout, 'data')) as [Buffer];
  expect(said.toString()).toBe('held\n');
  return child;
}

test('of two processes one holds the lock', async () => {
  await holdElsewhere();
  expect(holdNow(path())).toBeNull();
});

test('a holder that was killed outright holds no longer', async () => {
  const child = await holdElsewhere();
  child.kill('SIGKILL');
  await once(child, 'exit');
  const hold = holdNow(path());
  expect(hold).not.toBeNull();
  hold?.release();
});

test('what is released may be held again, and a second release harms nobody', () => {
  const first = holdNow(path());
  first?.release();
  const second = holdNow(path());
  first?.release();
  expect(second).not.toBeNull();
  expect(holdNow(path())).toBeNull();
  second?.release();
});

test('pieces of work that take turns never overlap, and one that fails gives its turn on', async () => {
  const log: string[] = [];
  const work = (name: string, fails: boolean) =>
    inTurn(path(), async () => {
      log.push(`${name} begins`);
      await new Promise(setImmediate);
      log.push(`${name} ends`);
      if (fails) throw new Error(name);
      return name;
    });
  const outcomes = await Promise.allSettled([work('a', true), work('b', false), work('c', false)]);
  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled']);
  expect(log).toHaveLength(6);
  for (let at = 0; at < log.length; at += 2) expect(log[at + 1]).toBe(log[at]?.replace('begins', 'ends'));
});
