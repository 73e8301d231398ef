import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import type { Viewer } from '../graph/viewer.js';
import { encodeCursor, type SortDirection } from './cursor.js';
import { openDatabase, type Database } from './driver.js';
import { migration } from './migration.js';
import { KeysetPages, PageLoader, type Page, type PageReader, type PageRequest } from './page.js';
import type { PageArgs } from './page-args.js';
import { scopedTable } from './policies.js';
import type { ScopedDatabase } from './scoped.js';
import { createDatabase, type TestDatabase } from '../../../../test/harness/database.js';

// Sixty rows under one parent whose keys are tied ten by ten and null for twenty; a few under another parent.
const items = migration('0001_items', [
  `create table item (
    vendor_id text not null, id text not null, parent_id text not null, rank integer not null, due_on date,
    at timestamptz not null, name text not null, state text not null, primary key (vendor_id, id))`,
  ...scopedTable({
    table: 'item',
    read: { app_admin: '*', app_analyst: ['vendor_id', 'id', 'parent_id', 'rank', 'state'] },
  }),
  `insert into item select v, 'i' || lpad(n::text, 3, '0'), 'p1', n / 10, case when n % 3 > 0 then date '2026-01-01' + n / 20 end,
     timestamptz '2026-03-10T00:00:00Z' + (n / 7) * interval '0.000001 s', 'name ' || n / 15, case when n % 2 = 0 then 'OPEN' else 'CLOSED' end
   from unnest(array['v1', 'v2']) v, generate_series(0, 59) n`,
  `insert into item select 'v1', 'j' || n, 'p2', n, null, now(), 'other', 'OPEN' from generate_series(1, 3) n`,
  'create index item_due on item (vendor_id, parent_id, due_on, id)',
]);

interface Item {
  readonly id: string;
  readonly name: string | null;
}
type Order = 'RANK' | 'DUE_ON' | 'AT' | 'NAME';
type Filter = 'parent' | 'state' | 'open';

const pages = new KeysetPages<Item, Order, Filter>({
  name: 'item.page',
  columns: (role) => `i.id, ${role === 'app_analyst' ? 'null::text' : 'i.name'} as name`,
  from: 'item i',
  id: 'i.id',
  orders: {
    RANK: { column: 'i.rank', type: 'int4' },
    DUE_ON: { column: 'i.due_on', type: 'date', nullable: true },
    AT: { column: 'i.at', type: 'timestamptz' },
    NAME: { column: 'i.name', type: 'text' },
  },
  filters: {
    parent: (parameter) => `i.parent_id = ${parameter}`,
    state: (parameter) => `i.state = any(${parameter})`,
    open: "i.state = 'OPEN'",
  },
  parent: 'i.parent_id',
});

function viewerOf(vendorId: string, databaseRole: Viewer['databaseRole'] = 'app_admin'): Viewer {
  return {
    role: 'VENDOR_ADMIN',
    databaseRole,
    vendorId,
    accountId: null,
    licenseId: null,
    userId: null,
    membershipId: null,
    keyId: null,
    scopes: [],
    now: '',
    zone: 'UTC',
  };
}

let made: TestDatabase;
let owner: pg.Client;
let database: Database;
let reads = 0;
let reader: PageReader;

beforeAll(async () => {
  made = await createDatabase([items]);
  owner = new pg.Client(made.ownerUrl);
  await owner.connect();
  database = openDatabase({ url: made.loginUrl, service: 'items', logger: console, max: 2 });
  const counted: ScopedDatabase = {
    read: (...args) => {
      reads += 1;
      return database.read(...args);
    },
  };
  reader = { database: counted, viewer: viewerOf('v1') };
});

afterAll(async () => {
  await database.close();
  await owner.end();
  await made.drop();
});

type Ask = Omit<PageRequest<Order, Filter>, 'args'>;
type Read = (args: PageArgs) => Promise<Page<Item>>;

/** Walks a list to its end and gives the ids in the list's own order. */
async function walk(read: Read, size: number, backward: boolean): Promise<string[]> {
  const ids: string[] = [];
  let cursor: string | null = null;
  for (let step = 0; step < 100; step += 1) {
    const page: Page<Item> = await read(
      backward ? { last: size, before: cursor } : { first: size, after: cursor },
    );
    const found = page.rows.map((row) => row.id);
    if (backward) ids.unshift(...found);
    else ids.push(...found);
    expect(backward ? page.hasNextPage : page.hasPreviousPage).toBe(cursor !== null);
    if (!(backward ? page.hasPreviousPage : page.hasNextPage)) return ids;
    expect(found).toHaveLength(size);
    cursor = page.cursorOf(backward ? 0 : found.length - 1);
  }
  throw new Error('The walk does not end.');
}

