import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { createDatabase, type TestDatabase } from '../../../../test/harness/database.js';
import { chanceOf } from '../../../../test/oracle/random.js';
import { openDatabase, type Database } from '../db/driver.js';
import { migration } from '../db/migration.js';
import { scopedTable, writableTable } from '../db/policies.js';
import { statement } from '../db/scoped.js';
import type { Viewer } from '../graph/viewer.js';
import type { Act, ActInput } from './act.js';
import { perform } from './perform.js';
import { trailMigration } from './trail.js';

const notes = migration('0001_notes', [
  `create table note (vendor_id text not null, id text not null, account_id text not null, title text not null,
    primary key (vendor_id, id), unique (vendor_id, title))`,
  ...scopedTable({ table: 'note', account: 'account_id', read: { app_admin: '*', app_customer: '*' } }),
  ...writableTable({
    table: 'note',
    account: 'account_id',
    write: {
      app_admin: { insert: '*', update: ['title'] },
      app_customer: { insert: '*', update: ['title'] },
    },
  }),
]);

interface NoteInput extends ActInput {
  readonly accountId: string;
  readonly title: string;
  /** Breaks the act after its effect. */
  readonly fail?: boolean;
}
type NoteCode = 'TITLE_BLANK' | 'TITLE_TAKEN';

const titled = statement<{ id: string }>('note.titled', 'select id from note where title = $1::text');
const insert = statement(
  'note.insert',
  'insert into note values (app.vendor(), $1::text, $2::text, $3::text)',
);

const noteCreate: Act<NoteInput, { readonly taken: boolean }, NoteCode> = {
  name: 'noteCreate',
  roles: ['VENDOR_ADMIN', 'CUSTOMER', 'PARTNER'],
  check: ({ title }) =>
    title.trim() === '' ? [{ code: 'TITLE_BLANK', field: ['title'], message: 'A note has a title.' }] : [],
  load: async (transaction, { title }) => ({ taken: (await transaction.query(titled, [title])).length > 0 }),
  decide: ({ taken }) =>
    taken
      ? [{ code: 'TITLE_TAKEN', field: ['title'], message: 'There is such a note. Take another title.' }]
      : [],
  async apply(transaction, _, { accountId, title, fail }, { newId }) {
    const id = newId('msg');
    await transaction.query(insert, [id, accountId, title]);
    if (fail === true) throw new Error('broken on purpose');
    return {
      ...{ result: { noteId: id }, accountId },
      changes: [{ objectId: id, field: 'title', to: title }],
      events: [{ type: 'note.created', aggregate: id, payload: { title } }],
    };
  },
};

function viewerOf(membershipId: string, given: Partial<Viewer> = {}): Viewer {
  return {
    ...{ role: 'VENDOR_ADMIN', databaseRole: 'app_admin', vendorId: 'v1', accountId: null, licenseId: null },
    ...{ userId: 'u1', membershipId, keyId: null, scopes: [], now: '2026-11-02T08:00:00.000Z', zone: 'UTC' },
    ...given,
  };
}
const admin = viewerOf('m1');

let made: TestDatabase;
let database: Database;
let owner: pg.Client;

const open = (more: { readonly connectTimeoutMs?: number } = {}) =>
  openDatabase({
    ...{ url: made.loginUrl, service: 'notes', ...more },
    logger: { warn: () => undefined, error: () => undefined },
  });

beforeAll(async () => {
  made = await createDatabase([notes, trailMigration('0002_trail')]);
  database = open();
  owner = new pg.Client(made.ownerUrl);
  await owner.connect();
});

afterAll(async () => {
  await owner.end();
  await database.close();
  await made.drop();
});

beforeEach(async () => {
  await owner.query('truncate note, audit_entry, outbox_event, event_delivery, idempotent_answer');
});

const act = (input: NoteInput, viewer = admin) =>
  perform({ database, viewer, outlet: { consumers: ['reader'], nudge: () => undefined } }, noteCreate, input);

async function counts(): Promise<Record<string, number>> {
  const { rows } = await owner.query<Record<string, string>>(
    `select (select count(*) from note) as notes, (select count(*) from audit_entry) as entries,
      (select count(*) from outbox_event) as events, (select count(*) from idempotent_answer) as answers`,
  );
  return Object.fromEntries(Object.entries(rows[0] ?? {}).map(([name, count]) => [name, Number(count)]));
}
const nothing = { notes: 0, entries: 0, events: 0, answers: 0 };

