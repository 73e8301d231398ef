import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { Row } from '@mainstay/demo/world/world';
import { openDatabase, type Database } from '@mainstay/kernel/db/driver';
import { openDueWork, type DueWork } from '@mainstay/kernel/due/due-work';
import { noOutlet } from '@mainstay/kernel/events/outlet';
import pg from 'pg';
import { openStage, type Stage } from '../../../../test/harness/acting.js';
import { bulkVendor, fillBulk } from '../../../../test/harness/bulk.js';
import { cloneDatabase, type TestDatabase } from '../../../../test/harness/database.js';
import { dueKinds } from '../due/due-kinds.js';
import { releasePublish } from './release-publish.js';
import { releaseYank } from './release-yank.js';
import { semverKey } from './semver-key.js';

const now = '2026-11-02T12:00:00.000Z';
const silent = { warn: () => undefined, error: () => undefined };
const works: DueWork[] = [];

function openWork(database: Database): DueWork {
  const work = openDueWork({
    ...{ database, kinds: dueKinds, outlet: noOutlet, vendors: 'vendor' },
    ...{ clock: () => now, logger: silent, everyMs: 2 ** 30 },
  });
  works.push(work);
  return work;
}

afterEach(async () => {
  await Promise.all(works.splice(0).map((work) => work.stop()));
});

