import { afterAll, beforeAll, expect, test } from '@jest/globals';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { serverAccount } from '@mainstay/kernel/embedded/account';
import { ensureDatabases } from '@mainstay/kernel/embedded/databases';
import { keptPassword, writePrivate } from '@mainstay/kernel/embedded/private-file';
import type { EmbeddedServer } from '@mainstay/kernel/embedded/supervisor';
import { ask, folderOf, open, openCheckout, type Checkout } from '../harness/checkouts.js';
import { runCommand, type Ended } from '../harness/commands.js';

const databases = ['mainstay_licensing', 'mainstay_support', 'mainstay_billing'];
const uid = serverAccount()?.uid ?? process.getuid?.();
let house: Checkout;
/** Closed to others, so that for root the data lies outside it. */
let elsewhere: Checkout;
let server: EmbeddedServer;
let acknowledgedBefore: number;
let taken: Ended;
let folder: string;

/** Writes each number to one database after the other, and moves the server's log on again and again. */
function writing(urls: readonly string[]) {
  let acknowledged = 0;
  let over = false;
  async function write(): Promise<void> {
    const clients = urls.map((url) => new pg.Client({ connectionString: url }));
    await Promise.all(clients.map((client) => client.connect()));
    while (!over) {
      for (const client of clients)
        await client.query("insert into kept values ($1, repeat('x', 2000))", [acknowledged + 1]);
      acknowledged += 1;
      if (acknowledged % 25 !== 0) continue;
      await clients[0]?.query('select pg_switch_wal()');
      await clients[0]?.query('checkpoint');
    }
    await Promise.all(clients.map((client) => client.end()));
  }
  const ended = write();
  return {
    count: () => acknowledged,
    stop: () => {
      over = true;
      return ended;
    },
  };
}

async function untilWritten(count: () => number, atLeast: number): Promise<void> {
  while (count() < atLeast) await ask(server.url('postgres'), 'select pg_sleep(0.02)');
}

function command(order: 'backup' | 'restore', project: string, args: readonly string[], environment = {}) {
  return runCommand({ file: 'scripts/backup/commands.mjs', command: order, project }, args, environment);
}

beforeAll(async () => {
  house = openCheckout();
  elsewhere = openCheckout(0o700);
  folder = join(house.project, 'a-backup');
  keptPassword(join(house.project, '.run', 'login.password'));
  writePrivate(join(house.project, '.run', 'issuer.json'), '{"key":"of the house"}');
  server = await open(house.project);
  await ensureDatabases(server.url('postgres'), databases);
  const urls = databases.map((name) => server.url(name));
  for (const url of urls) await ask(url, 'create table kept (number integer primary key, filling text)');
  const writer = writing(urls);
  await untilWritten(writer.count, 20);
  acknowledgedBefore = writer.count();
  taken = await command('backup', house.project, [folder]);
  await untilWritten(writer.count, writer.count() + 2);
  await writer.stop();
  await (await open(elsewhere.project)).stop();
}, 240_000);

afterAll(async () => {
  await server.stop();
  await house.remove();
  await elsewhere.remove();
});

test('a backup is taken beside a house that writes, tells how far it is, and is private', () => {
  expect(taken).toMatchObject({ code: 0, err: '' });
  expect(taken.out).toMatch(/^copied \d+\.\d MB of \d+\.\d MB$/m);
  expect(taken.out).toContain(`in ${folder}`);
  expect(readdirSync(folder).sort()).toEqual(['backup.json', 'data', 'password', 'run']);
  for (const path of ['password', 'backup.json', 'run/issuer.json', 'run/login.password', 'data/PG_VERSION'])
    expect([path, statSync(join(folder, path)).mode & 0o777]).toEqual([path, 0o600]);
  expect(statSync(join(folder, 'data')).mode & 0o777).toBe(0o700);
  const secret = readFileSync(join(folder, 'password'), 'utf8').trim();
  expect(taken.out + readFileSync(join(folder, 'backup.json'), 'utf8')).not.toContain(secret);
  expect(server.otherUsers()).toEqual([]);
});

