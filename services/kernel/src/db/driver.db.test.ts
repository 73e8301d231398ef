import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { UserFault } from '../graph/errors.js';
import type { DatabaseRole, Viewer } from '../graph/viewer.js';
import { openDatabase, type Database, type DatabaseOptions } from './driver.js';
import { migration } from './migration.js';
import { scopedTable } from './policies.js';
import { statement, type SqlValue } from './scoped.js';
import { createDatabase, type TestDatabase } from '../../../../test/harness/database.js';

const notes = migration('0001_notes', [
  `create table note (
    vendor_id text not null, id text not null, account_id text not null, reseller_id text,
    body text, secret text, written_at timestamptz not null, due_on date, size bigint, pinned boolean not null,
    tags text[], counts integer[], extra jsonb, primary key (vendor_id, id))`,
  ...scopedTable({
    table: 'note',
    account: 'account_id',
    reseller: 'reseller_id',
    read: {
      app_admin: '*',
      app_customer: '*',
      app_reseller: '*',
      app_analyst: ['vendor_id', 'id', 'account_id', 'body'],
      app_login: { columns: ['id'], rows: { where: 'body = (select app.subject())' } },
    },
  }),
  `insert into note
   select v, v || '-' || a || '-' || n, v || '-' || a, case when a = 'a1' then v || '-r' end, 'body ' || n, 'secret', '2026-03-10T12:34:56.123456Z',
     '2026-03-11', 9007199254740991, true, array['x', 'y,"z\\'], array[1, null, 3], '{"deep": [1]}'
   from unnest(array['v1', 'v2', 'v3']) v, unnest(array['a1', 'a2']) a, generate_series(1, 10) n`,
]);

function viewerOf(
  vendorId: string,
  databaseRole: DatabaseRole = 'app_admin',
  accountId: string | null = null,
): Viewer {
  return {
    role: databaseRole === 'app_customer' ? 'CUSTOMER' : 'VENDOR_ADMIN',
    databaseRole,
    vendorId,
    accountId,
    licenseId: null,
    userId: null,
    membershipId: null,
    keyId: null,
    scopes: [],
    now: '2026-11-02T00:00:00Z',
    zone: 'UTC',
  };
}

const vendors = statement<{ vendor_id: string; accounts: string[] }>(
  'note.vendors',
  'select vendor_id, array_agg(distinct account_id order by account_id) as accounts from note group by 1',
);
const all = statement<{ id: string }>('note.all', 'select id from note order by id');
const settings = statement<{ role: string; vendor: string; account: string }>(
  'settings',
  `select current_user::text as role, coalesce(current_setting('app.vendor', true), '') as vendor,
     coalesce(current_setting('app.account', true), '') as account`,
);

let made: TestDatabase;
let owner: pg.Client;
const opened: Database[] = [];
const logged: object[] = [];

function open(options: Partial<DatabaseOptions> = {}): Database {
  const logger = { warn: () => undefined, error: (facts: object) => void logged.push(facts) };
  const database = openDatabase({ url: made.loginUrl, service: 'notes', logger, ...options });
  opened.push(database);
  return database;
}

beforeAll(async () => {
  made = await createDatabase([notes]);
  owner = new pg.Client(made.ownerUrl);
  await owner.connect();
});

afterAll(async () => {
  await Promise.all(opened.map((database) => database.close()));
  await owner.end();
  await made.drop();
});

