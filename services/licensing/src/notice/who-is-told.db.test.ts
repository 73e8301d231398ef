import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Row } from '@mainstay/demo/world/world';
import { NoticeStage, reason } from '../../../../test/harness/notice-stage.js';
import { contactCreate } from '../contact/contact-create.js';
import { accountResellerChange } from '../reseller/account-reseller-change.js';

let on: NoticeStage;

beforeAll(async () => {
  on = await NoticeStage.open();
});
afterAll(() => on.close());

describe('an account that nobody can be told of', () => {
  test('is told once there is somebody, if cover still runs', async () => {
    const { licenseId, period } = on.coveredLicense('cronwell');
    const accountId = String(period['account_id']);
    await on.stage.owner.query(
      'delete from contact where account_id in (select unnest(array[id, reseller_id]) from account where id = $1)',
      [accountId],
    );
    await on.endOn('cronwell.admin', period, '2026-12-10');
    await on.workUntil('cronwell', '2026-11-10T08:00:00.000Z');
    expect(await on.notices(licenseId)).toContain('2026-12-10 P1M 2026-11-10T08:00 SKIPPED NOBODY_TO_TELL');
    const mails = await on.mailsOf(licenseId);
    await on.stage.act('cronwell.admin', contactCreate, {
      ...{ accountId, name: 'Sample Contact', email: 'new@account.example.invalid' },
    });
    await on.workUntil('cronwell', '2026-11-12T12:00:00.000Z');
    expect(await on.notices(licenseId)).toContain('2026-12-10 P1M 2026-11-10T08:00 SENT');
    expect(await on.mailsOf(licenseId)).toHaveLength(mails.length + 1);
  });
});

describe('an account without a contact', () => {
  test('has one in its new reseller of record', async () => {
    const direct = new Set(
      (on.stage.world.licensing['account'] ?? [])
        .filter((row) => row['reseller_id'] === null)
        .map(({ id }) => id),
    );
    const { licenseId, period } = on.coveredLicense('cronwell', (owner) => direct.has(owner));
    const accountId = String(period['account_id']);
    await on.stage.owner.query('delete from contact where account_id = $1', [accountId]);
    await on.endOn('cronwell.admin', period, '2026-12-11');
    await on.workUntil('cronwell', '2026-11-11T08:00:00.000Z');
    expect(await on.notices(licenseId)).toContain('2026-12-11 P1M 2026-11-11T08:00 SKIPPED NOBODY_TO_TELL');
    const { accountId: resellerId } = on.stage.roleOf('cronwell.reseller');
    const asked = { accountId, resellerId, reason };
    expect(await on.stage.act('cronwell.admin', accountResellerChange, asked)).toMatchObject({ done: true });
    // All that was told has arrived.
    await on.stage.owner.query('delete from event_delivery');
    await on.workUntil('cronwell', '2026-11-12T12:00:00.000Z');
    expect(await on.notices(licenseId)).toContain('2026-12-11 P1M 2026-11-11T08:00 SENT');
    const { rows } = await on.stage.owner.query<Row>(
      'select c.account_id from mail m join contact c on c.id = m.contact_id where m.account_id = $1 and m.due_at > $2',
      [accountId, '2026-11-11T09:00:00Z'],
    );
    expect(new Set(rows.map((row) => row['account_id']))).toEqual(new Set([resellerId]));
  });
});

test('the trail says who sent what for which account', async () => {
  const { rows } = await on.stage.owner.query<Row>(
    "select actor_kind, account_id, changes from audit_entry where act = 'noticesSend' order by id",
  );
  expect(rows.length).toBeGreaterThan(0);
  for (const row of rows)
    expect(row).toMatchObject({ actor_kind: 'JOB', account_id: expect.stringMatching(/^acc_/u) });
  expect(JSON.stringify(rows)).not.toContain('example.invalid');
});
