import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { perform } from '@mainstay/kernel/act/perform';
import { statement } from '@mainstay/kernel/db/scoped';
import type { EventRelay } from '@mainstay/kernel/events/relay';
import type { Viewer } from '@mainstay/kernel/graph/viewer';
import { openStage, type Stage } from '../../../../test/harness/acting.js';
import { testNow } from '../../../../test/harness/graph.js';
import { copied } from './copied-rows.js';
import { sandboxCreate } from './sandbox-create.js';
import { SandboxFiller } from './sandbox-filler.js';

let stage: Stage;
let filler: SandboxFiller;
let sourceId: string;
let drained = 0;

const outlet: EventRelay = {
  consumers: ['support', 'billing'],
  nudge: () => undefined,
  drain: () => {
    drained += 1;
    return Promise.resolve();
  },
  stop: () => Promise.resolve(),
};

const operator: Viewer = {
  ...{ role: 'OPERATOR', databaseRole: 'app_operator', vendorId: null, accountId: null, licenseId: null },
  ...{ userId: 'opr_1', membershipId: null, keyId: null, scopes: [], now: testNow, zone: 'UTC' },
};

beforeAll(async () => {
  stage = await openStage('licensing');
  sourceId = stage.roleOf('cronwell.admin').vendorId ?? '';
  filler = new SandboxFiller({
    ...{ database: stage.database, outlet },
    tokenFor: ({ subject, membershipId }) => Promise.resolve(`${subject} as ${membershipId}`),
  });
  // Somebody who was a member once, and nobody else's membership is of that user.
  await stage.owner.query(
    `with former as (insert into app_user values ($1, 'usr_former', 'https://issuer.example', 'former'))
     insert into membership (vendor_id, id, user_id, role, starts_at, ends_at)
     values ($1, 'mbr_former', 'usr_former', 'SUPPORT_AGENT', '2020-01-01', '2021-01-01')`,
    [sourceId],
  );
});

const tablesOfVendor = async () =>
  (
    await stage.owner.query<{ name: string }>(
      `select table_name as name from information_schema.columns join information_schema.tables using (table_schema, table_name)
       where table_schema = 'public' and column_name = 'vendor_id' and table_type = 'BASE TABLE' order by 1`,
    )
  ).rows.map(({ name }) => name);

/** All that a vendor has, by table. */
async function held(vendorId: string): Promise<Record<string, Record<string, unknown>[]>> {
  const found: Record<string, Record<string, unknown>[]> = {};
  for (const table of await tablesOfVendor()) {
    const { rows } = await stage.owner.query<{ row: Record<string, unknown> }>(
      `select to_jsonb(t) as row from ${table} t where vendor_id = $1 order by to_jsonb(t)::text`,
      [vendorId],
    );
    if (rows.length > 0) found[table] = rows.map(({ row }) => row);
  }
  return found;
}

afterEach(async () => {
  const made = await stage.owner.query<{ id: string }>(
    'select vendor_id as id from vendor where sandbox_of is not null',
  );
  const ids = made.rows.map(({ id }) => id);
  // What refers to another goes first.
  const names = [...(await tablesOfVendor()).filter((name) => name !== 'vendor'), 'vendor'];
  await stage.owner.query("set session_replication_role = 'replica'");
  for (const name of names) await stage.owner.query(`delete from ${name} where vendor_id = any($1)`, [ids]);
  await stage.owner.query("set session_replication_role = 'origin'");
});

afterAll(async () => {
  await stage.close();
});

let keys = 0;
async function create(idempotencyKey = `s${String((keys += 1))}`): Promise<string> {
  const outcome = await perform({ database: stage.database, viewer: operator, outlet }, sandboxCreate, {
    ...{ vendorId: sourceId, firstOn: '2026-01-10', idempotencyKey },
  });
  expect(outcome).toMatchObject({ done: true });
  return outcome.done ? (outcome.result['sandboxId'] ?? '') : '';
}

/** How many rows of each copied table it has. */
const sizesOf = (all: Record<string, unknown[]>) => copied.map(({ table }) => all[table]?.length ?? 0);

