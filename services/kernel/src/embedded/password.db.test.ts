import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ask, folderOf, open, openCheckout } from '../../../../test/harness/checkouts.js';
import type { EmbeddedServer } from './supervisor.js';

const { project, remove } = openCheckout();
let folder = '';
let server: EmbeddedServer;

beforeAll(async () => {
  server = await open(project);
  folder = folderOf(project);
});
afterAll(async () => {
  await server.stop();
  await remove();
});

const kept = () => readFileSync(join(folder, 'password'), 'utf8').trim();

test('the password is generated, and kept in a file that its owner alone may read', () => {
  expect(kept()).toMatch(/^[0-9a-f]{48}$/);
  expect(statSync(join(folder, 'password')).mode & 0o777).toBe(0o600);
  expect(new URL(server.url('postgres')).password).toBe(kept());
  // The copy that initdb read is gone.
  expect(readdirSync(folder).filter((name) => name.includes('password'))).toEqual(['password']);
});

test.each([
  ['a wrong password', 'wrong'],
  ['no password', ''],
])('%s is refused', async (_, password) => {
  const url = new URL(server.url('postgres'));
  url.password = password;
  await expect(ask(url.href, 'select 1')).rejects.toThrow(/password/i);
});

test('nobody is trusted: every line that admits anybody asks for the password by scram', async () => {
  const lines = await ask(
    server.url('postgres'),
    'select distinct auth_method, error from pg_hba_file_rules',
  );
  expect(lines).toEqual([{ auth_method: 'scram-sha-256', error: null }]);
  expect(
    await ask(
      server.url('postgres'),
      'select rolpassword like $$SCRAM-%$$ as scram from pg_authid where rolcanlogin',
    ),
  ).toEqual([{ scram: true }]);
});

test('only this machine reaches it, by one address and no socket file', async () => {
  const [row] = await ask(
    server.url('postgres'),
    "select current_setting('listen_addresses') as addresses, current_setting('unix_socket_directories') as sockets",
  );
  expect(row).toEqual({ addresses: '127.0.0.1', sockets: '' });
});

test('the data are closed to everybody but the account of the server', () => {
  expect(statSync(join(folder, 'data')).mode & 0o777).toBe(0o700);
});

test('a checkout of its own has a password of its own', async () => {
  const other = openCheckout();
  try {
    const second = await open(other.project);
    expect(second.port).not.toBe(server.port);
    expect(new URL(second.url('postgres')).password).not.toBe(kept());
    await second.stop();
  } finally {
    await other.remove();
  }
});