describe('a release is announced', () => {
  let stage: Stage;
  let made = 0;

  beforeAll(async () => {
    stage = await openStage('licensing');
  });
  afterAll(() => stage.close());

  const vendorOf = (tenant: string) => String(stage.roleOf(`${tenant}.admin`).vendorId);
  const productOf = (tenant: string) =>
    String(
      (stage.world.licensing['product'] ?? []).find((row) => row['vendor_id'] === vendorOf(tenant))?.['id'],
    );
  const work = (tenant: string, until = now) => openWork(stage.database).runDue(vendorOf(tenant), until);
  const planAgain = (tenant: string, releaseId: string, dueAt = now) =>
    stage.owner.query(
      "insert into due_work (vendor_id, kind, key, due_at) values ($1, 'release-announcement', $2, $3)",
      [vendorOf(tenant), releaseId, dueAt],
    );

  async function publish(
    tenant: string,
    more: { version?: string; announce?: boolean } = {},
  ): Promise<string> {
    made += 1;
    const input = { productId: productOf(tenant), version: `9000.0.${String(made)}`, ...more };
    const outcome = await stage.act(`${tenant}.admin`, releasePublish, input);
    return outcome.done ? String(outcome.result['releaseId']) : JSON.stringify(outcome.refusals);
  }

  const mailsOf = async (releaseId: string) =>
    (
      await stage.owner.query<Row>(
        "select * from mail where data->>'releaseId' = $1 order by account_id, contact_id",
        [releaseId],
      )
    ).rows;

  /** By hand: the licenses of the product that may be used, whether cover runs today, and whether they opted in. */
  async function owned(tenant: string): Promise<{ id: string; covered: boolean; prereleases: boolean }[]> {
    const { rows } = await stage.owner.query<{ id: string; covered: boolean; prereleases: boolean }>(
      `select l.id, l.prereleases, exists (
         select from (select l.id as subject, '2000-01-01'::date as from_on, null::date as until_on
           union all select site_id, joined_on, left_on from site_member where license_id = l.id
           union all select contract_id, from_on, until_on from contract_line where license_id = l.id) s
         join coverage_period c on c.subject_id = s.subject
         where greatest(c.starts_on, s.from_on) <= '2026-11-02' and least(c.expires_on, s.until_on) > '2026-11-02'
       ) as covered
       from license l where l.product_id = $1 and l.status = 'ACTIVE' order by l.id`,
      [productOf(tenant)],
    );
    return rows;
  }

  /** One mail for each address that has to do with an account of a license that is told of, and for no other. */
  async function expectTold(releaseId: string, licenseIds: readonly string[]): Promise<void> {
    const { rows } = await stage.owner.query<{ account_id: string; email_key: string; licenses: string[] }>(
      `select l.account_id, c.email_key, array_agg(distinct l.id order by l.id) as licenses
       from license l join account a on a.id = l.account_id join contact c on c.account_id in (a.id, a.reseller_id)
       where l.id = any($1) group by 1, 2 order by 1, 2`,
      [licenseIds],
    );
    const sent = await stage.owner.query(
      `select m.account_id, c.email_key,
         (select array_agg(t->>'licenseId' order by t->>'licenseId') from jsonb_array_elements(m.data->'licenses') t) as licenses
       from mail m join contact c on c.id = m.contact_id where m.data->>'releaseId' = $1 order by 1, 2`,
      [releaseId],
    );
    expect(sent.rows).toEqual(rows);
    expect(rows.length).toBeGreaterThan(0);
  }

  test.each<[string, string, (license: { covered: boolean }) => boolean]>([
    ['cronwell', 'who is entitled', ({ covered }) => covered],
    ['deskhaven', 'all owners whose cover runs', ({ covered }) => covered],
    ['tubeworks', 'all owners, lapsed ones too', () => true],
  ])('by %s to %s', async (tenant, _, isTold) => {
    const releaseId = await publish(tenant);
    expect(await mailsOf(releaseId)).toEqual([]);
    await work(tenant);
    await expectTold(
      releaseId,
      (await owned(tenant)).filter(isTold).map(({ id }) => id),
    );
    const [mail] = await mailsOf(releaseId);
    expect(mail).toMatchObject({ kind: 'RELEASE', state: 'QUEUED', template: 'release-announced' });
    const entitled = (await owned(tenant)).filter(({ covered }) => covered).map(({ id }) => id);
    for (const { data } of await mailsOf(releaseId)) {
      const { licenses } = data as { licenses: { licenseId: string; entitled: boolean }[] };
      for (const one of licenses) expect(one.entitled).toBe(entitled.includes(one.licenseId));
    }
  });

  test('by Cartwright to nobody', async () => {
    const releaseId = await publish('cartwright');
    await work('cartwright');
    expect(await mailsOf(releaseId)).toEqual([]);
  });

  test('as a pre-release to those alone who opted in', async () => {
    const releaseId = await publish('tubeworks', { version: '9001.0.0-rc.1' });
    await work('tubeworks');
    const told = (await owned('tubeworks')).filter(({ prereleases }) => prereleases);
    await expectTold(
      releaseId,
      told.map(({ id }) => id),
    );
  });

  test('not at all where whoever publishes says so', async () => {
    const releaseId = await publish('cronwell', { announce: false });
    await work('cronwell');
    expect(await mailsOf(releaseId)).toEqual([]);
  });

  test('never when it was withdrawn before, and once when it comes back', async () => {
    const releaseId = await publish('cronwell');
    await stage.act('cronwell.admin', releaseYank, { releaseId, reason: 'broken' });
    await work('cronwell');
    expect(await mailsOf(releaseId)).toEqual([]);
    await stage.owner.query('update release set yanked_at = null where id = $1', [releaseId]);
    await planAgain('cronwell', releaseId);
    await work('cronwell');
    const mails = await mailsOf(releaseId);
    expect(mails.length).toBeGreaterThan(0);
    await planAgain('cronwell', releaseId);
    await work('cronwell');
    expect(await mailsOf(releaseId)).toEqual(mails);
    const { rows } = await stage.owner.query<Row>(
      "select act from audit_entry where act in ('releasePublish', 'releaseYank', 'releaseAnnounce') and $1 = any(object_ids) order by act",
      [releaseId],
    );
    expect(rows.map(({ act }) => act)).toEqual(['releaseAnnounce', 'releasePublish', 'releaseYank']);
  });

  test('by those of its batches alone that had gone when it was withdrawn', async () => {
    const releaseId = await publish('cronwell');
    await stage.owner.query('insert into release_announcement values ($1, $2, $3)', [
      vendorOf('cronwell'),
      releaseId,
      now,
    ]);
    await stage.owner.query(
      "insert into due_work (vendor_id, kind, key, due_at) values ($1, 'release-mail', $2, $3)",
      [vendorOf('cronwell'), `${releaseId} - -`, now],
    );
    await stage.act('cronwell.admin', releaseYank, { releaseId, reason: 'broken' });
    await work('cronwell');
    expect(await mailsOf(releaseId)).toEqual([]);
  });

  test('when its instant comes, where that lies ahead', async () => {
    const [releaseId, at] = ['rel_ahead', '2026-12-01T00:00:00.000Z'];
    await stage.owner.query(
      'insert into release (vendor_id, id, product_id, version, semver_key, major, prerelease, released_at) values ($1, $2, $3, $4, $5, 9002, false, $6)',
      [vendorOf('cronwell'), releaseId, productOf('cronwell'), '9002.0.0', semverKey('9002.0.0'), at],
    );
    // Also where somebody has planned it too early.
    await planAgain('cronwell', releaseId);
    await work('cronwell');
    expect(await mailsOf(releaseId)).toEqual([]);
    await work('cronwell', at);
    expect((await mailsOf(releaseId))[0]).toMatchObject({ due_at: new Date(at) });
  });
});

