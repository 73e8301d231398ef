import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { startPart, stopParts } from '../../scripts/start/apart.mjs';

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mainstay-parts-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** A part that notes the port it was given each time it begins, and then does as the program says. */
function open(program: string) {
  const file = join(folder, 'trial.mjs');
  const log = join(folder, 'ports');
  writeFileSync(
    file,
    `import { appendFileSync, readFileSync } from 'node:fs';
    appendFileSync(process.env.LOG, process.env.TRIAL_PORT + '\\n');
    const time = readFileSync(process.env.LOG, 'utf8').trim().split('\\n').length;
    const ready = () => new Promise((resolve) => process.send({ url: 'http://127.0.0.1:4321/' }, resolve));
    setInterval(() => undefined, 1_000);
    process.on('disconnect', () => process.exit());
    ${program}`,
  );
  const said: string[] = [];
  const givenUp = Promise.withResolvers<string>();
  const part = startPart({
    ...{ name: 'trial', file, environment: { LOG: log, TRIAL_PORT: '0' }, firstPauseMs: 1 },
    say: (text) => said.push(text),
    giveUp: givenUp.resolve,
  });
  const ports = () => (existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n') : []);
  return { part, said, givenUp: givenUp.promise, ports };
}

test('one that goes on ending is started again at its port, each time said with its cause, and given up', async () => {
  const { part, said, givenUp, ports } = open('await ready(); process.exit(3);');
  await part.url;
  expect(await givenUp).toBe('trial ended 6 times within a minute (code 3)');
  expect(said).toEqual(Array(5).fill('trial ended (code 3) and is started again'));
  expect(ports()).toEqual(['0', ...Array<string>(5).fill('4321')]);
});

test('a signal is a cause too, and so is an end before it was ready again', async () => {
  const { part, said, ports } = open(
    "if (time === 1) { await ready(); process.kill(process.pid, 'SIGKILL'); } if (time === 2) process.exit(7); await ready();",
  );
  await part.url;
  while (ports().length < 3) await setTimeout(10);
  expect(said).toEqual([
    'trial ended (SIGKILL) and is started again',
    'trial ended (code 7 before it was ready) and is started again',
  ]);
  await stopParts([part]);
});

test('one that is stopped while it starts again is not started once more', async () => {
  const { part, said, ports } = open('if (time === 1) { await ready(); process.exit(1); }');
  await part.url;
  while (ports().length < 2) await setTimeout(10);
  await stopParts([part]);
  await setTimeout(300);
  expect([ports().length, said.length]).toEqual([2, 1]);
});

test('one that never was ready is not started again', async () => {
  const { part, said } = open('process.exit(9);');
  await expect(part.url).rejects.toThrow('trial ended (code 9) before it was ready');
  expect(said).toEqual([]);
});
