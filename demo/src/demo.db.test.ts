import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { cloneDatabase, type TestDatabase } from '../../test/harness/database.js';
import { loadWorld, type OwnerUrls } from './load.js';
import { openDemo, type DemoInput } from './open.js';
import { presentCast } from './present-cast.js';
import { buildTestWorld, testDay } from './test-world.js';
import { buildWorld } from './world/build.js';
import type { Tables } from './world/world.js';

const services = ['licensing', 'support', 'billing'] as const;
const world = buildTestWorld();
let databases: TestDatabase[];
let urls: OwnerUrls;
let loginUrls: OwnerUrls;

beforeEach(async () => {
  const [licensing, support, billing] = await Promise.all([
    cloneDatabase('licensing'),
    cloneDatabase('support'),
    cloneDatabase('billing'),
  ]);
  databases = [licensing, support, billing];
  urls = { licensing: licensing.ownerUrl, support: support.ownerUrl, billing: billing.ownerUrl };
  loginUrls = { licensing: licensing.loginUrl, support: support.loginUrl, billing: billing.loginUrl };
});

afterEach(async () => {
  await Promise.all(databases.map((database) => database.drop()));
});

async function ask<Row extends pg.QueryResultRow>(service: keyof OwnerUrls, sql: string): Promise<Row[]> {
  const client = new pg.Client(urls[service]);
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}

async function countsOf(service: keyof OwnerUrls): Promise<Record<string, number>> {
  const tables = Object.keys(world[service]);
  const [row] = await ask<Record<string, number>>(
    service,
    `select ${tables.map((table) => `(select count(*)::int from ${table}) as ${table}`).join(', ')}`,
  );
  return { ...row };
}

function sizesOf(tables: Tables): Record<string, number> {
  return Object.fromEntries(Object.entries(tables).map(([table, rows]) => [table, rows.length]));
}

function emptied(tables: Tables): Record<string, number> {
  return Object.fromEntries(Object.keys(tables).map((table) => [table, 0]));
}

describe('loading', () => {
  test('writes every row once, however often it is asked', async () => {
    expect(await loadWorld(world, urls)).toBe(true);
    expect(await loadWorld(world, urls)).toBe(false);
    for (const service of services) expect(await countsOf(service)).toEqual(sizesOf(world[service]));
  });

  test('two starts at once load one world', async () => {
    const loaded = await Promise.all([loadWorld(world, urls), loadWorld(world, urls)]);
    expect(loaded.toSorted()).toEqual([false, true]);
    for (const service of services) expect(await countsOf(service)).toEqual(sizesOf(world[service]));
  });

  test('that fails in one database leaves nothing in any', async () => {
    const [first, ...rest] = world.billing['payment'] ?? [];
    const broken = { ...world.billing, payment: [{ ...first, amount_minor: -1 }, ...rest] };
    await expect(loadWorld({ ...world, billing: broken }, urls)).rejects.toThrow(
      'payment_amount_minor_check',
    );
    for (const service of services) expect(await countsOf(service)).toEqual(emptied(world[service]));
  });

  test('clears what a killed load left behind', async () => {
    await loadWorld(world, urls);
    await ask('licensing', `truncate ${Object.keys(world.licensing).join(', ')} cascade`);
    const tomorrow = buildWorld({ seed: 1, today: '2026-11-03', partnerKeyHash: () => '0'.repeat(64) });
    expect(await loadWorld(tomorrow, urls)).toBe(true);
    for (const service of services) expect(await countsOf(service)).toEqual(sizesOf(tomorrow[service]));
  });

  test('clears nothing where a vendor lives', async () => {
    const elsewhere = buildWorld({ seed: 1, today: testDay, partnerKeyHash: () => '0'.repeat(64) });
    await loadWorld(world, urls);
    expect(await loadWorld(elsewhere, urls)).toBe(false);
    for (const service of services) expect(await countsOf(service)).toEqual(sizesOf(world[service]));
  });

  test('leaves statistics for the first plans', async () => {
    await loadWorld(world, urls);
    const [license] = await ask<{ reltuples: number }>(
      'licensing',
      "select reltuples from pg_class where oid = 'license'::regclass",
    );
    expect(license?.reltuples).toBe(world.licensing['license']?.length);
  });
});

