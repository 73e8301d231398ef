import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { openDatabase, type Database } from '@mainstay/kernel/db/driver';
import type { DueKind, DueWork } from '@mainstay/kernel/due/due-work';
import { openDueWork } from '@mainstay/kernel/due/due-work';
import { noOutlet } from '@mainstay/kernel/events/outlet';
import pg from 'pg';
import { bulkVendor, fillBulk } from '../../../../test/harness/bulk.js';
import { cloneDatabase, type TestDatabase } from '../../../../test/harness/database.js';
import { dueKinds } from '../due/due-kinds.js';
import { noticesSend } from './send-notices.js';

let accounts: number;
let licenses: number;
let made: TestDatabase;
let owner: pg.Client;
/** Attempts are by the real clock: each look at it is later than all waiting. */
let hours = 0;
const opened: { readonly work: DueWork; readonly database: Database }[] = [];

/** A tenant whose licenses are all covered until one day, for the tests of one group. */
function hasLicenses(count: number, accountCount: number): void {
  beforeAll(async () => {
    [licenses, accounts] = [count, accountCount];
    made = await cloneDatabase('licensing');
    owner = new pg.Client(made.ownerUrl);
    await owner.connect();
    const licensesEach = licenses / accounts;
    await fillBulk(owner, { accounts, licensesEach, tenant: 'cronwell', expiresOn: '2026-12-10' });
  });
  afterEach(async () => {
    for (const { work, database } of opened.splice(0)) {
      await work.stop();
      await database.close();
    }
  });
  afterAll(async () => {
    await owner.end();
    await made.drop();
  });
}

/** A process of its own, as far as the database can tell. */
function worker(kinds: Readonly<Record<string, DueKind>> = dueKinds): DueWork {
  const logger = { warn: () => undefined, error: () => undefined };
  const database = openDatabase({ url: made.loginUrl, service: 'licensing', logger });
  const clock = () => new Date(Date.parse('2026-11-01T00:00:00Z') + (hours += 1) * 3_600_000).toISOString();
  const work = openDueWork({
    ...{ database, kinds, outlet: noOutlet, vendors: 'vendor', clock, logger, everyMs: 2 ** 30 },
  });
  opened.push({ work, database });
  return work;
}

/** One look does so much and no more; looked again until nothing is left. */
async function workOff(work: DueWork, now: string): Promise<number> {
  const done = await work.runDue(bulkVendor, now);
  return done === 0 ? 0 : done + (await workOff(work, now));
}

const one = async <Value>(text: string, values: unknown[] = []) =>
  (await owner.query<{ value: Value }>(text, values)).rows[0]?.value;
const countOf = (what: string) => one<number>(`select count(*)::integer as value from ${what}`);

/** As an import leaves it: cover that ends on a day, and one row an account for whoever plans. */
async function coverUntil(expiresOn: string, now: string): Promise<void> {
  await owner.query('update coverage_period set expires_on = $1', [expiresOn]);
  await owner.query(
    `insert into due_work (vendor_id, kind, key, due_at) select vendor_id, 'notice-plan', id, $1 from account`,
    [now],
  );
  await Promise.all([workOff(worker(), now), workOff(worker(), now)]);
  expect(await countOf(`notice where expires_on = '${expiresOn}' and state = 'PLANNED'`)).toBe(licenses);
  expect(await countOf("due_work where kind = 'notices'")).toBe(accounts);
}

/** Every license was told of once to each address that has to do with its account, in one mail an account. */
async function expectAllSent(expiresOn: string, day: string): Promise<void> {
  expect(await countOf(`notice where expires_on = '${expiresOn}' and state = 'SENT'`)).toBe(licenses);
  expect(await countOf(`due_work where due_at <= '${day}T23:00:00Z'`)).toBe(0);
  const addresses = await one(
    `select count(distinct (a.id, c.email_key))::integer as value
     from account a join contact c on c.account_id = a.id or c.account_id = a.reseller_id`,
  );
  const mails = `mail where data->'licenses'->0->>'endsOn' = '${expiresOn}'`;
  expect(await countOf(mails)).toBe(addresses);
  expect(
    await one(
      `select count(distinct (m.account_id, c.email_key))::integer as value
       from ${mails.replace('mail', 'mail m join contact c on c.id = m.contact_id')}`,
    ),
  ).toBe(addresses);
  const told = `select m.account_id, m.contact_id, l->>'licenseId' as license from ${mails.replace('mail', "mail m, jsonb_array_elements(m.data->'licenses') as l")}`;
  expect(await countOf(`(${told}) told`)).toBe(await countOf(`(select distinct * from (${told}) t) told`));
  expect(await one(`select count(distinct license)::integer as value from (${told}) told`)).toBe(licenses);
}