async function expected(order: Order, direction: SortDirection): Promise<string[]> {
  const column = { RANK: 'rank', DUE_ON: 'due_on', AT: 'at', NAME: 'name' }[order];
  const { rows } = await owner.query<{ id: string }>(
    `select id from item where vendor_id = 'v1' and parent_id = 'p1' order by ${column} ${direction} nulls last, id ${direction}`,
  );
  return rows.map((row) => row.id);
}

const orders: Order[] = ['RANK', 'DUE_ON', 'AT', 'NAME'];
const walks = orders.flatMap((order) =>
  (['ASC', 'DESC'] as const).flatMap((direction) =>
    [false, true].map((backward) => ({ order, direction, backward })),
  ),
);

describe('walking', () => {
  test.each(walks)(
    '$order $direction backward: $backward gives each id once',
    async ({ order, direction, backward }) => {
      const sorted = await expected(order, direction);
      expect(sorted).toHaveLength(60);
      for (const size of [1, 7, 20, 60, 100]) {
        const ask: Ask = { order, direction, filter: { parent: 'p1' } };
        expect(await walk((args) => pages.read(reader, { ...ask, args }), size, backward)).toEqual(sorted);
      }
      const within: Read = async (args) => {
        const [first] = await pages.readWithin(reader, ['p1', 'p2'], { order, direction, args });
        return first!;
      };
      expect(await walk(within, 8, backward)).toEqual(sorted);
    },
  );

  test('a page filled exactly has no next one', async () => {
    const page = await pages.read(reader, {
      args: { first: 60 },
      order: 'RANK',
      direction: 'ASC',
      filter: { parent: 'p1' },
    });
    expect(page).toMatchObject({ hasNextPage: false, hasPreviousPage: false });
    expect(() => page.cursorOf(60)).toThrow(RangeError);
  });

  test('twenty where nothing is said; before alone walks back', async () => {
    const ask: Ask = { order: 'RANK', direction: 'ASC', filter: { parent: 'p1' } };
    const first = await pages.read(reader, { ...ask, args: {} });
    expect(first.rows).toHaveLength(20);
    const back = await pages.read(reader, { ...ask, args: { before: first.cursorOf(5) } });
    expect(back.rows).toEqual(first.rows.slice(0, 5));
  });
});

describe('filters, counts, parents', () => {
  test('a filter left out, null or false does not apply', async () => {
    const count = async (filter: Ask['filter']): Promise<number> =>
      (
        await pages.read(reader, {
          args: { first: 1 },
          order: 'RANK',
          direction: 'ASC',
          ...(filter ? { filter } : {}),
        })
      ).totalCount();
    expect(await count(undefined)).toBe(63);
    expect(await count({ state: null, open: false })).toBe(63);
    expect(await count({ open: true })).toBe(33);
    expect(await count({ parent: 'p1', state: ['OPEN'] })).toBe(30);
    expect(await count({ parent: 'p1', state: ['OPEN', 'CLOSED'], open: true })).toBe(30);
    expect(await count({ state: [] })).toBe(0);
  });

  test('the count is read only when asked for, and once', async () => {
    reads = 0;
    const page = await pages.read(reader, { args: {}, order: 'RANK', direction: 'ASC' });
    expect(reads).toBe(1);
    expect(await Promise.all([page.totalCount(), page.totalCount()])).toEqual([63, 63]);
    expect(reads).toBe(2);
  });

  test('pages of many parents are one statement, their counts another', async () => {
    reads = 0;
    const loader = new PageLoader(pages, reader);
    const ask: Ask = { order: 'RANK', direction: 'DESC', filter: { open: true } };
    const load = (parent: string): Promise<Page<Item>> => loader.load(parent, { ...ask, args: { first: 2 } });
    const loaded = await Promise.all(['p1', 'p2', 'none', 'p1'].map(load));
    expect(loaded.map((page) => page.rows.map((row) => row.id))).toEqual([
      ['i058', 'i056'],
      ['j3', 'j2'],
      [],
      ['i058', 'i056'],
    ]);
    expect(loaded.map((page) => page.hasNextPage)).toEqual([true, true, false, true]);
    expect(await Promise.all(loaded.map((page) => page.totalCount()))).toEqual([30, 3, 0, 30]);
    expect(reads).toBe(2);
  });

  test('another vendor counts and pages its own', async () => {
    const other = { ...reader, viewer: viewerOf('v2') };
    const page = await pages.read(other, { args: { first: 100 }, order: 'RANK', direction: 'ASC' });
    expect([page.rows.length, await page.totalCount()]).toEqual([60, 60]);
    const [, second] = await pages.readWithin(other, ['p1', 'p2'], {
      args: {},
      order: 'RANK',
      direction: 'ASC',
    });
    expect(second?.rows).toEqual([]);
  });

  test('a role without the grant gets null for the column', async () => {
    const analyst = { ...reader, viewer: viewerOf('v1', 'app_analyst') };
    const page = await pages.read(analyst, { args: { first: 1 }, order: 'RANK', direction: 'ASC' });
    expect(page.rows[0]).toMatchObject({ id: 'i000', name: null });
  });
});

