import { afterAll, beforeAll, expect, test } from '@jest/globals';
import pg from 'pg';
import { quoteAccept } from '@mainstay/billing/quote/quote-accept';
import { perform } from '@mainstay/kernel/act/perform';
import { openDatabase } from '@mainstay/kernel/db/driver';
import { noOutlet } from '@mainstay/kernel/events/outlet';
import type { Viewer } from '@mainstay/kernel/graph/viewer';
import { cloneDatabase, type TestDatabase } from '../../../test/harness/database.js';
import { demoIssuer, operatorSubject } from '../world/cast.js';
import { makeByActs, type Making } from './make.js';

const names = ['licensing', 'support', 'billing'] as const;
const now = '2026-11-02T12:00:00.000Z';
const databases: TestDatabase[] = [];
let making: Making;

beforeAll(async () => {
  making = makingIn(await Promise.all(names.map((name) => cloneDatabase(name))));
  // What a killed play leaves: a vendor whose clock stands still.
  await ask(
    'licensing',
    `insert into vendor (vendor_id, name, slug, zone, currency, clock_kind, frozen_at, sandbox, created_at)
     values ('left', 'Left', 'cronwell', 'UTC', 'EUR', 'FROZEN', now(), true, now());
     insert into operator values ('${demoIssuer}', 'left'), ('https://issuer.example.invalid', 'somebody')`,
  );
  expect(await makeByActs(making)).toBe(true);
}, 120_000);

afterAll(async () => {
  await Promise.all(databases.map((database) => database.drop()));
});

function makingIn(made: readonly TestDatabase[]): Making {
  databases.push(...made);
  const urlsOf = (of: 'ownerUrl' | 'loginUrl') => {
    const [licensing = '', support = '', billing = ''] = made.map((database) => database[of]);
    return { licensing, support, billing };
  };
  const urls = { ownerUrls: urlsOf('ownerUrl'), loginUrls: urlsOf('loginUrl') };
  return { ...urls, seed: 1, now, clock: () => now, say: () => undefined };
}

async function ask<Row extends pg.QueryResultRow>(name: (typeof names)[number], sql: string): Promise<Row[]> {
  const client = new pg.Client(making.ownerUrls[name]);
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}

test('the four tenants live by the real clock, and what a killed play left is gone', async () => {
  const vendors = await ask('licensing', 'select slug, clock_kind, sandbox from vendor order by slug');
  const real = { clock_kind: 'REAL', sandbox: false };
  expect(vendors).toEqual(
    ['cartwright', 'cronwell', 'deskhaven', 'tubeworks'].map((slug) => ({ slug, ...real })),
  );
  const operators = await ask('licensing', 'select issuer, subject from operator order by issuer');
  expect(operators).toEqual([
    { issuer: demoIssuer, subject: operatorSubject },
    { issuer: 'https://issuer.example.invalid', subject: 'somebody' },
  ]);
  for (const name of ['support', 'billing'] as const)
    expect(await ask(name, "select id from known_vendor where clock_kind <> 'REAL'")).toEqual([]);
});

test('a second play finds them', async () => {
  expect(await makeByActs(making)).toBe(false);
});

test('nothing is owed, and nothing has failed', async () => {
  for (const name of names) {
    expect(await ask(name, 'select event_id from event_delivery where delivered_at is null')).toEqual([]);
    expect(await ask(name, 'select key from due_work where attempts > 0 or gave_up_at is not null')).toEqual(
      [],
    );
  }
  expect(await ask('licensing', "select id from mail where state <> 'SENT'")).toEqual([]);
  expect(
    await ask(
      'billing',
      `select l.id from order_line l join sales_order o on o.vendor_id = l.vendor_id and o.id = l.order_id
       where l.state <> 'FULFILLED' and o.state <> 'PLACED'`,
    ),
  ).toEqual([]);
});

test('of every vendor something is not paid yet, or not all of it', async () => {
  const invoices = await ask<{ paid: string[] }>(
    'billing',
    `select array_agg((paid_minor > 0)::text order by paid_minor) as paid from invoice where state = 'OPEN'
     group by vendor_id`,
  );
  expect(invoices.map(({ paid }) => paid)).toEqual(Array.from({ length: 4 }, () => ['false', 'true']));
});

test('resellers have handed licenses on, where no contract holds them', async () => {
  const handed = await ask(
    'licensing',
    `select v.slug from audit_entry a join vendor v using (vendor_id) where a.act = 'licenseTransfer' order by 1`,
  );
  expect(handed).toEqual(['cartwright', 'cronwell', 'tubeworks'].map((slug) => ({ slug })));
});

test('nothing is offered twice', async () => {
  const twice = await ask(
    'billing',
    `select l.subject_id from quote q join quote_line l on l.vendor_id = q.vendor_id and l.quote_id = q.id
     where q.state = 'OPEN' and l.subject_id is not null group by 1 having count(distinct q.id) > 1`,
  );
  expect(twice).toEqual([]);
});

test('every license was ordered, and its order stands in the trail', async () => {
  const licenses = await ask<{ id: string }>('licensing', 'select id from license');
  const trail = await ask<{ id: string }>(
    'licensing',
    "select unnest(object_ids) as id from audit_entry where act = 'orderFulfil'",
  );
  const told = new Set(trail.map(({ id }) => id));
  expect(licenses.length).toBeGreaterThan(100);
  expect(licenses.filter(({ id }) => !told.has(id))).toEqual([]);
});

test('an open quote can be accepted', async () => {
  const [quote] = await ask<{ id: string; vendor_id: string }>(
    'billing',
    `select id, vendor_id from quote where state = 'OPEN' and not exists (
       select from quote other where other.state = 'OPEN' and other.id <> quote.id
         and other.customer_id = quote.customer_id) order by id limit 1`,
  );
  const [member] = await ask<{ id: string; user_id: string; zone: string }>(
    'licensing',
    `select m.id, m.user_id, v.zone from membership m join vendor v using (vendor_id)
     where role = 'VENDOR_ADMIN' and vendor_id = '${String(quote?.vendor_id)}'`,
  );
  const logger = { warn: () => undefined, error: () => undefined };
  const database = openDatabase({ url: making.loginUrls.billing, service: 'billing', logger });
  const viewer: Viewer = {
    ...{ role: 'VENDOR_ADMIN', databaseRole: 'app_admin', vendorId: String(quote?.vendor_id) },
    ...{ accountId: null, licenseId: null, userId: String(member?.user_id) },
    ...{ membershipId: String(member?.id), keyId: null, scopes: [], now, zone: String(member?.zone) },
  };
  try {
    const outcome = await perform({ database, viewer, outlet: noOutlet }, quoteAccept, {
      quoteId: String(quote?.id),
    });
    expect(outcome).toMatchObject({ done: true });
  } finally {
    await database.close();
  }
});

test('a server that goes while it plays ends it with a fault, and nothing else', async () => {
  const others = makingIn(await Promise.all(names.map((name) => cloneDatabase(name))));
  const cut = async () => {
    const client = new pg.Client(others.ownerUrls.licensing);
    await client.connect();
    await client.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where datname = current_database() and pid <> pg_backend_pid()`,
    );
    await client.end();
  };
  let cutting = Promise.resolve();
  const say = (text: string) => {
    if (text.startsWith('playing')) cutting = cut();
  };
  await expect(makeByActs({ ...others, say })).rejects.toThrow();
  await cutting;
});