describe('scope', () => {
  test('each role sees its rows and no others, alternating on one connection', async () => {
    const database = open({ max: 1 });
    const asked: [Viewer, object[]][] = [
      [viewerOf('v1'), [{ vendor_id: 'v1', accounts: ['v1-a1', 'v1-a2'] }]],
      [viewerOf('v2'), [{ vendor_id: 'v2', accounts: ['v2-a1', 'v2-a2'] }]],
      [viewerOf('v1', 'app_customer', 'v1-a2'), [{ vendor_id: 'v1', accounts: ['v1-a2'] }]],
      [viewerOf('v2', 'app_customer', 'v1-a2'), []],
      [viewerOf('v2', 'app_reseller', 'v2-r'), [{ vendor_id: 'v2', accounts: ['v2-a1'] }]],
      [viewerOf('v1', 'app_customer', null), []],
    ];
    for (let round = 0; round < 3; round += 1) {
      for (const [viewer, expected] of asked)
        expect(await database.read(viewer, vendors, [])).toEqual(expected);
    }
  });

  test('1,000 parallel reads of mixed viewers answer each with its own', async () => {
    const database = open({ max: 4 });
    const reads = Array.from({ length: 1_000 }, async (_, index) => {
      const vendor = `v${(index % 3) + 1}`;
      const account = `${vendor}-a${(index % 2) + 1}`;
      const customer = index % 5 < 2;
      const viewer = customer ? viewerOf(vendor, 'app_customer', account) : viewerOf(vendor);
      const expected = customer ? [account] : [`${vendor}-a1`, `${vendor}-a2`];
      expect(await database.read(viewer, vendors, [])).toEqual([{ vendor_id: vendor, accounts: expected }]);
    });
    await Promise.all(reads);
  });

  test('nothing of a request is left on the connection', async () => {
    const database = open({ max: 1 });
    const [within] = await database.read(viewerOf('v1', 'app_customer', 'v1-a1'), settings, []);
    expect(within).toEqual({ role: 'app_customer', vendor: 'v1', account: 'v1-a1' });
    const [next] = await database.read(viewerOf('v2'), settings, []);
    expect(next).toEqual({ role: 'app_admin', vendor: 'v2', account: '' });
    const [signIn] = await database.readLogin({ subject: 'body 1' }, settings, []);
    expect(signIn).toEqual({ role: 'app_login', vendor: '', account: '' });
  });

  test('the login without a scope is refused, not answered with nothing', async () => {
    const client = new pg.Client(made.loginUrl);
    await client.connect();
    const refused = { code: '42501' };
    await expect(client.query('select id from public.note')).rejects.toMatchObject(refused);
    await expect(
      client.query('set role app_admin; reset role; select id from public.note'),
    ).rejects.toMatchObject(refused);
    await client.query("select set_config('role', 'app_admin', true), set_config('app.vendor', 'v1', true)");
    await expect(client.query('select id from public.note')).rejects.toMatchObject(refused);
    await client.query('set role app_admin');
    expect((await client.query('select id from public.note')).rowCount).toBe(0);
    await client.end();
  });

  test('a key without the scope, a foreign role and a viewer without a vendor never reach the database', async () => {
    const database = open({ url: 'postgres://nobody@127.0.0.1:1/none' });
    const partner: Viewer = { ...viewerOf('v1'), role: 'PARTNER', scopes: ['billing:read'] };
    await expect(database.read(partner, all, [])).rejects.toMatchObject({
      extensions: { code: 'FORBIDDEN' },
    });
    const jobs = { ...viewerOf('v1'), databaseRole: 'app_jobs' } as unknown as Viewer;
    await expect(database.read(jobs, all, [])).rejects.toThrow('not a viewer');
    await expect(database.read({ ...viewerOf('v1'), vendorId: null }, all, [])).rejects.toThrow(
      'without a vendor',
    );
  });

  test('a key with the scope reads as the role of its account', async () => {
    const partner: Viewer = {
      ...viewerOf('v1', 'app_customer', 'v1-a1'),
      role: 'PARTNER',
      scopes: ['notes:read'],
    };
    expect(await open().read(partner, vendors, [])).toEqual([{ vendor_id: 'v1', accounts: ['v1-a1'] }]);
  });

  test('a sign-in finds what it presents exactly, in every vendor, and nothing else', async () => {
    const database = open();
    const found = await database.readLogin({ issuer: 'i', subject: 'body 3' }, all, []);
    expect(found.map((row) => row.id)).toEqual([
      'v1-a1-3',
      'v1-a2-3',
      'v2-a1-3',
      'v2-a2-3',
      'v3-a1-3',
      'v3-a2-3',
    ]);
    expect(await database.readLogin({}, all, [])).toEqual([]);
  });

  test('a setting never answers for another: a login as a viewer has no vendor', async () => {
    await expect(open().readLogin({ subject: 'body 1' }, vendors, [])).rejects.toMatchObject({
      extensions: { code: 'FORBIDDEN' },
    });
  });
});

