import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { Row } from '@mainstay/demo/world/world';
import { noOutlet } from '@mainstay/kernel/events/outlet';
import { openDueWork, type DueWork } from '@mainstay/kernel/due/due-work';
import { openStage, type Stage } from '../../../../test/harness/acting.js';
import { contactCreate } from '../contact/contact-create.js';
import { dueKinds } from '../due/due-kinds.js';
import { licenseReinstate, licenseRevoke, licenseSuspend } from '../license/license-standing.js';
import { coverCorrect } from '../maintenance/cover-correct.js';
import { accountResellerChange } from '../reseller/account-reseller-change.js';
import type { SiteMembership } from '../site/site-member.js';
import { siteMemberAdd } from '../site/site-member-add.js';
import { siteMemberRemove } from '../site/site-member-remove.js';

let stage: Stage;
const works: DueWork[] = [];
const reason = 'put right';

beforeAll(async () => {
  stage = await openStage('licensing');
});
afterEach(async () => {
  await Promise.all(works.splice(0).map((work) => work.stop()));
});
afterAll(() => stage.close());

const taken = new Set<unknown>();

/** A license whose own cover runs and was not renewed ahead, and its period; each test takes another. */
function coveredLicense(
  tenant: string,
  isOwner: (accountId: unknown) => boolean = () => true,
): { readonly licenseId: string; readonly period: Row } {
  const { vendorId } = stage.roleOf(`${tenant}.admin`);
  const members = new Set((stage.world.licensing['site_member'] ?? []).map((row) => row['license_id']));
  const licenses = (stage.world.licensing['license'] ?? []).filter(
    (row) =>
      row['vendor_id'] === vendorId &&
      row['status'] === 'ACTIVE' &&
      isOwner(row['account_id']) &&
      String(row['covered_until']) > '2026-11-15' &&
      !members.has(row['id']) &&
      !taken.has(row['id']),
  );
  for (const license of licenses) {
    const period = (stage.world.licensing['coverage_period'] ?? []).find(
      (row) =>
        row['subject_id'] === license['id'] &&
        row['expires_on'] === license['covered_until'] &&
        String(row['starts_on']) < '2026-11-01',
    );
    if (period === undefined) continue;
    taken.add(license['id']);
    return { licenseId: String(license['id']), period };
  }
  throw new Error(`${tenant} has no such license left.`);
}

const notices = async (licenseId: string) =>
  (
    await stage.owner.query<Row>(
      `select expires_on::text || ' ' || before || ' ' || to_char(due_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI')
         || ' ' || state || coalesce(' ' || reason, '') as line
       from notice where license_id = $1 order by expires_on, due_at`,
      [licenseId],
    )
  ).rows.map(({ line }) => line);

const dueKeys = async (accountId: unknown) =>
  (
    await stage.owner.query<{ key: string }>(
      "select key from due_work where kind = 'notices' and split_part(key, ' ', 1) = $1 order by due_at",
      [accountId],
    )
  ).rows.map(({ key }) => key.split(' ')[1]);

const endOn = (name: string, period: Row, expiresOn: string) =>
  stage.act(name, coverCorrect, { kind: 'MOVE', periodId: String(period['id']), expiresOn, reason });

function openWork(): DueWork {
  const work = openDueWork({
    ...{ database: stage.database, kinds: dueKinds, outlet: noOutlet, vendors: 'vendor' },
    ...{ clock: () => '2026-11-02T12:00:00.000Z', logger: { warn: () => undefined }, everyMs: 2 ** 30 },
  });
  works.push(work);
  return work;
}

/** Lets a vendor's jobs do what is due by an instant of its clock. */
async function workUntil(name: string, now: string): Promise<void> {
  await openWork().runDue(String(stage.roleOf(name).vendorId), now);
}

const mailsOf = async (licenseId: string) =>
  (await stage.owner.query<Row>('select * from mail where data::text like $1', [`%${licenseId}%`])).rows;

test('the notices of the demo are those that the house plans itself', async () => {
  const before = await stage.rows('notice');
  await stage.owner.query(
    "insert into due_work (vendor_id, kind, key, due_at) select vendor_id, 'notice-plan', id, '2026-11-02' from account",
  );
  for (const tenant of ['cronwell', 'deskhaven', 'cartwright', 'tubeworks'])
    await workUntil(`${tenant}.admin`, '2026-11-02T12:00:00.000Z');
  expect(await stage.rows('notice')).toEqual(before);
  expect(before.length).toBeGreaterThan(1_000);
});