describe('a release for many', () => {
  let owned: TestDatabase;
  let owner: pg.Client;
  const databases: Database[] = [];

  beforeAll(async () => {
    owned = await cloneDatabase('licensing');
    owner = new pg.Client(owned.ownerUrl);
    await owner.connect();
    await fillBulk(owner, { accounts: 100, licensesEach: 30, tenant: 'tubeworks', expiresOn: '2027-03-10' });
  });
  afterAll(async () => {
    await owner.end();
    await Promise.all(databases.map((database) => database.close()));
    await owned.drop();
  });

  function worker(): DueWork {
    const database = openDatabase({ url: owned.loginUrl, service: 'licensing', logger: silent });
    databases.push(database);
    return openWork(database);
  }

  const countOf = async (what: string) =>
    (await owner.query<{ count: number }>(`select count(*)::integer from ${what}`)).rows[0]?.count;

  test('is told of by two workers at once in batches, once to each address of each account', async () => {
    await owner.query(
      "insert into release (vendor_id, id, product_id, version, semver_key, major, prerelease, released_at) values ($1, 'rel_many', 'prd_bulk', '2.0.0', $2, 2, false, $3)",
      [bulkVendor, semverKey('2.0.0'), now],
    );
    await owner.query(
      "insert into due_work (vendor_id, kind, key, due_at) values ($1, 'release-announcement', 'rel_many', $2)",
      [bulkVendor, now],
    );
    const works = [worker(), worker()];
    expect(await works[0]?.runDue(bulkVendor, '2026-11-01T00:00:00.000Z')).toBe(0);
    await Promise.all(works.map((one) => one.runDue(bulkVendor, now)));
    await Promise.all(works.map((one) => one.runDue(bulkVendor, now)));
    expect(await countOf('due_work')).toBe(0);
    const batches = await countOf("audit_entry where act = 'releaseMail'");
    expect(batches).toBe(15);
    const addresses = await countOf(
      '(select distinct a.id, c.email_key from account a join contact c on c.account_id in (a.id, a.reseller_id)) x',
    );
    expect(await countOf('mail')).toBe(addresses);
    expect(
      await countOf(
        '(select distinct m.account_id, c.email_key from mail m join contact c on c.id = m.contact_id) x',
      ),
    ).toBe(addresses);
    expect(
      await countOf(
        "(select distinct l->>'licenseId' from mail m, jsonb_array_elements(m.data->'licenses') l) x",
      ),
    ).toBe(3_000);
  });
});