describe('a sandbox', () => {
  test('has what is sold, who buys and who signs in, and nothing else', async () => {
    const source = await held(sourceId);
    const id = await create();
    expect(Object.keys(await held(id))).toEqual(['vendor']);
    await filler.fill(id);
    const copy = await held(id);
    // Beside the copy: the trail of filling it, what the others are told, and releases that are to come.
    expect(Object.keys(copy).sort()).toEqual(
      [
        ...copied.map(({ table }) => table),
        ...['audit_entry', 'due_work', 'event_delivery', 'outbox_event', 'vendor'],
      ].sort(),
    );
    for (const table of ['license', 'contact', 'api_key']) expect(source).toHaveProperty(table);
    const sizes = sizesOf(source);
    const users = copied.findIndex(({ table }) => table === 'app_user');
    const memberships = copied.findIndex(({ table }) => table === 'membership');
    const ended = source['membership']?.filter((row) => row['ends_at'] !== null).length ?? 0;
    expect(ended).toBeGreaterThan(0);
    expect(sizesOf(copy).toSpliced(users, 1)).toEqual(
      sizes.toSpliced(memberships, 1, (sizes[memberships] ?? 0) - ended).toSpliced(users, 1),
    );
    expect(copy['membership']?.every((row) => row['ends_at'] === null)).toBe(true);
    expect(copy['app_user']?.map((row) => row['subject'])).not.toContain('former');
  });

  test('has ids of its own, and what one row names of another it names anew', async () => {
    const before = await held(sourceId);
    const id = await create();
    await filler.fill(id);
    const copy = await held(id);
    const after = await held(sourceId);
    // The creation stands in the trail of the tenant that it is a copy of; nothing else of that has changed.
    for (const table of ['audit_entry', 'idempotent_answer'])
      expect(after[table]?.length).toBe((before[table]?.length ?? 0) + 1);
    expect({ ...after, audit_entry: [], idempotent_answer: [] }).toEqual({
      ...{ ...before, audit_entry: [], idempotent_answer: [] },
    });
    const idsOf = (all: Record<string, Record<string, unknown>[]>) =>
      copied.flatMap(({ table }) => (all[table] ?? []).map((row) => row['id'])).filter((one) => one);
    const theirs = new Set(idsOf(before));
    const text = JSON.stringify(copied.map(({ table }) => copy[table]));
    expect(idsOf(copy).length).toBeGreaterThan(50);
    for (const one of theirs) expect(text).not.toContain(`"${String(one)}"`);
    const customers = copy['account']?.filter((row) => row['reseller_id'] !== null) ?? [];
    expect(customers.length).toBeGreaterThan(0);
    const resellers = new Set(
      copy['account']?.filter((row) => row['kind'] === 'RESELLER').map((row) => row['id']),
    );
    expect(customers.every((row) => resellers.has(row['reseller_id']))).toBe(true);
  });

  test('has releases at their instants, and work for those that are to come and for no other', async () => {
    const id = await create();
    await filler.fill(id);
    const [source, copy] = [await held(sourceId), await held(id)];
    const shown = (rows: Record<string, unknown>[] | undefined) =>
      rows?.map((row) => [row['version'], row['semver_key'], row['released_at'], row['yanked_at']]).sort();
    expect(shown(copy['release'])).toEqual(shown(source['release']));
    const startMs = Date.parse(String(copy['vendor']?.[0]?.['frozen_at']));
    expect(new Date(startMs).toISOString()).toBe('2026-01-09T23:00:00.000Z');
    const ahead = copy['release']?.filter((row) => Date.parse(String(row['released_at'])) > startMs) ?? [];
    expect(ahead.length).toBeGreaterThan(0);
    expect(ahead.length).toBeLessThan(copy['release']?.length ?? 0);
    const due = copy['due_work']?.map((row) => [row['kind'], row['key'], row['due_at']]);
    expect(due?.sort()).toEqual(
      ahead.map((row) => ['release-announcement', row['id'], row['released_at']]).sort(),
    );
  });

  test('is seen by its own people, and by no other vendor', async () => {
    const id = await create();
    await filler.fill(id);
    for (const table of ['vendor', 'account', 'product']) {
      const look = statement<{ id: string }>(
        `look.${table}`,
        `select distinct vendor_id as id from ${table}`,
      );
      for (const name of ['cronwell.admin', 'deskhaven.admin']) {
        const rows = await stage.database.read(stage.viewerOf(name), look, []);
        expect(rows).toEqual([{ id: stage.roleOf(name).vendorId }]);
      }
      const own = { ...stage.viewerOf('cronwell.admin'), vendorId: id };
      expect(await stage.database.read(own, look, [])).toEqual([{ id }]);
    }
    const members = await filler.members(id);
    expect(members.length).toBeGreaterThan(3);
    expect(members[0]).toMatchObject({ accountId: null });
    expect(members.every(({ token, membershipId }) => token?.endsWith(membershipId))).toBe(true);
  });
});

