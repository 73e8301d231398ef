import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { outsideFolder } from '@mainstay/kernel/embedded/place';
import { reset } from '../../scripts/start/reset.mjs';
import { folderOf, open, trialCheckouts } from '../harness/checkouts.js';
import { openElsewhere } from '../harness/embedded-child.js';

const checkout = trialCheckouts();
const isRoot = process.getuid?.() === 0;
const quietly = () => undefined;

/** A checkout that nobody else may enter, so that root's servers live outside it, with what starts and tests left. */
async function used(): Promise<string> {
  const project = checkout(0o700);
  for (const name of ['start', 'test']) await (await open(project, { name })).stop();
  return project;
}

afterEach(() => {
  process.exitCode = undefined;
});
beforeEach(() => {
  jest.restoreAllMocks();
});

test('a reset leaves no data of starts, and outside the checkout nothing', async () => {
  const project = await used();
  if (isRoot) {
    // What a killed test run leaves holds nothing up.
    writeFileSync(join(outsideFolder(project), 'test', 'data', 'postmaster.pid'), '2147483646\n');
  }
  await reset(project, quietly);
  expect([existsSync(outsideFolder(project)), existsSync(join(project, '.run/postgres/start'))]).toEqual([
    false,
    false,
  ]);
});

test('a reset takes nothing from tests that run', async () => {
  const project = await used();
  const tests = await open(project, { name: 'test' });
  await reset(project, quietly);
  expect(existsSync(join(folderOf(project), 'data'))).toBe(false);
  if (isRoot) expect(readdirSync(outsideFolder(project))).toContain('test');
  await tests.stop();
});

test('a reset is refused while a start runs', async () => {
  const project = checkout(0o700);
  const opener = await openElsewhere(project);
  const complained = jest.spyOn(console, 'error').mockImplementation(quietly);
  await reset(project, quietly);
  expect(complained.mock.calls.join()).toContain(`process ${String(opener.pid)} still uses the data`);
  expect([process.exitCode, existsSync(join(folderOf(project), 'data'))]).toEqual([1, true]);
  expect((await opener.stop()).code).toBe(0);
});
