import { expect, test } from '@jest/globals';
import { chmodSync, cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ask, open, trialCheckouts } from '../../../../test/harness/checkouts.js';
import { cleanEnvironment } from './account.js';
import { ensureLinks, nativeFolder } from './binaries.js';

const checkout = trialCheckouts();

/** Of a PostgreSQL that the person at the keyboard uses besides. */
const foreign = {
  PGDATA: '/nowhere/data',
  PGHOST: 'nowhere.invalid',
  PGPORT: '5432',
  PGUSER: 'somebody',
  PGPASSWORD: 'else',
  PGDATABASE: 'nowhere',
  PGOPTIONS: '-c nonsense=1',
  PGSSLMODE: 'verify-full',
  PGCLIENTENCODING: 'LATIN1',
  PG_COLOR: 'always',
};

/** Programs that note what they were given before they become the real ones. */
function notingPrograms(project: string): { native: string; notes: (program: string) => string[] } {
  // Copied, because the server's account may not pass to the packages of a checkout that is closed to others.
  const real = join(project, 'real');
  cpSync(nativeFolder(), real, { recursive: true, verbatimSymlinks: true });
  ensureLinks(real);
  const native = join(project, 'package', 'native');
  const noted = join(project, 'noted');
  mkdirSync(join(native, 'bin'), { recursive: true });
  writeFileSync(join(native, '..', 'package.json'), '{}');
  mkdirSync(noted);
  // The server's account writes there.
  chmodSync(noted, 0o777);
  for (const program of ['initdb', 'pg_ctl', 'postgres'])
    writeFileSync(
      join(native, 'bin', program),
      `#!/bin/sh\nenv > ${noted}/${program}\nexec ${join(real, 'bin', program)} "$@"\n`,
      { mode: 0o755 },
    );
  return { native, notes: (program) => readFileSync(join(noted, program), 'utf8').split('\n') };
}

test('variables of libpq reach neither the server nor its tools; others do', async () => {
  const project = checkout();
  const { native, notes } = notingPrograms(project);
  const environment = { ...process.env, ...foreign, MAINSTAY_TRIAL: 'passed on' };
  const server = await open(project, { native, environment });
  expect(server.port).not.toBe(5432);
  expect(await ask(server.url('postgres'), 'show data_directory')).not.toEqual([
    { data_directory: foreign.PGDATA },
  ]);
  await server.stop();
  for (const program of ['initdb', 'postgres', 'pg_ctl']) {
    expect(notes(program)).toContain('MAINSTAY_TRIAL=passed on');
    expect(notes(program).filter((line) => line.startsWith('PG'))).toEqual([]);
  }
});

test('their names are told in any case, since on Windows case does not matter', () => {
  expect(cleanEnvironment({ PGPORT: '1', pgport: '2', Path: '/bin', MYPG: '3' })).toEqual({
    Path: '/bin',
    MYPG: '3',
  });
});

test('servers of one checkout and of another each have a free port of their own', async () => {
  const project = checkout();
  const servers = await Promise.all([open(project), open(project, { name: 'other' }), open(checkout())]);
  expect(new Set(servers.map(({ port }) => port)).size).toBe(3);
  for (const server of servers)
    expect(await ask(server.url('postgres'), "select current_setting('port')::int as port")).toEqual([
      { port: server.port },
    ]);
  await Promise.all(servers.map((server) => server.stop()));
});