describe('the plan of a license follows its cover', () => {
  test('an end on 31 March is told of on 28 February, wherever it was before', async () => {
    const { licenseId, period } = coveredLicense('cronwell');
    await endOn('cronwell.admin', period, '2027-03-31');
    expect(await notices(licenseId)).toContain('2027-03-31 P1M 2027-02-28T08:00 PLANNED');
    expect(await dueKeys(period['account_id'])).toContain('2027-02-28T08:00:00.000Z');
    await endOn('cronwell.admin', period, '2027-09-10');
    const moved = await notices(licenseId);
    expect(moved).toContain('2027-03-31 P1M 2027-02-28T08:00 WITHDRAWN RENEWED');
    expect(moved.filter((line) => String(line).endsWith('PLANNED'))).toEqual([
      '2027-09-10 P1M 2027-08-10T07:00 PLANNED',
    ]);
  });

  test('ninety days ahead only where the last term is a year or more', async () => {
    const { licenseId, period } = coveredLicense('tubeworks');
    await stage.act('tubeworks.admin', coverCorrect, {
      ...{ kind: 'MOVE', periodId: String(period['id']), reason },
      ...{ startsOn: '2027-01-01', expiresOn: '2028-01-01' },
    });
    expect((await notices(licenseId)).filter((line) => String(line).startsWith('2028-01-01'))).toEqual([
      '2028-01-01 P90D 2027-10-03T13:00 PLANNED',
      '2028-01-01 P30D 2027-12-02T14:00 PLANNED',
    ]);
    await endOn('tubeworks.admin', period, '2027-12-31');
    expect((await notices(licenseId)).filter((line) => String(line).startsWith('2027-12-31'))).toEqual([
      '2027-12-31 P30D 2027-12-01T14:00 PLANNED',
    ]);
  });

  test('dates that move forward and back never tell of one end twice', async () => {
    const { licenseId, period } = coveredLicense('cronwell');
    await endOn('cronwell.admin', period, '2026-12-20');
    await workUntil('cronwell.admin', '2026-11-20T08:00:00.000Z');
    expect(await notices(licenseId)).toContain('2026-12-20 P1M 2026-11-20T08:00 SENT');
    const mails = await mailsOf(licenseId);
    expect(mails.length).toBeGreaterThan(0);
    for (const end of ['2027-12-20', '2026-12-20', '2026-12-21', '2026-12-20'])
      await endOn('cronwell.admin', period, end);
    await workUntil('cronwell.admin', '2026-11-21T12:00:00.000Z');
    expect((await notices(licenseId)).filter((line) => /^2026-12-20/u.test(String(line)))).toEqual([
      '2026-12-20 P1M 2026-11-20T08:00 SENT',
    ]);
    expect(await mailsOf(licenseId)).toEqual(mails);
  });

  test('what had passed when it became known goes at once', async () => {
    const { licenseId, period } = coveredLicense('cronwell');
    await endOn('cronwell.admin', period, '2026-11-10');
    expect(await notices(licenseId)).toContain('2026-11-10 P1M 2026-10-10T07:00 PLANNED');
    expect(await dueKeys(period['account_id'])).toContain('2026-11-02T12:00:00.000Z');
    await workUntil('cronwell.admin', '2026-11-02T12:00:00.000Z');
    expect(await notices(licenseId)).toContain('2026-11-10 P1M 2026-10-10T07:00 SENT');
    expect((await mailsOf(licenseId))[0]).toMatchObject({ kind: 'NOTICE', state: 'QUEUED' });
  });

  test('leaves no trace of an act that was refused', async () => {
    const { licenseId, period } = coveredLicense('cronwell');
    const before = await notices(licenseId);
    expect(await endOn('cronwell.admin', period, '1989-01-01')).toMatchObject({ done: false });
    expect(await notices(licenseId)).toEqual(before);
  });
});