describe('the cast', () => {
  test('is read from the database as it was made', async () => {
    expect(await presentCast(urls.licensing, () => '0'.repeat(64))).toBeNull();
    await loadWorld(world, urls);
    expect(await presentCast(urls.licensing, () => '0'.repeat(64))).toEqual(world.cast);
  });

  test('is nobody while the clocks still stand, as where a play was killed', async () => {
    await loadWorld(world, urls);
    await ask('licensing', "update vendor set clock_kind = 'FROZEN', frozen_at = now(), sandbox = true");
    expect(await presentCast(urls.licensing, () => '0'.repeat(64))).toBeNull();
  });
});

describe('opening', () => {
  let directory: string;
  const said: string[] = [];

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'mainstay-demo-'));
    said.length = 0;
  });

  afterEach(async () => {
    await rm(directory, { recursive: true });
  });

  function input(today = testDay): DemoInput {
    const nowMs = Date.parse(`${today}T12:00:00Z`);
    const where = { directory, ownerUrls: urls, loginUrls, clock: () => `${today}T12:00:00Z` };
    return { ...where, nowMs, nodeEnv: undefined, say: (text) => said.push(text) };
  }

  test('plays once, and a later day finds the same people with the same tokens', async () => {
    const first = await openDemo(input());
    const second = await openDemo(input('2026-12-24'));
    expect(second.personas).toEqual(first.personas);
    expect(said).toHaveLength(6);
    expect(said.at(-1)).toBe('four demo vendors have come to this day');
    expect(Object.keys(first.personas)).toHaveLength(25);
    expect(new Set(Object.values(first.personas).map(({ token }) => token)).size).toBe(25);
    expect(first.explorerPersonas.find(({ name }) => name === 'cronwell.agent')).toEqual({
      name: 'cronwell.agent',
      title: 'Cronwell: support agent',
      token: first.personas['cronwell.agent']?.token,
    });
  });

  test('keeps its keys for its owner alone, and makes a new one before tokens end', async () => {
    await loadWorld(world, urls);
    const first = await openDemo(input());
    const path = join(directory, 'issuer.json');
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    const kept = await readFile(path, 'utf8');
    const later = await openDemo(input('2027-10-20'));
    expect(await readFile(path, 'utf8')).not.toBe(kept);
    expect(later.personas['cronwell.admin']?.token).not.toBe(first.personas['cronwell.admin']?.token);
    expect(later.personas['cronwell.partner']).toEqual(first.personas['cronwell.partner']);
  });

  test('with new keys on an old world lets its partners in by theirs', async () => {
    await loadWorld(world, urls);
    await openDemo(input());
    await rm(join(directory, 'issuer.json'));
    const { issuer } = await openDemo(input());
    const keys = await ask<{ slug: string; key_hash: string }>(
      'licensing',
      "select slug, key_hash from api_key join vendor using (vendor_id) where api_key.name like 'Portal%'",
    );
    expect(keys).toHaveLength(4);
    for (const { slug, key_hash: hash } of keys) expect(hash).toBe(issuer.partnerKeyHash(slug));
  });

  test('is refused where other vendors live', async () => {
    await loadWorld(world, urls);
    await ask(
      'licensing',
      "update app_user set issuer = 'https://issuer.example.invalid'; delete from api_key",
    );
    await expect(openDemo(input())).rejects.toThrow('other vendors');
  });

  test('is refused where a vendor stands still that is none of the demo, and leaves it alone', async () => {
    await ask(
      'licensing',
      `insert into vendor (vendor_id, name, slug, zone, currency, clock_kind, frozen_at, sandbox, created_at)
       values ('other', 'Other', 'other', 'UTC', 'EUR', 'FROZEN', now(), true, now());
       insert into operator values ('https://issuer.example.invalid', 'somebody')`,
    );
    await expect(openDemo(input())).rejects.toThrow('other vendors');
    expect(
      await ask('licensing', 'select vendor_id, (select count(*)::int from operator) from vendor'),
    ).toEqual([{ vendor_id: 'other', count: 1 }]);
  });

  test('is refused in production', async () => {
    await expect(openDemo({ ...input(), nodeEnv: 'production' })).rejects.toThrow('NODE_ENV=production');
  });
});
