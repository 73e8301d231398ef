import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Row } from '@mainstay/demo/world/world';
import { NoticeStage } from '../../../../test/harness/notice-stage.js';
import type { SiteMembership } from '../site/site-member.js';
import { siteMemberAdd } from '../site/site-member-add.js';
import { siteMemberRemove } from '../site/site-member-remove.js';

let on: NoticeStage;

beforeAll(async () => {
  on = await NoticeStage.open();
});
afterAll(() => on.close());

describe('the plan of a license follows its site', () => {
  test.each(['customer', 'reseller', 'agent'])('moved by a %s, who may plan nothing else', async (role) => {
    const name = `cronwell.${role}`;
    const { accountId } = on.stage.roleOf('cronwell.customer');
    const { rows } = await on.stage.owner.query<Row>(
      `select m.site_id as site, l.id from site_member m join license l on l.id = m.license_id
       join coverage_period c on c.subject_id = m.site_id and c.expires_on = l.covered_until
       where m.account_id = $1 and m.left_on is null and l.status = 'ACTIVE' and l.covered_until > '2027-01-01'
         and not exists (select from coverage_period o where o.subject_id = l.id and o.expires_on > '2026-11-02')`,
      [accountId],
    );
    const licenseId = String(rows[0]?.['id']);
    const asked: SiteMembership = { siteId: String(rows[0]?.['site']), licenseId };
    expect(await on.stage.act(name, siteMemberRemove, asked)).toMatchObject({ done: true });
    expect(await on.plannedOf(licenseId)).toEqual([]);
    expect(await on.stage.act(name, siteMemberAdd, asked)).toMatchObject({ done: true });
    const [planned, ...others] = (await on.notices(licenseId)).filter((line) => line.endsWith('PLANNED'));
    expect(others).toEqual([]);
    expect(planned).toMatch(/ P1M .* PLANNED$/u);
    expect(await on.dueOf(accountId)).toContain(`${(planned ?? '').split(' ')[2] ?? ''}:00.000Z`);
  });

  test('nobody has other work done by planning it', async () => {
    const { vendorId } = on.stage.roleOf('cronwell.customer');
    const foreign = (on.stage.world.licensing['account'] ?? []).find((row) => row['vendor_id'] !== vendorId);
    const neighbor = (on.stage.world.licensing['account'] ?? []).find(
      (row) => row['vendor_id'] === vendorId && row['reseller_id'] === null,
    );
    const write = (kind: string, key: string) => ({
      name: `try.${kind}`,
      text: `insert into due_work (vendor_id, kind, key, due_at) values (app.vendor(), '${kind}', '${key}', now())
        on conflict do nothing`,
    });
    for (const name of ['cronwell.customer', 'cronwell.reseller']) {
      const own = String(on.stage.roleOf(name).accountId);
      const tries = [
        ['release-announcement', `${own} x`],
        ['notices', `${String(foreign?.['id'])} x`],
        ['notices', `${String(neighbor?.['id'])} x`],
      ] as const;
      for (const [kind, key] of tries)
        await expect(
          on.stage.database.transact(on.stage.viewerOf(name), (transaction) =>
            transaction.query(write(kind, key), []),
          ),
        ).rejects.toMatchObject({ code: 'FORBIDDEN' });
    }
  });
});