describe('values', () => {
  test('dates and instants are text, whole numbers are numbers, arrays and JSON are read', async () => {
    const one = statement<object>(
      'note.one',
      'select written_at, due_on, size, pinned, tags, counts, extra, null::text as nothing, 1.50::numeric as exact from note where id = $1',
    );
    expect(await open().read(viewerOf('v1'), one, ['v1-a1-1'])).toEqual([
      {
        written_at: '2026-03-10T12:34:56.123456Z',
        due_on: '2026-03-11',
        size: 9007199254740991,
        pinned: true,
        tags: ['x', 'y,"z\\'],
        counts: [1, null, 3],
        extra: { deep: [1] },
        nothing: null,
        exact: '1.50',
      },
    ]);
  });

  test('parameters arrive as they are, in arrays too', async () => {
    const echo = statement<object>(
      'echo',
      'select $1::text[] as texts, $2::int[] as numbers, $3::text as text, $4::boolean as yes, $5::text as nothing, $6::bigint as big',
    );
    const values: SqlValue[] = [
      ['', 'NULL', 'a"b\\c', '{x,y}', ' å🙂 '],
      [1, -2],
      "it's; --",
      true,
      null,
      2 ** 40,
    ];
    expect(await open().read(viewerOf('v1'), echo, values)).toEqual([
      {
        texts: ['', 'NULL', 'a"b\\c', '{x,y}', ' å🙂 '],
        numbers: [1, -2],
        text: "it's; --",
        yes: true,
        nothing: null,
        big: 2 ** 40,
      },
    ]);
    expect(await open().read(viewerOf('v1'), echo, [[], [], '', false, null, 0])).toEqual([
      { texts: [], numbers: [], text: '', yes: false, nothing: null, big: 0 },
    ]);
  });

  test("U+0000 is the asker's mistake; a bigint that no number holds is ours", async () => {
    const database = open({ max: 1 });
    const echo = statement<object>('echo.text', 'select $1::text as text');
    await expect(database.read(viewerOf('v1'), echo, ['a\0b'])).rejects.toMatchObject({
      extensions: { code: 'BAD_USER_INPUT' },
    });
    await expect(database.read(viewerOf('v1'), echo, [Number.NaN])).rejects.toThrow('not finite');
    const big = statement<object>('big', 'select 9007199254740993::bigint as big from generate_series(1, 3)');
    await expect(database.read(viewerOf('v1'), big, [])).rejects.toThrow('cannot be read');
    expect(await database.read(viewerOf('v1'), echo, ['after'])).toEqual([{ text: 'after' }]);
  });
});

