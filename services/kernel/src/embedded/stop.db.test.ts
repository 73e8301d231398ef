import { expect, test } from '@jest/globals';
import { readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  ask,
  folderOf,
  open,
  processesOf,
  trialCheckouts,
  until,
} from '../../../../test/harness/checkouts.js';
import { openElsewhere } from '../../../../test/harness/embedded-child.js';
import { isAlive } from './postmaster.js';

const checkout = trialCheckouts();

test('a stop leaves neither server nor watchdog, and may be asked for twice', async () => {
  const project = checkout();
  const server = await open(project);
  expect(isAlive(server.pid)).toBe(true);
  await Promise.all([server.stop(), server.stop()]);
  await server.stop();
  expect(isAlive(server.pid)).toBe(false);
  expect(processesOf(project)).toEqual([]);
});

test('a pool that is still open delays no stop and brings the process no fault', async () => {
  const project = checkout();
  const opener = await openElsewhere(project);
  expect(await opener.stop('stop with an open pool')).toEqual({ code: 0, said: '' });
  expect(processesOf(project)).toEqual([]);
});

test('what was written is there after a stop and another start', async () => {
  const project = checkout();
  const first = await open(project);
  await ask(first.url('postgres'), 'create table kept as select 7 as number');
  await first.stop();
  const second = await open(project);
  expect([first.how, second.how]).toEqual(['created', 'started']);
  expect(second.pid).not.toBe(first.pid);
  expect(await ask(second.url('postgres'), 'select number from kept')).toEqual([{ number: 7 }]);
  await second.stop();
});

test('of two first starts at once one makes the server, the other gets the same and is told of the first', async () => {
  const project = checkout();
  const both = await Promise.all([openElsewhere(project), openElsewhere(project)]);
  const hows = both.map(({ server }) => server.how);
  const [maker, guest] = hows[0] === 'created' ? both : both.toReversed();
  expect(hows.toSorted()).toEqual(['adopted', 'created']);
  expect(guest?.server.pid).toBe(maker?.server.pid);
  expect(guest?.server.otherUsers).toEqual([maker?.pid]);
  await maker?.stop();
  expect(await ask(guest?.server.url ?? '', 'select 1 as one')).toEqual([{ one: 1 }]);
  await guest?.stop();
  expect(processesOf(project)).toEqual([]);
});

test('a name left in the list of users that a stranger has by now keeps no server running', async () => {
  const project = checkout();
  const before = await open(project);
  await before.stop();
  const users = join(folderOf(project), 'users');
  expect(readdirSync(users)).toEqual([]);
  // Process ids begin anew with the machine, or with each container; our parent lives and uses no server of this place.
  writeFileSync(join(users, String(process.ppid)), '');
  const server = await open(project);
  expect(server.otherUsers()).toEqual([]);
  await server.stop();
  expect(isAlive(server.pid)).toBe(false);
});

test('a server that ends after its folder was removed brings the process no fault', async () => {
  const project = checkout();
  const server = await open(project);
  rmSync(folderOf(project), { recursive: true });
  process.kill(server.pid, 'SIGQUIT');
  // It counts as alive until this process has heard of its end; a fault there would end the test.
  await until(() => !isAlive(server.pid));
  await server.stop();
});

test('what a killed first start left half made is made anew', async () => {
  const project = checkout();
  const before = await open(project);
  await before.stop();
  const folder = folderOf(project);
  renameSync(join(folder, 'data'), join(folder, 'data.draft'));
  const server = await open(project);
  expect(server.how).toBe('created');
  expect(readdirSync(folder)).not.toContain('data.draft');
  await server.stop();
});
