import { expect, test } from '@jest/globals';
import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  ask,
  folderOf,
  open,
  processesOf,
  send,
  trialCheckouts,
  until,
} from '../../../../test/harness/checkouts.js';
import { openElsewhere, type Opener } from '../../../../test/harness/embedded-child.js';
import { isAlive, pidFile } from './postmaster.js';

const checkout = trialCheckouts();

const pidFileOf = (project: string) => pidFile(join(folderOf(project), 'data'));

/** As on a system without a shell, or when the whole session is killed: the watchdog falls first. */
async function killWithWatchdog(project: string, opener: Opener): Promise<void> {
  for (const { pid, command } of processesOf(project)) if (command.includes('/bin/sh')) send(pid, 'SIGKILL');
  await until(() => processesOf(project).every(({ command }) => !command.includes('/bin/sh')));
  await opener.kill();
}

test('the next start adopts the server that a killed start left, with its data, and stops it', async () => {
  const project = checkout();
  const opener = await openElsewhere(project);
  await ask(opener.server.url, 'create table kept as select 7 as number');
  await killWithWatchdog(project, opener);
  expect(isAlive(opener.server.pid)).toBe(true);
  const next = await open(project);
  expect([next.how, next.pid]).toEqual(['adopted', opener.server.pid]);
  expect(await ask(next.url('postgres'), 'select number from kept')).toEqual([{ number: 7 }]);
  await next.stop();
  expect(processesOf(project)).toEqual([]);
});

test('where its watchdog lives, a killed start leaves nothing running', async () => {
  const project = checkout();
  const opener = await openElsewhere(project);
  await opener.kill();
  await until(() => processesOf(project).length === 0);
  await expect(ask(opener.server.url, 'select 1')).rejects.toThrow('ECONNREFUSED');
});

test('the watchdog of a killed start leaves a server alone that another process uses', async () => {
  const project = checkout();
  const opener = await openElsewhere(project);
  const guest = await open(project);
  await opener.kill();
  // One watchdog, ours, is left once the other has made up its mind.
  await until(() => processesOf(project).filter(({ command }) => command.includes('/bin/sh')).length === 1);
  expect(await ask(guest.url('postgres'), 'select 1 as one')).toEqual([{ one: 1 }]);
  expect(guest.otherUsers()).toEqual([]);
  await guest.stop();
});

test('a server that was killed itself is started anew, with its data', async () => {
  const project = checkout();
  const opener = await openElsewhere(project);
  await ask(opener.server.url, 'create table kept as select 7 as number');
  await killWithWatchdog(project, opener);
  process.kill(opener.server.pid, 'SIGKILL');
  await until(() => processesOf(project).length === 0);
  expect(readFileSync(pidFileOf(project), 'utf8')).toContain(String(opener.server.pid));
  const next = await open(project);
  expect(next.how).toBe('started');
  expect(await ask(next.url('postgres'), 'select number from kept')).toEqual([{ number: 7 }]);
  await next.stop();
});

test("another program that has a dead server's process id by now is left alone", async () => {
  const project = checkout();
  const before = await open(project);
  const told = readFileSync(pidFileOf(project), 'utf8');
  await before.stop();
  const stranger = spawn(process.execPath, ['-e', 'setInterval(() => undefined, 1_000)'], {
    stdio: 'ignore',
  });
  const strangerPid = stranger.pid ?? 0;
  try {
    writeFileSync(pidFileOf(project), told.replace(String(before.pid), String(strangerPid)));
    const next = await open(project);
    expect(next.how).toBe('started');
    expect(next.pid).not.toBe(strangerPid);
    expect(isAlive(strangerPid)).toBe(true);
    await next.stop();
    expect([stranger.exitCode, stranger.signalCode]).toEqual([null, null]);
  } finally {
    stranger.kill('SIGKILL');
  }
});

test('a server that does not answer where it says it does is ended and started anew', async () => {
  const project = checkout();
  const opener = await openElsewhere(project);
  await killWithWatchdog(project, opener);
  const told = readFileSync(pidFileOf(project), 'utf8');
  // Nobody listens on port 1.
  writeFileSync(pidFileOf(project), told.replace(`\n${new URL(opener.server.url).port}\n`, '\n1\n'));
  const next = await open(project);
  expect(next.how).toBe('started');
  expect(processesOf(project).map(({ pid }) => pid)).not.toContain(opener.server.pid);
  await next.stop();
});