test('restored elsewhere, all databases come up at one point, with every row acknowledged before', async () => {
  const ended = await command('restore', elsewhere.project, [folder]);
  expect(ended).toMatchObject({ code: 0, err: '' });
  const data = statSync(join(folderOf(elsewhere.project), 'data'));
  expect([data.uid, data.mode & 0o777]).toEqual([uid, 0o700]);

  const restored = await open(elsewhere.project);
  expect(restored.how).toBe('started');
  const last: number[] = [];
  for (const name of databases) {
    const rows = await ask(restored.url(name), 'select number from kept order by number');
    expect(rows).toEqual(rows.map((_, index) => ({ number: index + 1 })));
    last.push(rows.length);
    await ask(restored.url(name), "insert into kept values (1000000, 'it takes changes')");
  }
  await restored.stop();
  const [first = 0, second = 0, third = 0] = last;
  expect(third).toBeGreaterThanOrEqual(acknowledgedBefore);
  // Each number was written to one after the other: at one point they are apart by one at most.
  expect(first).toBeGreaterThanOrEqual(second);
  expect(second).toBeGreaterThanOrEqual(third);
  expect(first - third).toBeLessThanOrEqual(1);
  expect(readFileSync(join(elsewhere.project, '.run', 'issuer.json'), 'utf8')).toBe('{"key":"of the house"}');
}, 240_000);

test('what a restore found is put aside whole, and named', async () => {
  writePrivate(join(elsewhere.project, '.run', 'issuer.json'), '{"key":"older"}');
  const before = await open(elsewhere.project);
  await ask(before.url('postgres'), 'create table if not exists older as select 7 as number');
  await before.stop();
  const { out } = await command('restore', elsewhere.project, [folder]);
  const aside = /^what was there is in (.*)$/m.exec(out)?.[1] ?? '';
  expect(readdirSync(aside).sort()).toEqual(['data', 'password', 'run']);
  expect(readFileSync(join(aside, 'run', 'issuer.json'), 'utf8')).toBe('{"key":"older"}');

  // By hand, as docs/operations.md tells it.
  const home = folderOf(elsewhere.project);
  rmSync(join(home, 'data'), { recursive: true });
  for (const name of ['data', 'password']) renameSync(join(aside, name), join(home, name));
  const back = await open(elsewhere.project);
  expect(await ask(back.url('postgres'), 'select number from older')).toEqual([{ number: 7 }]);
  await back.stop();
}, 240_000);

test('a restore is refused while a server runs on the data', async () => {
  const { code, err } = await command('restore', house.project, [folder]);
  expect(code).toBe(1);
  expect(err).toContain(`a server (process ${String(server.pid)}) runs on the data`);
  expect(await ask(server.url('postgres'), 'select 1 as one')).toEqual([{ one: 1 }]);
});

test('a half-made backup, a foreign one and one that was changed are refused, and nothing is moved', async () => {
  const home = folderOf(elsewhere.project);
  const kept = () => readdirSync(home).filter((name) => /^(data|before)/.test(name));
  const before = kept();
  const file = join(folder, 'backup.json');
  const text = readFileSync(file, 'utf8');
  const refusal = async () => {
    const { code, err } = await command('restore', elsewhere.project, [folder]);
    expect({ code, kept: kept() }).toEqual({ code: 1, kept: before });
    return err;
  };
  renameSync(file, `${file}.aside`);
  expect(await refusal()).toContain('no whole backup');
  writeFileSync(
    file,
    text.replace(/"major": \d+/, '"major": 17').replace(/"version": "[^"]+"/, '"version": "17.2"'),
  );
  expect(await refusal()).toContain('The backup is of PostgreSQL 17.2');
  writeFileSync(file, text.replace(/"platform": "[^"]+"/, '"platform": "plan9-mips"'));
  expect(await refusal()).toContain('made on plan9-mips');
  writeFileSync(file, text.replace('"path": "password"', '"path": "data/../../password"'));
  expect(await refusal()).toContain('is not what a backup of this version writes');
  writeFileSync(file, text);
  appendFileSync(join(folder, 'data', 'global', 'pg_control'), 'x');
  expect(await refusal()).toContain('data/global/pg_control of the backup is not what was written');
}, 240_000);

test('a backup goes over nothing, into no data, and covers what it can alone', async () => {
  const refused = async (args: readonly string[], environment = {}) => {
    const { code, err } = await command('backup', house.project, args, environment);
    return [code, err];
  };
  expect(await refused([folder])).toEqual([1, expect.stringContaining('is not empty')]);
  const within = join(folderOf(house.project), 'data', 'copy');
  expect(await refused([within])).toEqual([1, expect.stringContaining('within the data itself')]);
  expect(existsSync(within)).toBe(false);
  const given = { SUPPORT_DATABASE_URL: server.url('mainstay_support') };
  expect(await refused([join(house.project, 'other')], given)).toEqual([
    1,
    expect.stringContaining('docs/operations.md'),
  ]);
  expect(await refused([])).toEqual([2, expect.stringContaining('npm run backup -- DIR')]);
  const empty = join(elsewhere.project, 'empty');
  mkdirSync(empty);
  expect(await command('backup', empty, [join(empty, 'copy')])).toMatchObject({
    code: 1,
    err: 'There is nothing to back up yet: `npm start` makes the data.\n',
  });
});
