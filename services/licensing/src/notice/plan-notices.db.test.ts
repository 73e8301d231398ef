import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Row } from '@mainstay/demo/world/world';
import { NoticeStage, reason } from '../../../../test/harness/notice-stage.js';
import { licenseReinstate, licenseRevoke, licenseSuspend } from '../license/license-standing.js';
import { coverCorrect } from '../maintenance/cover-correct.js';

let on: NoticeStage;

beforeAll(async () => {
  on = await NoticeStage.open();
});
afterAll(() => on.close());

test('the notices of the demo are those that the house plans itself', async () => {
  const before = await on.stage.rows('notice');
  await on.stage.owner.query(
    "insert into due_work (vendor_id, kind, key, due_at) select vendor_id, 'notice-plan', id, '2026-11-02' from account",
  );
  for (const tenant of ['cronwell', 'deskhaven', 'cartwright', 'tubeworks'])
    await on.workUntil(tenant, '2026-11-02T12:00:00.000Z');
  expect(await on.stage.rows('notice')).toEqual(before);
  expect(before.length).toBeGreaterThan(1_000);
});

describe('the plan of a license follows its cover', () => {
  test('an end on 31 March is told of on 28 February, wherever it was before', async () => {
    const { licenseId, period } = on.coveredLicense('cronwell');
    await on.endOn('cronwell.admin', period, '2027-03-31');
    expect(await on.notices(licenseId)).toContain('2027-03-31 P1M 2027-02-28T08:00 PLANNED');
    expect(await on.dueOf(period['account_id'])).toContain('2027-02-28T08:00:00.000Z');
    await on.endOn('cronwell.admin', period, '2027-09-10');
    const moved = await on.notices(licenseId);
    expect(moved).toContain('2027-03-31 P1M 2027-02-28T08:00 WITHDRAWN RENEWED');
    expect(moved.filter((line) => line.endsWith('PLANNED'))).toEqual([
      '2027-09-10 P1M 2027-08-10T07:00 PLANNED',
    ]);
  });

  test('ninety days ahead only where the last term is a year or more', async () => {
    const { licenseId, period } = on.coveredLicense('tubeworks');
    await on.stage.act('tubeworks.admin', coverCorrect, {
      ...{ kind: 'MOVE', periodId: String(period['id']), reason },
      ...{ startsOn: '2027-01-01', expiresOn: '2028-01-01' },
    });
    expect((await on.notices(licenseId)).filter((line) => line.startsWith('2028-01-01'))).toEqual([
      '2028-01-01 P90D 2027-10-03T13:00 PLANNED',
      '2028-01-01 P30D 2027-12-02T14:00 PLANNED',
    ]);
    await on.endOn('tubeworks.admin', period, '2027-12-31');
    expect((await on.notices(licenseId)).filter((line) => line.startsWith('2027-12-31'))).toEqual([
      '2027-12-31 P30D 2027-12-01T14:00 PLANNED',
    ]);
  });

  test('dates that move forward and back never tell of one end twice', async () => {
    const { licenseId, period } = on.coveredLicense('cronwell');
    await on.endOn('cronwell.admin', period, '2026-12-20');
    await on.workUntil('cronwell', '2026-11-20T08:00:00.000Z');
    expect(await on.notices(licenseId)).toContain('2026-12-20 P1M 2026-11-20T08:00 SENT');
    const mails = await on.mailsOf(licenseId);
    expect(mails.length).toBeGreaterThan(0);
    for (const end of ['2027-12-20', '2026-12-20', '2026-12-21', '2026-12-20'])
      await on.endOn('cronwell.admin', period, end);
    await on.workUntil('cronwell', '2026-11-21T12:00:00.000Z');
    expect((await on.notices(licenseId)).filter((line) => /^2026-12-20/u.test(line))).toEqual([
      '2026-12-20 P1M 2026-11-20T08:00 SENT',
    ]);
    expect(await on.mailsOf(licenseId)).toEqual(mails);
  });

  test('what had passed when it became known goes at once', async () => {
    const { licenseId, period } = on.coveredLicense('cronwell');
    await on.endOn('cronwell.admin', period, '2026-11-10');
    expect(await on.notices(licenseId)).toContain('2026-11-10 P1M 2026-10-10T07:00 PLANNED');
    expect(await on.dueOf(period['account_id'])).toContain('2026-11-02T12:00:00.000Z');
    await on.workUntil('cronwell', '2026-11-02T12:00:00.000Z');
    expect(await on.notices(licenseId)).toContain('2026-11-10 P1M 2026-10-10T07:00 SENT');
    expect((await on.mailsOf(licenseId))[0]).toMatchObject({ kind: 'NOTICE', state: 'QUEUED' });
  });

  test('leaves no trace of an act that was refused', async () => {
    const { licenseId, period } = on.coveredLicense('cronwell');
    const before = await on.notices(licenseId);
    expect(await on.endOn('cronwell.admin', period, '1989-01-01')).toMatchObject({ done: false });
    expect(await on.notices(licenseId)).toEqual(before);
  });
});

