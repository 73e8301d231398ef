import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { catalogFaults, dumpCatalog } from './catalog.js';
import { migration } from './migration.js';
import { scopedTable } from './policies.js';
import { loginUrlOf, prepareDatabase } from './prepare.js';
import { createDatabase, type TestDatabase } from '../../../../test/harness/database.js';

const table = (name: string): string =>
  `create table ${name} (vendor_id text not null, id text not null, account_id text, primary key (vendor_id, id))`;
const migrations = [
  migration('0001_good', [
    table('good'),
    ...scopedTable({ table: 'good', account: 'account_id', read: { app_admin: '*', app_customer: ['id'] } }),
    'create view good_view with (security_invoker = true) as select id from good',
    'grant select on good_view to app_admin',
  ]),
];

let made: TestDatabase;
let owner: pg.Client;

beforeAll(async () => {
  made = await createDatabase(migrations);
  owner = new pg.Client(made.ownerUrl);
  await owner.connect();
});

afterAll(async () => {
  await owner.end();
  await made.drop();
});

/** The login is called after its database, and that after the test's run. */
function withLogin(text: string): string {
  return text.replace('$LOGIN', new URL(made.loginUrl).username);
}

/** Each opens one hole; it is rolled back afterwards. */
const holes: [string, string[], string[]][] = [
  [
    'a grant without security',
    [table('bad'), 'grant select on bad to app_admin'],
    ['granted without forced row security: bad', 'granted without a policy: bad to app_admin'],
  ],
  [
    'security that the owner escapes',
    ['alter table good no force row level security'],
    ['granted without forced row security: good'],
  ],
  ['a grant to everybody', ['grant select (id) on good to public'], ['granted to everybody: good']],
  [
    'a grant without a policy',
    ['grant select (id) on good to app_agent'],
    ['granted without a policy: good to app_agent'],
  ],
  [
    'a grant of truncation',
    ['grant truncate on good to app_admin'],
    ['granted more than reading: good TRUNCATE to app_admin'],
  ],
  [
    'a policy without the vendor',
    ['create policy p on good for select to app_agent using (id is not null)'],
    ['policy without the vendor: good.p'],
  ],
  [
    'a policy with an alternative',
    ["create policy p on good for select to app_agent using (vendor_id = (select app.vendor()) or id = 'x')"],
    ['policy with an alternative: good.p'],
  ],
  [
    'a policy for everybody',
    ['create policy p on good for select using (vendor_id = (select app.vendor()))'],
    ['policy for everybody: good.p'],
  ],
  [
    'a view that reads as its owner',
    ['create view bad as select id from good'],
    ['view that reads as its owner: bad'],
  ],
  [
    'a materialized view',
    ['create materialized view bad as select id from good'],
    ['materialized view: bad'],
  ],
  [
    'a partitioned table',
    ['create table bad (vendor_id text) partition by hash (vendor_id)'],
    ['partition: bad'],
  ],
  [
    'a function that runs as its owner',
    ["create function bad() returns int language sql security definer as 'select 1'"],
    ['function that runs as its owner: bad()'],
  ],
  [
    'a key not led by the vendor',
    ['create table bad (id text primary key, vendor_id text)'],
    ['key not led by vendor_id: bad.bad_pkey'],
  ],
  [
    'a reference not led by the vendor',
    [
      table('bad'),
      'create unique index on good (id)',
      'alter table bad add constraint b foreign key (account_id) references good (id)',
    ],
    ['key not led by vendor_id: bad.b', 'unique index not led by vendor_id: good.good_id_idx'],
  ],
  ['a role that bypasses', ['alter role app_agent bypassrls'], ['role that bypasses: app_agent']],
  ['a role that logs in', ['alter role app_agent login'], ['role that logs in: app_agent']],
  [
    'a login that inherits',
    ['grant app_admin to $LOGIN with inherit true'],
    ['login that inherits: $LOGIN from app_admin'],
  ],
  [
    'a table of the login',
    ['alter table good owner to $LOGIN'],
    ['relation owned by a role of the application: good'],
  ],
];

describe('catalogFaults', () => {
  test('finds nothing in tables made by the helper', async () => {
    expect(await catalogFaults(owner)).toEqual([]);
  });

  test.each(holes)('finds %s', async (_, statements, faults) => {
    await owner.query('begin');
    try {
      for (const sql of statements) await owner.query(withLogin(sql));
      expect(await catalogFaults(owner)).toEqual(faults.map(withLogin).toSorted());
    } finally {
      await owner.query('rollback');
    }
  });
});

describe('dumpCatalog', () => {
  test('shows columns, keys, policies and grants, and follows a change', async () => {
    const dump = await dumpCatalog(owner);
    for (const line of [
      'good.001 vendor_id text not null',
      'good good_pkey PRIMARY KEY (vendor_id, id)',
      'good enabled, forced',
      'good good_app_customer select to app_customer using ((vendor_id = ( SELECT app.vendor() AS vendor)) AND (account_id = ( SELECT app.account() AS account)))',
      'good.id select to app_customer',
      'good select to app_admin',
    ]) {
      expect(dump.split('\n')).toContain(line);
    }
    await owner.query('alter table good add constraint short check (length(id) < 99)');
    expect(await dumpCatalog(owner)).not.toBe(dump);
    await owner.query('alter table good drop constraint short');
    expect(await dumpCatalog(owner)).toBe(dump);
  });
});

describe('prepareDatabase', () => {
  test('applies each migration once, also when two start together', async () => {
    const input = { ownerUrl: made.ownerUrl, loginPassword: 'secret' };
    const more = [...migrations, migration('0002_more', [table('more')])];
    const both = await Promise.all([
      prepareDatabase({ ...input, migrations: more }),
      prepareDatabase({ ...input, migrations: more }),
    ]);
    expect(both.flatMap((prepared) => prepared.applied)).toEqual(['0002_more']);
    expect((await prepareDatabase({ ...input, migrations: more })).applied).toEqual([]);
  });

  test('a migration that fails leaves nothing of the batch behind', async () => {
    const broken = [
      ...migrations,
      migration('0002_more', []),
      migration('0003_half', [table('half')]),
      migration('0004_broken', ['create nonsense']),
    ];
    await expect(
      prepareDatabase({ ownerUrl: made.ownerUrl, loginPassword: 'secret', migrations: broken }),
    ).rejects.toThrow();
    expect((await owner.query("select to_regclass('half') as half")).rows).toEqual([{ half: null }]);
  });

  test("a role without a scope of its own must say which rows it sees, and a scope needs the table's column", () => {
    expect(() => scopedTable({ table: 'good', read: { app_login: '*' } })).toThrow('say which rows');
    expect(() => scopedTable({ table: 'good', account: 'account_id', read: { app_reseller: '*' } })).toThrow(
      'no column for the scope reseller',
    );
  });

  test('names and passwords are encoded into the address', () => {
    expect(loginUrlOf('postgres://owner:old@host:5/db?sslmode=require', 'db_login', 'a/b:c@d')).toBe(
      'postgres://db_login:a%2Fb%3Ac%40d@host:5/db?sslmode=require',
    );
  });
});