describe('it is filled once', () => {
  test('by two at once', async () => {
    const id = await create();
    const other = new SandboxFiller({
      ...{ database: stage.database, outlet, tokenFor: () => Promise.resolve(null) },
    });
    await Promise.all([filler.fill(id), other.fill(id), filler.fillAll(), other.fillAll()]);
    const copy = await held(id);
    expect(copy['audit_entry']).toHaveLength(1);
    expect(copy['audit_entry']?.[0]).toMatchObject({ act: 'sandboxFill', actor_id: 'job:sandbox' });
    expect(copy['product']).toHaveLength((await held(sourceId))['product']?.length ?? 0);
    const told = copy['outbox_event']?.map((row) => row['type']) ?? [];
    expect(told.filter((type) => type === 'vendor.created')).toHaveLength(1);
    expect(told.filter((type) => type === 'account.created')).toHaveLength(copy['account']?.length ?? 0);
  });

  test('also where whoever made it died before, by the next look, and never again', async () => {
    const id = await create();
    drained = 0;
    await filler.fillAll();
    expect(drained).toBe(1);
    const copy = await held(id);
    expect(copy['vendor']?.[0]?.['filled_at']).toBe(copy['vendor']?.[0]?.['frozen_at']);
    expect(copy['account']?.length).toBeGreaterThan(0);
    await filler.fillAll();
    await filler.fill(id);
    expect(await held(id)).toEqual(copy);
  });

  test('for the same idempotency key, which is one sandbox with the same members', async () => {
    const [first, second] = [await create('twice'), await create('twice')];
    expect(second).toBe(first);
    await filler.fill(first);
    const members = await filler.members(first);
    expect(await create('twice')).toBe(first);
    await filler.fill(first);
    expect(await filler.members(first)).toEqual(members);
    const { rowCount } = await stage.owner.query('select from vendor where sandbox_of = $1', [sourceId]);
    expect(rowCount).toBe(1);
  });
});

describe('an operator makes nothing but a copy of the tenant that it names', () => {
  const row = (given: string) =>
    statement(
      `insert.${given}`,
      `insert into vendor (vendor_id, name, slug, zone, currency, clock_kind, frozen_at, sandbox, sandbox_of, created_at)
       values ('vnd_made', 'Made', 'made', 'UTC', 'USD', ${given}, now())`,
    );
  const insert = (given: string) =>
    stage.database.transact({ ...operator, vendorId: sourceId }, (transaction) =>
      transaction.query(row(given), []),
    );

  test('the copy is made', async () => {
    await expect(insert("'FROZEN', now(), true, app.vendor()")).resolves.toEqual([]);
  });

  test.each([
    ['a real tenant', "'REAL', null, false, null"],
    ['a real tenant that is called a copy', "'REAL', null, true, app.vendor()"],
    ['a sandbox of nobody', "'FROZEN', now(), true, null"],
    [
      'a sandbox of another tenant',
      "'FROZEN', now(), true, (select vendor_id from vendor where vendor_id <> app.vendor() limit 1)",
    ],
  ])('%s is not', async (_, given) => {
    await expect(insert(given)).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });
});