describe('the plan of a license follows its contract', () => {
  test('every line is told of sixty days ahead, and whoever makes quotes is told of each', async () => {
    const { vendorId } = on.stage.roleOf('deskhaven.admin');
    const period = (on.stage.world.licensing['coverage_period'] ?? []).find(
      (row) =>
        row['vendor_id'] === vendorId &&
        String(row['expires_on']) > '2026-12-01' &&
        String(row['starts_on']) < '2026-11-01',
    );
    if (period === undefined) throw new Error('No contract of the demo runs.');
    const renewals = await on.stage.owner.query<{ id: string }>(
      'select id from coverage_period where subject_id = $1 and starts_on > $2',
      [period['subject_id'], period['starts_on']],
    );
    for (const { id } of renewals.rows)
      await on.stage.act('deskhaven.admin', coverCorrect, { kind: 'REMOVE', periodId: id, reason });
    await on.endOn('deskhaven.admin', period, '2027-01-10');
    const { rows } = await on.stage.owner.query<{ id: string; license_id: string }>(
      "select id, license_id from notice where expires_on = '2027-01-10' and account_id = $1 and state = 'PLANNED'",
      [period['account_id']],
    );
    expect(rows.length).toBeGreaterThan(1);
    expect(await on.notices(rows[0]?.license_id ?? '')).toContain('2027-01-10 P60D 2026-11-11T17:00 PLANNED');
    await on.workUntil('deskhaven', '2026-11-11T17:00:00.000Z');
    const told = await on.stage.owner.query<Row>(
      "select aggregate, payload from outbox_event where type = 'notice.due' order by aggregate",
    );
    // Once, for all of them together: they are renewed by one quote.
    expect(told.rows).toMatchObject([{ aggregate: period['account_id'] }]);
    const payload = told.rows[0]?.['payload'] as {
      readonly noticeKey: string;
      readonly accountId: string;
      readonly notices: readonly { readonly noticeId: string }[];
    };
    expect(payload).toMatchObject({ accountId: period['account_id'], notices: { length: rows.length } });
    expect(new Set(payload.notices.map(({ noticeId }) => noticeId))).toEqual(
      new Set(rows.map(({ id }) => id)),
    );
    expect(payload.notices[0]).toMatchObject({
      ...{ noticeId: payload.noticeKey, expiresOn: '2027-01-10', before: 'P60D' },
    });
    const mails = await on.mailsOf(rows[0]?.license_id ?? '');
    expect(new Set(mails.map((mail) => mail['contact_id'])).size).toBe(mails.length);
    for (const mail of mails) expect(mail['data']).toMatchObject({ licenses: { length: rows.length } });
    // Those of the owner's own contacts wait for the quote; a reseller's learn no prices of its customer.
    const waiting = mails.filter((mail) => JSON.stringify(mail['data']).includes('waitsFor'));
    expect(waiting.length).toBeGreaterThan(0);
    for (const mail of waiting) expect(mail['data']).toMatchObject({ waitsFor: [payload.noticeKey] });
  });
});

describe('where a plan sells no cover', () => {
  test('there is nothing to plan', async () => {
    const { vendorId, accountId } = on.stage.roleOf('cartwright.customer');
    await on.stage.owner.query(
      "insert into due_work (vendor_id, kind, key, due_at) values ($1, 'notice-plan', $2, '2026-11-02')",
      [vendorId, accountId],
    );
    await on.workUntil('cartwright', '2026-11-02T12:00:00.000Z');
    const { rows } = await on.stage.owner.query('select id from notice where vendor_id = $1', [vendorId]);
    expect(rows).toEqual([]);
    const trail = await on.stage.owner.query(
      "select id from audit_entry where vendor_id = $1 and act = 'noticesPlan'",
      [vendorId],
    );
    expect(trail.rows).toEqual([]);
  });
});

describe('the plan of a license follows its standing', () => {
  test('suspended it has none, reinstated it has them again, revoked never', async () => {
    const { licenseId, period } = on.coveredLicense('tubeworks');
    await on.endOn('tubeworks.admin', period, '2027-06-01');
    const planned = await on.notices(licenseId);
    expect(planned).toContain('2027-06-01 P30D 2027-05-02T13:00 PLANNED');
    const stands = (state: string) =>
      expect.arrayContaining([expect.stringMatching(new RegExp(`^2027-06-01 P30D .* ${state}$`, 'u'))]);
    await on.stage.act('tubeworks.admin', licenseSuspend, { licenseId, reason });
    expect(await on.notices(licenseId)).toEqual(stands('WITHDRAWN LICENSE_SUSPENDED'));
    await on.stage.act('tubeworks.admin', licenseReinstate, { licenseId, reason });
    expect(await on.notices(licenseId)).toEqual(planned);
    await on.stage.act('tubeworks.admin', licenseRevoke, { licenseId, reason });
    expect(await on.notices(licenseId)).toEqual(stands('WITHDRAWN LICENSE_REVOKED'));
  });
});