describe('an act', () => {
  test('leaves its change, one entry, its events and the answer of its key', async () => {
    const outcome = await act({ accountId: 'a1', title: 'one', idempotencyKey: 'k1', reason: 'asked for' });
    expect(outcome.done).toBe(true);
    expect(await counts()).toEqual({ notes: 1, entries: 1, events: 1, answers: 1 });
    const noteId = outcome.done ? outcome.result['noteId'] : null;
    const { rows } = await owner.query('select * from audit_entry');
    expect(rows[0]).toMatchObject({
      ...{ vendor_id: 'v1', act: 'noteCreate', actor_kind: 'MEMBERSHIP', actor_id: 'm1', user_id: 'u1' },
      ...{ account_id: 'a1', object_ids: [noteId], reason: 'asked for', acted_at: new Date(admin.now) },
      changes: [{ objectId: noteId, field: 'title', to: 'one' }],
    });
    const told = await owner.query(
      'select e.type, e.aggregate, e.payload, d.consumer, d.delivered_at from outbox_event e join event_delivery d on d.event_id = e.id',
    );
    expect(told.rows).toEqual([
      {
        type: 'note.created',
        aggregate: noteId,
        payload: { title: 'one' },
        consumer: 'reader',
        delivered_at: null,
      },
    ]);
  });

  test('that is refused leaves nothing, and its key may be used again', async () => {
    await act({ accountId: 'a1', title: 'one' });
    const before = await counts();
    const refused = await act({ accountId: 'a1', title: 'one', idempotencyKey: 'k1' });
    expect(refused).toMatchObject({ done: false, refusals: [{ code: 'TITLE_TAKEN', field: ['title'] }] });
    expect(await counts()).toEqual(before);
    await owner.query('delete from note');
    expect(await act({ accountId: 'a1', title: 'one', idempotencyKey: 'k1' })).toMatchObject({ done: true });
  });

  test('that is refused for its input alone never reaches the database', async () => {
    expect(await act({ accountId: 'a1', title: ' ' })).toMatchObject({
      refusals: [{ code: 'TITLE_BLANK', field: ['title'] }],
    });
    expect(await counts()).toEqual(nothing);
  });

  test('that breaks half-way leaves nothing', async () => {
    await expect(act({ accountId: 'a1', title: 'one', idempotencyKey: 'k1', fail: true })).rejects.toThrow(
      'broken on purpose',
    );
    expect(await counts()).toEqual(nothing);
  });

  test('outside the scope of who acts is refused by the database, and leaves nothing', async () => {
    const customer = viewerOf('m2', { role: 'CUSTOMER', databaseRole: 'app_customer', accountId: 'a2' });
    await expect(act({ accountId: 'a1', title: 'one' }, customer)).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
    expect(await counts()).toEqual(nothing);
    expect(await act({ accountId: 'a2', title: 'one' }, customer)).toMatchObject({ done: true });
  });

  test.each([
    ['a role that may not', viewerOf('m3', { role: 'ANALYST', databaseRole: 'app_analyst' })],
    ['a role that may not, though its database role could', viewerOf('m5', { role: 'SUPPORT_AGENT' })],
    ['a key that may only read', viewerOf('m4', { role: 'PARTNER', scopes: ['notes:read'] })],
  ])('is refused to %s', async (_, viewer) => {
    await expect(act({ accountId: 'a1', title: 'one' }, viewer)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    expect(await counts()).toEqual(nothing);
  });
});

test("while the tenant's clock is on its way only what may be done then is done", async () => {
  const moving = viewerOf('m1', { clockAdvancing: true });
  await expect(act({ accountId: 'a1', title: 'one', idempotencyKey: 'k1' }, moving)).rejects.toMatchObject({
    code: 'CLOCK_ADVANCING',
  });
  expect(await counts()).toEqual(nothing);
  const outlet = { consumers: [], nudge: () => undefined };
  const anytime: Act<NoteInput, { readonly taken: boolean }, NoteCode> = {
    ...noteCreate,
    whileAdvancing: true,
  };
  const done = perform({ database, viewer: moving, outlet }, anytime, { accountId: 'a1', title: 'one' });
  expect(await done).toMatchObject({ done: true });
  expect(await act({ accountId: 'a1', title: 'two', idempotencyKey: 'k1' })).toMatchObject({ done: true });
});

describe('an act that tells secrets and ends viewers', () => {
  const opened: Act<NoteInput, { readonly taken: boolean }, NoteCode> = {
    ...noteCreate,
    name: 'noteOpen',
    apply: async (...given) => ({
      ...(await noteCreate.apply(...given)),
      ...{ secrets: { text: 'once' }, endsViewers: [{ keyId: 'key_1' }] },
    }),
  };
  const told: unknown[] = [];
  const open = (input: NoteInput) => {
    const outlet = { consumers: [], nudge: () => undefined };
    const viewersEnded = (ended: unknown) => told.push(ended);
    return perform({ database, viewer: admin, outlet, viewersEnded }, opened, input);
  };
  beforeEach(() => {
    told.splice(0);
  });

  test('answers the secret once, and keeps it nowhere', async () => {
    const input = { accountId: 'a1', title: 'one', idempotencyKey: 'k1' };
    const first = await open(input);
    expect(first).toMatchObject({ done: true, secrets: { text: 'once' } });
    expect(await open(input)).toEqual({ done: true, result: first.done ? first.result : {} });
    const kept = await owner.query(
      `select from audit_entry t where t::text like '%once%' union all
       select from idempotent_answer t where t::text like '%once%' union all
       select from outbox_event t where t::text like '%once%'`,
    );
    expect(kept.rowCount).toBe(0);
  });

  test('tells who may not go on when that is saved, and not when it was refused', async () => {
    await open({ accountId: 'a1', title: 'one' });
    expect(told[0]).toEqual([{ keyId: 'key_1' }]);
    told.splice(0);
    await open({ accountId: 'a1', title: 'one' });
    await expect(open({ accountId: 'a1', title: 'two', fail: true })).rejects.toThrow('broken on purpose');
    expect(told).toEqual([]);
  });
});

test('the real instant comes from its clock, and without one from the viewer', async () => {
  const seen: string[] = [];
  const looking: Act<NoteInput, { readonly taken: boolean }, NoteCode> = {
    ...noteCreate,
    decide: (_, __, { now, realNow }) => {
      seen.push(now, realNow);
      return [{ code: 'TITLE_TAKEN', field: ['title'], message: 'Seen.' }];
    },
  };
  const acting = { database, viewer: admin, outlet: { consumers: [], nudge: () => undefined } };
  const real = '2030-01-01T00:00:00.000Z';
  await perform({ ...acting, clock: () => real }, looking, { accountId: 'a1', title: 'one' });
  await perform(acting, looking, { accountId: 'a1', title: 'one' });
  expect(seen).toEqual([admin.now, real, admin.now, admin.now]);
});

describe('an idempotency key', () => {
  test('stands for one effect and one answer, however many ask at once', async () => {
    // All are begun before any is done, so the last of them waits for a connection longer than a person would.
    const patient = open({ connectTimeoutMs: 60_000 });
    const keys = Array.from({ length: 200 }, (_, index) => `key-${String(index)}`);
    const chance = chanceOf(3);
    const asked = keys
      .flatMap((key) => Array.from({ length: 20 }, () => ({ key, place: chance.whole(0, 1_000_000) })))
      .toSorted((a, b) => a.place - b.place);
    const outlet = { consumers: ['reader'], nudge: () => undefined };
    const answers = await Promise.all(
      asked.map(async ({ key: idempotencyKey }) => {
        const input = { accountId: 'a1', title: `of ${idempotencyKey}`, idempotencyKey };
        const outcome = await perform({ database: patient, viewer: admin, outlet }, noteCreate, input);
        return { idempotencyKey, outcome };
      }),
    );
    await patient.close();
    const byKey = Map.groupBy(answers, ({ idempotencyKey }) => idempotencyKey);
    for (const key of keys) {
      const ofKey = byKey.get(key) ?? [];
      expect(ofKey).toHaveLength(20);
      expect(new Set(ofKey.map(({ outcome }) => JSON.stringify(outcome))).size).toBe(1);
      expect(ofKey[0]?.outcome.done).toBe(true);
    }
    expect(await counts()).toEqual({ notes: 200, entries: 200, events: 200, answers: 200 });
  });

  test('answers the same after a restart, and in whatever order the input comes', async () => {
    const first = await act({ accountId: 'a1', title: 'one', idempotencyKey: 'k1' });
    await database.close();
    database = open();
    expect(await act({ idempotencyKey: 'k1', title: 'one', accountId: 'a1', reason: null })).toEqual(first);
    expect((await counts())['notes']).toBe(1);
  });

  test('with another input is an error that names it, and changes nothing', async () => {
    await act({ accountId: 'a1', title: 'one', idempotencyKey: 'k1' });
    await expect(act({ accountId: 'a1', title: 'two', idempotencyKey: 'k1' })).rejects.toMatchObject({
      ...{ code: 'CONFLICT', extensions: { field: 'input.idempotencyKey' } },
    });
    expect((await counts())['notes']).toBe(1);
  });

  test('of one caller says nothing to another, and nothing to another vendor', async () => {
    await act({ accountId: 'a1', title: 'one', idempotencyKey: 'k1' });
    expect(await act({ accountId: 'a1', title: 'two', idempotencyKey: 'k1' }, viewerOf('m9'))).toMatchObject({
      done: true,
    });
    const elsewhere = viewerOf('m1', { vendorId: 'v2' });
    expect(await act({ accountId: 'a1', title: 'one', idempotencyKey: 'k1' }, elsewhere)).toMatchObject({
      done: true,
    });
    expect((await counts())['notes']).toBe(3);
  });

  test.each(['', 'a b', 'x'.repeat(101), 'é'])(
    'is refused where it is none: "%s"',
    async (idempotencyKey) => {
      await expect(act({ accountId: 'a1', title: 'one', idempotencyKey })).rejects.toMatchObject({
        ...{ code: 'BAD_USER_INPUT', extensions: { field: 'input.idempotencyKey' } },
      });
    },
  );
});

test('two at once of what can be once: one is done and the other told why', async () => {
  const outcomes = await Promise.all([
    act({ accountId: 'a1', title: 'one' }),
    act({ accountId: 'a1', title: 'one' }),
  ]);
  expect(outcomes.filter(({ done }) => done)).toHaveLength(1);
  expect(outcomes.find(({ done }) => !done)).toMatchObject({ refusals: [{ code: 'TITLE_TAKEN' }] });
  expect(await counts()).toMatchObject({ notes: 1, entries: 1, events: 1 });
});

test('two at once that wait for each other are both done, one after the other', async () => {
  for (const title of ['one', 'two']) await act({ accountId: 'a1', title });
  const lock = statement('note.lock', 'select id from note where title = $1::text for update');
  let holding = 0;
  const bothHold = Promise.withResolvers<undefined>();
  /** Holds the note of its title, and then wants the other's. */
  const noteCross: Act<NoteInput, { readonly taken: boolean }, NoteCode> = {
    ...noteCreate,
    name: 'noteCross',
    async load(transaction, { title }) {
      await transaction.query(lock, [title]);
      holding += 1;
      if (holding === 2) bothHold.resolve(undefined);
      await bothHold.promise;
      await transaction.query(lock, [title === 'one' ? 'two' : 'one']);
      return { taken: false };
    },
    apply: (transaction, facts, input, moment) =>
      noteCreate.apply(transaction, facts, { ...input, title: `beside ${input.title}` }, moment),
  };
  const outlet = { consumers: [], nudge: () => undefined };
  const outcomes = await Promise.all(
    ['one', 'two'].map((title) =>
      perform({ database, viewer: admin, outlet }, noteCross, { accountId: 'a1', title }),
    ),
  );
  expect(outcomes.map(({ done }) => done)).toEqual([true, true]);
  expect(await counts()).toMatchObject({ notes: 4, entries: 4 });
});

describe('the trail', () => {
  const entries = statement<{ act: string }>('entries', 'select act from audit_entry');

  test('is read by the administrators of the vendor alone, and changed by nobody', async () => {
    await act({ accountId: 'a1', title: 'one' });
    expect(await database.read(admin, entries, [])).toEqual([{ act: 'noteCreate' }]);
    expect(await database.read(viewerOf('m1', { vendorId: 'v2' }), entries, [])).toEqual([]);
    const customer = viewerOf('m2', { role: 'CUSTOMER', databaseRole: 'app_customer', accountId: 'a1' });
    await expect(database.read(customer, entries, [])).rejects.toMatchObject({ code: 'FORBIDDEN' });
    for (const text of [
      "update audit_entry set act = 'x' returning act",
      'delete from audit_entry returning act',
    ])
      await expect(database.read(admin, statement<{ act: string }>(text, text), [])).rejects.toMatchObject({
        code: 'FORBIDDEN',
      });
  });

  test('takes no entry in the name of another', async () => {
    const forged = statement(
      'forged',
      `insert into audit_entry (vendor_id, id, acted_at, act, actor_kind, actor_id, object_ids, changes)
       values (app.vendor(), 'x', now(), 'x', 'KEY', 'somebody else', '{}', '[]')`,
    );
    await expect(
      database.transact(admin, (transaction) => transaction.query(forged, [])),
    ).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
  });
});