describe('the plan of a license follows its contract', () => {
  test('every line is told of sixty days ahead, and whoever makes quotes is told of each', async () => {
    const { vendorId } = stage.roleOf('deskhaven.admin');
    const period = (stage.world.licensing['coverage_period'] ?? []).find(
      (row) =>
        row['vendor_id'] === vendorId &&
        String(row['expires_on']) > '2026-12-01' &&
        String(row['starts_on']) < '2026-11-01',
    );
    if (period === undefined) throw new Error('No contract of the demo runs.');
    const renewals = await stage.owner.query<{ id: string }>(
      'select id from coverage_period where subject_id = $1 and starts_on > $2',
      [period['subject_id'], period['starts_on']],
    );
    for (const { id } of renewals.rows)
      await stage.act('deskhaven.admin', coverCorrect, { kind: 'REMOVE', periodId: id, reason });
    await endOn('deskhaven.admin', period, '2027-01-10');
    const { rows } = await stage.owner.query<{ id: string; license_id: string }>(
      "select id, license_id from notice where expires_on = '2027-01-10' and account_id = $1 and state = 'PLANNED'",
      [period['account_id']],
    );
    expect(rows.length).toBeGreaterThan(1);
    expect(await notices(rows[0]?.license_id ?? '')).toContain('2027-01-10 P60D 2026-11-11T17:00 PLANNED');
    await workUntil('deskhaven.admin', '2026-11-11T17:00:00.000Z');
    const told = await stage.owner.query<Row>(
      "select aggregate, payload from outbox_event where type = 'notice.due' order by aggregate",
    );
    expect(told.rows).toEqual(
      rows
        .map(({ id, license_id: licenseId }) => ({
          aggregate: licenseId,
          payload: {
            ...{ noticeId: id, licenseId, accountId: period['account_id'] },
            ...{ expiresOn: '2027-01-10', before: 'P60D' },
          },
        }))
        .sort((first, second) => (first.aggregate < second.aggregate ? -1 : 1)),
    );
    const mails = await mailsOf(rows[0]?.license_id ?? '');
    expect(new Set(mails.map((mail) => mail['contact_id'])).size).toBe(mails.length);
    for (const mail of mails) expect(mail['data']).toMatchObject({ licenses: { length: rows.length } });
  });
});

describe('where a plan sells no cover', () => {
  test('there is nothing to plan', async () => {
    const { vendorId, accountId } = stage.roleOf('cartwright.customer');
    await stage.owner.query(
      "insert into due_work (vendor_id, kind, key, due_at) values ($1, 'notice-plan', $2, '2026-11-02')",
      [vendorId, accountId],
    );
    await workUntil('cartwright.admin', '2026-11-02T12:00:00.000Z');
    const { rows } = await stage.owner.query('select id from notice where vendor_id = $1', [vendorId]);
    expect(rows).toEqual([]);
    const trail = await stage.owner.query(
      "select id from audit_entry where vendor_id = $1 and act = 'noticesPlan'",
      [vendorId],
    );
    expect(trail.rows).toEqual([]);
  });
});

describe('the plan of a license follows its standing', () => {
  test('suspended it has none, reinstated it has them again, revoked never', async () => {
    const { licenseId, period } = coveredLicense('tubeworks');
    await endOn('tubeworks.admin', period, '2027-06-01');
    const planned = await notices(licenseId);
    expect(planned).toContain('2027-06-01 P30D 2027-05-02T13:00 PLANNED');
    const stands = (state: string) =>
      expect.arrayContaining([expect.stringMatching(new RegExp(`^2027-06-01 P30D .* ${state}$`, 'u'))]);
    await stage.act('tubeworks.admin', licenseSuspend, { licenseId, reason });
    expect(await notices(licenseId)).toEqual(stands('WITHDRAWN LICENSE_SUSPENDED'));
    await stage.act('tubeworks.admin', licenseReinstate, { licenseId, reason });
    expect(await notices(licenseId)).toEqual(planned);
    await stage.act('tubeworks.admin', licenseRevoke, { licenseId, reason });
    expect(await notices(licenseId)).toEqual(stands('WITHDRAWN LICENSE_REVOKED'));
  });
});

describe('the plan of a license follows its site', () => {
  test.each(['customer', 'reseller', 'agent'])('moved by a %s, who may plan nothing else', async (role) => {
    const name = `cronwell.${role}`;
    const { accountId } = stage.roleOf('cronwell.customer');
    const { rows } = await stage.owner.query<Row>(
      `select m.site_id as site, l.id from site_member m join license l on l.id = m.license_id
       join coverage_period c on c.subject_id = m.site_id and c.expires_on = l.covered_until
       where m.account_id = $1 and m.left_on is null and l.status = 'ACTIVE' and l.covered_until > '2027-01-01'
         and not exists (select from coverage_period o where o.subject_id = l.id and o.expires_on > '2026-11-02')`,
      [accountId],
    );
    const licenseId = String(rows[0]?.['id']);
    const asked: SiteMembership = { siteId: String(rows[0]?.['site']), licenseId };
    expect(await stage.act(name, siteMemberRemove, asked)).toMatchObject({ done: true });
    expect((await notices(licenseId)).filter((line) => String(line).endsWith('PLANNED'))).toEqual([]);
    expect(await stage.act(name, siteMemberAdd, asked)).toMatchObject({ done: true });
    const [planned, ...others] = (await notices(licenseId)).filter((line) =>
      String(line).endsWith('PLANNED'),
    );
    expect(others).toEqual([]);
    expect(planned).toMatch(/ P1M .* PLANNED$/u);
    expect(await dueKeys(accountId)).toContain(`${String(planned).split(' ')[2] ?? ''}:00.000Z`);
  });

  test('nobody has other work done by planning it', async () => {
    const { vendorId } = stage.roleOf('cronwell.customer');
    const foreign = (stage.world.licensing['account'] ?? []).find((row) => row['vendor_id'] !== vendorId);
    const neighbor = (stage.world.licensing['account'] ?? []).find(
      (row) => row['vendor_id'] === vendorId && row['reseller_id'] === null,
    );
    const write = (kind: string, key: string) => ({
      name: `try.${kind}`,
      text: `insert into due_work (vendor_id, kind, key, due_at) values (app.vendor(), '${kind}', '${key}', now())
        on conflict do nothing`,
    });
    for (const name of ['cronwell.customer', 'cronwell.reseller']) {
      const own = String(stage.roleOf(name).accountId);
      const tries = [
        ['release-announcement', `${own} x`],
        ['notices', `${String(foreign?.['id'])} x`],
        ['notices', `${String(neighbor?.['id'])} x`],
      ] as const;
      for (const [kind, key] of tries)
        await expect(
          stage.database.transact(stage.viewerOf(name), (transaction) =>
            transaction.query(write(kind, key), []),
          ),
        ).rejects.toMatchObject({ code: 'FORBIDDEN' });
    }
  });
});

