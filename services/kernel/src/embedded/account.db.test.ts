import { expect, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ask, open, folderOf, processesOf, trialCheckouts } from '../../../../test/harness/checkouts.js';
import { openElsewhere } from '../../../../test/harness/embedded-child.js';
import { serverAccount } from './account.js';
import { outsideFolder } from './place.js';

const root = fileURLToPath(new URL('../../../../', import.meta.url));
const checkout = trialCheckouts();
/** The account that the server is meant to have: for root one without rights, else our own. */
const account = serverAccount();
const uid = account?.uid ?? process.getuid?.();

const uidOf = (pid: number) =>
  Number(spawnSync('ps', ['-o', 'uid=', '-p', String(pid)], { encoding: 'utf8' }).stdout);

test('the server of a closed checkout runs under an account without rights, which owns the data', async () => {
  const project = checkout(0o700);
  const server = await open(project);
  expect(server.outside).toBe(account === null ? null : outsideFolder(project));
  expect(uidOf(server.pid)).toBe(uid);
  expect(uid).not.toBe(0);
  const data = statSync(join(folderOf(project), 'data'));
  expect([data.uid, data.mode & 0o777]).toEqual([uid, 0o700]);
  // The password is ours: the server's account, which other daemons may share, cannot read it.
  expect(statSync(join(folderOf(project), 'password')).uid).toBe(process.getuid?.());
  expect(await ask(server.url('postgres'), 'select 1 as one')).toEqual([{ one: 1 }]);
  await server.stop();
  expect(processesOf(project)).toEqual([]);
});

test('two servers of a closed checkout that are opened at once both get their programs', async () => {
  const project = checkout(0o700);
  const both = await Promise.all([openElsewhere(project, 'start'), openElsewhere(project, 'test')]);
  expect(both.map(({ server }) => server.how)).toEqual(['created', 'created']);
  for (const opener of both) expect(await opener.stop()).toEqual({ code: 0, said: '' });
});

test('a start says where outside the checkout it keeps programs and data', () => {
  const project = checkout(0o700);
  const program = `
    const { openDatabases } = await import('./scripts/start/databases.mjs');
    const { server } = await openDatabases(process.argv[1], (text) => console.log(text));
    await server.stop();`;
  const flags = ['--disable-warning=ExperimentalWarning', '--input-type=module', '-e', program];
  const { stdout, stderr, status } = spawnSync(process.execPath, [...flags, project], {
    cwd: root,
    encoding: 'utf8',
    env: { PATH: process.env['PATH'] },
  });
  expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
  const outside = outsideFolder(project);
  expect(stdout.includes(` in ${outside} `)).toBe(account !== null);
  expect(existsSync(outside)).toBe(account !== null);
});