describe('ten thousand licenses whose cover ends on one day', () => {
  hasLicenses(10_000, 100);

  test('are told of once each, by two jobs at once', async () => {
    await coverUntil('2026-12-10', '2026-11-01T12:00:00.000Z');
    const at = '2026-11-10T08:00:00.000Z';
    expect(await worker().nextDue(bulkVendor, '2027-01-01T00:00:00Z')).toBe(at);
    const counts = await Promise.all([workOff(worker(), at), workOff(worker(), at)]);
    expect(counts[0] + counts[1]).toBe(accounts);
    await expectAllSent('2026-12-10', '2026-11-10');
    const trail = "audit_entry where act = 'noticesSend'";
    expect(await countOf(trail)).toBe(accounts);
    expect(await one(`select sum((changes->0->>'to')::integer)::integer as value from ${trail}`)).toBe(
      licenses,
    );
  });

  test('are told of once each, although jobs are cut off again and again', async () => {
    await coverUntil('2027-01-10', '2026-11-15T12:00:00.000Z');
    const at = '2026-12-10T08:00:00.000Z';
    for (let cut = 0; (await countOf("due_work where kind = 'notices'")) !== 0; cut += 1) {
      expect(cut).toBeLessThan(20);
      const run = { over: false };
      const before = await countOf('mail');
      const running = Promise.all([worker(), worker()].map((work) => workOff(work, at).catch(() => 0)));
      void running.then(() => (run.over = true));
      // Three times in the midst of it, whatever each of them is just doing.
      while (cut < 3 && !run.over && (await countOf('mail')) === before)
        await owner.query('select pg_sleep(0.005)');
      if (cut < 3)
        await owner.query(
          'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
        );
      await running;
    }
    await expectAllSent('2027-01-10', '2026-12-10');
  });
});

describe('a job that is late or breaks', () => {
  hasLicenses(400, 20);

  test('sends each mail once, although every third breaks when its mails are written', async () => {
    await coverUntil('2026-12-10', '2026-11-01T12:00:00.000Z');
    const broken = new Set<string>();
    const breaking: DueKind = {
      ...noticesSend,
      async run(transaction, due, instant) {
        const outcome = await noticesSend.run(transaction, due, instant);
        if (broken.size % 3 === 0 && !broken.has(due.key)) {
          broken.add(due.key);
          throw new Error('broken on purpose');
        }
        broken.add(due.key);
        return outcome;
      },
    };
    const at = '2026-11-10T08:00:00.000Z';
    await workOff(worker({ notices: breaking }), at);
    expect(broken.size).toBe(accounts);
    await expectAllSent('2026-12-10', '2026-11-10');
  });

  test('skips what was renewed by somebody who told no one', async () => {
    await coverUntil('2027-03-10', '2027-01-15T12:00:00.000Z');
    await owner.query("update coverage_period set expires_on = '2028-03-10' where subject_id like '%1'");
    await workOff(worker(), '2027-02-10T08:00:00.000Z');
    const renewed = licenses / 10;
    expect(await countOf("notice where expires_on = '2027-03-10' and state = 'SENT'")).toBe(
      licenses - renewed,
    );
    expect(await countOf("notice where state = 'SKIPPED' and reason = 'RENEWED'")).toBe(renewed);
    expect(await countOf("notice where expires_on = '2028-03-10' and state = 'PLANNED'")).toBe(renewed);
    expect(await countOf("due_work where due_at = '2028-02-10T08:00:00Z'")).toBe(accounts);
    await owner.query("delete from due_work; update coverage_period set expires_on = '2027-03-10'");
  });

  test('sends nothing once cover is over', async () => {
    await coverUntil('2027-04-10', '2027-02-15T12:00:00.000Z');
    const mails = await countOf('mail');
    await workOff(worker(), '2027-04-10T08:00:00.000Z');
    expect(await countOf("notice where expires_on = '2027-04-10' and reason = 'COVER_OVER'")).toBe(licenses);
    expect(await countOf('mail')).toBe(mails);
    expect(await countOf('due_work')).toBe(0);
  });

  test('sends while cover runs', async () => {
    await coverUntil('2027-05-10', '2027-04-09T12:00:00.000Z');
    await workOff(worker(), '2027-05-09T21:59:59.999Z');
    await expectAllSent('2027-05-10', '2027-05-09');
  });
});