const good = { order: 'RANK', direction: 'ASC', value: 1, id: 'i001' } as const;
const wrong: [string, PageArgs, keyof PageArgs][] = [
  ['a page of none', { first: 0 }, 'first'],
  ['a negative page', { last: -1 }, 'last'],
  ['a page above 100', { first: 101 }, 'first'],
  ['both ends', { first: 1, last: 1 }, 'last'],
  ['both cursors', { after: encodeCursor(good), before: encodeCursor(good) }, 'before'],
  ['first before', { first: 1, before: encodeCursor(good) }, 'before'],
  ['last after', { last: 1, after: encodeCursor(good) }, 'after'],
  ['an empty cursor', { after: '' }, 'after'],
  ['a cursor of nonsense', { before: 'nonsense' }, 'before'],
  ['a cursor in another alphabet', { after: 'å' }, 'after'],
  ['a cursor of JSON that is no list', { after: Buffer.from('{"a":1}').toString('base64url') }, 'after'],
  [
    'a cursor of another order',
    { after: encodeCursor({ ...good, order: 'AT', value: '2026-03-10T00:00:00Z' }) },
    'after',
  ],
  ['a cursor of the other direction', { after: encodeCursor({ ...good, direction: 'DESC' }) }, 'after'],
  ['a cursor with a key of another type', { after: encodeCursor({ ...good, value: '1' }) }, 'after'],
  ['a cursor with a key out of range', { after: encodeCursor({ ...good, value: 2 ** 31 }) }, 'after'],
  ['a cursor without a key where none is null', { after: encodeCursor({ ...good, value: null }) }, 'after'],
  ['a cursor without an id', { after: encodeCursor({ ...good, id: '' }) }, 'after'],
  ['a cursor with U+0000', { after: encodeCursor({ ...good, id: 'a\0' }) }, 'after'],
];

describe('what is refused names the argument and never reaches the database', () => {
  test.each(wrong)('%s', async (_, args, field) => {
    reads = 0;
    const failure: unknown = await pages
      .read(reader, { args, order: 'RANK', direction: 'ASC' })
      .catch((error: unknown) => error);
    expect(failure).toMatchObject({ extensions: { code: 'BAD_USER_INPUT', field } });
    expect(reads).toBe(0);
  });

  test.each([
    ['DUE_ON', '2026-02-30'],
    ['DUE_ON', '0000-01-01'],
    ['DUE_ON', 'infinity'],
    ['AT', '2026-02-30T00:00:00Z'],
    ['AT', '2026-01-01T25:00:00Z'],
    ['AT', 'now'],
    ['NAME', 7],
    ['NAME', 'a\0'],
  ] as const)('a cursor whose %s is %s', async (order, value) => {
    const after = encodeCursor({ order, direction: 'ASC', value, id: 'i001' });
    await expect(pages.read(reader, { args: { after }, order, direction: 'ASC' })).rejects.toMatchObject({
      extensions: { code: 'BAD_USER_INPUT', field: 'after' },
    });
  });

  test('in a list within a parent too, for every parent alike', async () => {
    const loader = new PageLoader(pages, reader);
    await expect(
      loader.load('p1', { args: { first: 101 }, order: 'RANK', direction: 'ASC' }),
    ).rejects.toMatchObject({
      extensions: { code: 'BAD_USER_INPUT', field: 'first' },
    });
  });
});