describe('failures leave the connection usable', () => {
  const failing: [string, string, readonly SqlValue[], string][] = [
    ['a statement that does not parse', 'selec 1', [], '42601'],
    ['an unknown table', 'select * from nowhere', [], '42P01'],
    ['a column without a grant', 'select secret from note', [], '42501'],
    [
      'a failure in the middle of the rows',
      'select 10 / (3 - n) as q from generate_series(1, 5) n',
      [],
      '22012',
    ],
    ['a parameter of the wrong type', 'select $1::int as n', ['many'], '22P02'],
    ['too few parameters', 'select $1::int as n, $2::int as m', [1], '08P01'],
  ];
  test.each(failing)('%s', async (name, text, values, sqlState) => {
    const database = open({ max: 1 });
    const analyst = viewerOf('v1', 'app_analyst');
    const wrong = statement<object>(`wrong.${name}`, text);
    for (let round = 0; round < 2; round += 1) {
      const failure: unknown = await database.read(analyst, wrong, values).catch((error: unknown) => error);
      expect(failure).toMatchObject(
        sqlState === '42501' ? { extensions: { code: 'FORBIDDEN' } } : { sqlState },
      );
      expect(await database.read(viewerOf('v1', 'app_customer', 'v1-a1'), vendors, [])).toHaveLength(1);
      const wide = statement<object>('note.body', 'select body from note');
      expect(await database.read(analyst, wide, [])).toHaveLength(20);
    }
  });

  test('neither message nor log quotes a value', async () => {
    logged.length = 0;
    const wrong = statement<object>('wrong.value', 'select $1::int as n');
    const failure = await open()
      .read(viewerOf('v1'), wrong, ['hush-hush'])
      .catch((error: unknown) => String(error));
    expect(failure).toContain('22P02');
    expect(JSON.stringify([failure, logged])).not.toContain('hush');
  });

  test('a statement that runs too long is stopped by the server and reads as UNAVAILABLE', async () => {
    const database = open({ max: 1, statementTimeoutMs: 60 });
    const slow = statement<object>('slow', 'select pg_sleep(20)');
    await expect(database.read(viewerOf('v1'), slow, [])).rejects.toMatchObject({
      extensions: { code: 'UNAVAILABLE' },
    });
    expect(await database.read(viewerOf('v2'), vendors, [])).toHaveLength(1);
  });

  test('an abort stops the statement on the server and hits nobody else', async () => {
    const database = open({ max: 1 });
    const slow = statement<object>('slow.abort', 'select pg_sleep(20)');
    for (let round = 0; round < 5; round += 1) {
      const abort = new AbortController();
      const reading = database.read(viewerOf('v1'), slow, [], abort.signal);
      const following = database.read(viewerOf('v2'), vendors, []);
      setImmediate(() => {
        abort.abort(new Error('gone'));
      });
      await expect(reading).rejects.toThrow('gone');
      expect(await following).toHaveLength(1);
    }
    const { rows } = await owner.query(
      "select 1 from pg_stat_activity where query like '%pg_sleep(20)%' and state = 'active' and pid <> pg_backend_pid()",
    );
    expect(rows).toEqual([]);
    await expect(
      database.read(viewerOf('v1'), slow, [], AbortSignal.abort(new Error('before'))),
    ).rejects.toThrow('before');
  });

  test('a plan that a migration made stale is prepared anew', async () => {
    const database = open({ max: 1 });
    const star = statement<object>('star', "select * from note where id = 'v1-a1-1'");
    expect(await database.read(viewerOf('v1'), star, [])).toHaveLength(1);
    await owner.query('alter table note add column later text');
    const [row] = await database.read(viewerOf('v1'), star, []);
    expect(row).toHaveProperty('later', null);
  });

  test('a killed connection reads as UNAVAILABLE and the next read opens another', async () => {
    const database = open({ max: 1 });
    const slow = statement<object>('slow.kill', 'select pg_sleep(20)');
    const reading = database.read(viewerOf('v1'), slow, []).catch((error: unknown) => error);
    let killed: number | null = 0;
    while (killed === 0) {
      killed = (
        await owner.query(
          "select pg_terminate_backend(pid) from pg_stat_activity where query like 'select pg_sleep(20)%' and state = 'active'",
        )
      ).rowCount;
    }
    expect(await reading).toMatchObject({ extensions: { code: 'UNAVAILABLE' } });
    expect(await database.read(viewerOf('v2'), vendors, [])).toHaveLength(1);
    await database.ping();
  });

  test('an address where nobody answers reads as UNAVAILABLE and is not told', async () => {
    const database = open({ url: 'postgres://nobody@127.0.0.1:1/none' });
    const failure: unknown = await database.read(viewerOf('v1'), all, []).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(UserFault);
    expect(String(failure)).not.toContain('127.0.0.1');
    await expect(database.ping()).rejects.toMatchObject({ extensions: { code: 'UNAVAILABLE' } });
  });
});

describe('prepared statements', () => {
  const preparedNow = statement<{ name: string }>(
    'prepared',
    'select name from pg_prepared_statements order by name',
  );

  test('one statement is parsed once a role, under a name that tells which', async () => {
    const database = open({ max: 1 });
    for (const vendor of ['v1', 'v2', 'v1']) await database.read(viewerOf(vendor), all, []);
    await database.read(viewerOf('v1', 'app_customer', 'v1-a1'), all, []);
    const names = (await database.read(viewerOf('v1'), preparedNow, [])).map((row) => row.name);
    expect(names).toEqual([
      'note.all@app_admin',
      'note.all@app_customer',
      'prepared@app_admin',
      'set_act',
      'set_login',
      'set_viewer',
    ]);
  });

  test('a connection keeps a bounded number, and long names are told apart', async () => {
    const database = open({ max: 1, preparedLimit: 5 });
    const long = 'n'.repeat(80);
    for (let index = 0; index < 20; index += 1) {
      const numbered = statement<{ n: number }>(`${long}${index}`, `select ${index} as n`);
      expect(await database.read(viewerOf('v1'), numbered, [])).toEqual([{ n: index }]);
    }
    expect((await database.read(viewerOf('v1'), preparedNow, [])).length).toBeLessThanOrEqual(8);
  });

  test('two statements of one name are a mistake that is told', async () => {
    const database = open({ max: 1 });
    await database.read(viewerOf('v1'), all, []);
    await expect(database.read(viewerOf('v1'), statement('note.all', 'select 1'), [])).rejects.toThrow(
      'two statements',
    );
    expect(await database.read(viewerOf('v1'), all, [])).toHaveLength(20);
  });
});
