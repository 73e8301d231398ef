import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { held as billing } from '@mainstay/billing/export/held';
import type { Held } from '@mainstay/kernel/export/held';
import { openSnapshot, statementOf, strayTables } from '@mainstay/kernel/export/snapshot';
import { held as licensing } from '@mainstay/licensing/export/held';
import { held as support } from '@mainstay/support/export/held';
import { cloneDatabase, type TestDatabase } from '../harness/database.js';

const services: [name: 'licensing' | 'support' | 'billing', held: Held][] = [
  ['licensing', licensing],
  ['support', support],
  ['billing', billing],
];
/** A name like these makes somebody say why the column leaves, or withhold it. */
const secretName = /hash|secret|token|password|digest|private|cipher|signature|salt/;
const both = [
  { vendorId: 'vnd_none', accountId: null },
  { vendorId: 'vnd_none', accountId: 'acc_none' },
];

describe.each(services)('what %s holds', (service, held) => {
  let made: TestDatabase;
  let owner: pg.Client;

  beforeAll(async () => {
    made = await cloneDatabase(service, { demo: true });
    owner = new pg.Client(made.ownerUrl);
    await owner.connect();
  });

  afterAll(async () => {
    await owner.end();
    await made.drop();
  });

  test('is exported table by table, or left out with a reason: a new table is one of them', async () => {
    expect(await strayTables(owner, held)).toEqual([]);
    const reasons = Object.entries(held.tables).flatMap(([, { account, withheld = {} }]) => [
      ...('none' in account ? [account.none] : []),
      ...Object.values(withheld),
    ]);
    for (const reason of [...reasons, ...Object.values(held.leftOut)]) expect(reason).toMatch(/^\S.{10,}\.$/);
    for (const table of Object.keys(held.tables)) expect(held.leftOut).not.toHaveProperty(table);
  });

  test('makes an export fail where a table is in no list, or in a list and nowhere else', async () => {
    const { audit_entry: known, ...others } = held.tables;
    expect(known).toBeDefined();
    const imagined = { account: { none: 'It is not there.' } };
    const without: Held = { tables: { ...others, imagined }, leftOut: held.leftOut };
    await owner.query('create table forgotten (vendor_id text not null, id text not null)');
    try {
      await expect(openSnapshot({ ownerUrl: made.ownerUrl, held: without })).rejects.toThrow(
        /whether audit_entry, forgotten, imagined may/,
      );
    } finally {
      await owner.query('drop table forgotten');
    }
  });

  test.each(Object.keys(held.tables))('is read from %s without its secrets', async (table) => {
    for (const scope of both) {
      const statement = await statementOf(owner, { table, held, scope });
      if (statement === null) continue;
      await owner.query(`explain ${statement.text}`, statement.values);
      const columns = Array.from(statement.text.matchAll(/t\."(\w+)"/g), ([, column]) => column ?? '');
      expect(columns).toContain('vendor_id');
      expect(columns.filter((column) => secretName.test(column))).toEqual([]);
    }
  });

  test('is read as it was when the snapshot was taken, in batches', async () => {
    await owner.query(
      `insert into outbox_event (vendor_id, id, type, aggregate, payload, occurred_at)
       select 'vnd_trial', 'evt_' || n, 'thing.changed', 'thing', '{}', now() from generate_series(1, 450) n`,
    );
    const snapshot = await openSnapshot({ ownerUrl: made.ownerUrl, held });
    await owner.query("delete from outbox_event where vendor_id = 'vnd_trial'");
    const sizes: number[] = [];
    for await (const lines of snapshot.rows('outbox_event', { vendorId: 'vnd_trial', accountId: null }))
      sizes.push(lines.length);
    await snapshot.close();
    expect(sizes).toEqual([200, 200, 50]);
  });

  test('is not read in part by a role that policies narrow', async () => {
    const role = `narrowed_${service}_${String(process.pid)}`;
    await owner.query(`create role ${role} login password 'of a test'`);
    try {
      await owner.query(`grant connect on database ${new URL(made.ownerUrl).pathname.slice(1)} to ${role}`);
      await owner.query(`grant usage on schema public to ${role}`);
      await owner.query(`grant select on all tables in schema public to ${role}`);
      const url = new URL(made.ownerUrl);
      [url.username, url.password] = [role, encodeURIComponent('of a test')];
      await expect(openSnapshot({ ownerUrl: url.href, held })).rejects.toMatchObject({ code: '42501' });
    } finally {
      await owner.query(`drop owned by ${role}`);
      await owner.query(`drop role ${role}`);
    }
  });
});