describe('an account that nobody can be told of', () => {
  test('is told once there is somebody, if cover still runs', async () => {
    const { licenseId, period } = coveredLicense('cronwell');
    const accountId = String(period['account_id']);
    await stage.owner.query(
      'delete from contact where account_id in (select unnest(array[id, reseller_id]) from account where id = $1)',
      [accountId],
    );
    await endOn('cronwell.admin', period, '2026-12-10');
    await workUntil('cronwell.admin', '2026-11-10T08:00:00.000Z');
    expect(await notices(licenseId)).toContain('2026-12-10 P1M 2026-11-10T08:00 SKIPPED NOBODY_TO_TELL');
    const mails = await mailsOf(licenseId);
    await stage.act('cronwell.admin', contactCreate, {
      ...{ accountId, name: 'Sample Contact', email: 'new@account.example.invalid' },
    });
    await workUntil('cronwell.admin', '2026-11-12T12:00:00.000Z');
    expect(await notices(licenseId)).toContain('2026-12-10 P1M 2026-11-10T08:00 SENT');
    expect(await mailsOf(licenseId)).toHaveLength(mails.length + 1);
  });
});

describe('an account without a contact', () => {
  test('has one in its new reseller of record', async () => {
    const direct = new Set(
      (stage.world.licensing['account'] ?? [])
        .filter((row) => row['reseller_id'] === null)
        .map(({ id }) => id),
    );
    const { licenseId, period } = coveredLicense('cronwell', (owner) => direct.has(owner));
    const accountId = String(period['account_id']);
    await stage.owner.query('delete from contact where account_id = $1', [accountId]);
    await endOn('cronwell.admin', period, '2026-12-11');
    await workUntil('cronwell.admin', '2026-11-11T08:00:00.000Z');
    expect(await notices(licenseId)).toContain('2026-12-11 P1M 2026-11-11T08:00 SKIPPED NOBODY_TO_TELL');
    const { accountId: resellerId } = stage.roleOf('cronwell.reseller');
    const asked = { accountId, resellerId, reason };
    expect(await stage.act('cronwell.admin', accountResellerChange, asked)).toMatchObject({ done: true });
    // All that was told has arrived.
    await stage.owner.query('delete from event_delivery');
    await workUntil('cronwell.admin', '2026-11-12T12:00:00.000Z');
    expect(await notices(licenseId)).toContain('2026-12-11 P1M 2026-11-11T08:00 SENT');
    const { rows } = await stage.owner.query<Row>(
      'select c.account_id from mail m join contact c on c.id = m.contact_id where m.account_id = $1 and m.due_at > $2',
      [accountId, '2026-11-11T09:00:00Z'],
    );
    expect(new Set(rows.map((row) => row['account_id']))).toEqual(new Set([resellerId]));
  });
});

test('the trail says who sent what for which account', async () => {
  const { rows } = await stage.owner.query<Row>(
    "select actor_kind, account_id, changes from audit_entry where act = 'noticesSend' order by id",
  );
  expect(rows.length).toBeGreaterThan(0);
  for (const row of rows)
    expect(row).toMatchObject({ actor_kind: 'JOB', account_id: expect.stringMatching(/^acc_/u) });
  expect(JSON.stringify(rows)).not.toContain('example.invalid');
});
