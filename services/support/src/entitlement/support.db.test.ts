import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { civilDayOf } from '@mainstay/kernel/values/civil';
import { openStage, type Stage } from '../../../../test/harness/acting.js';
import { SupportReads } from './support.reads.js';

let stage: Stage;

beforeAll(async () => {
  stage = await openStage('support');
});

afterAll(() => stage.close());

function readsOf(name: string): SupportReads {
  const viewer = stage.viewerOf(name);
  return new SupportReads({ database: stage.database, viewer, signal: undefined }, () =>
    civilDayOf(Date.parse(viewer.now), viewer.zone),
  );
}

const asked = { asOf: '2026-11-02', work: null } as const;

/** Some license of a tenant's that holds what is asked, and whose it is. */
async function licenseOf(name: string, where: string): Promise<{ id: string; accountId: string }> {
  const { rows } = await stage.owner.query<{ id: string; accountId: string }>(
    `select l.id, l.account_id as "accountId" from known_license l where l.vendor_id = $1 and ${where} order by 1 limit 1`,
    [stage.roleOf(name).vendorId],
  );
  expect(rows).toHaveLength(1);
  return rows[0] ?? { id: '', accountId: '' };
}

const runs = `exists (select from jsonb_array_elements(l.cover) c
  where c->>'startsOn' <= '2026-11-02' and c->>'expiresOn' > '2026-11-02')`;

describe('of a license', () => {
  test('under cover it is owed, and told until when; without it is not', async () => {
    const reads = readsOf('cronwell.agent');
    const covered = await licenseOf('cronwell.agent', `l.status = 'ACTIVE' and ${runs}`);
    const decided = await reads.ofLicense(covered.id, asked);
    expect(decided).toMatchObject({ accepted: true, unit: null, needed: 0, policyVersion: 1 });
    expect(decided?.serving?.expiresOn).toMatch(/^20/u);
    const lapsed = await licenseOf('cronwell.agent', `l.status = 'ACTIVE' and not ${runs}`);
    expect(await reads.ofLicense(lapsed.id, asked)).toMatchObject({
      ...{ accepted: false, leading: 'NOT_COVERED' },
    });
  });

  test('of a contract its own pool alone pays for it', async () => {
    const vendorId = stage.roleOf('deskhaven.agent').vendorId;
    const { id, accountId } = await licenseOf('deskhaven.agent', `l.status = 'ACTIVE' and ${runs}`);
    const left = async () => (await readsOf('deskhaven.agent').ofLicense(id, asked))?.available ?? 0;
    const before = await left();
    const lot = (contract: string, units: number) =>
      stage.owner.query(
        `with lot as (insert into support_grant (vendor_id, id, account_id, unit, units, source, contract_id, granted_at, expires_on)
           values ($1, 'lot of ' || $3, $2, 'TICKET', $4, 'CONTRACT_YEAR', $3, '2026-01-01', '2027-01-01'))
         insert into ledger_entry (vendor_id, id, account_id, grant_id, kind, units, entered_at, actor_kind, actor_id)
         values ($1, 'led of ' || $3, $2, 'lot of ' || $3, 'GRANTED', $4, '2026-01-01', 'JOB', 'job:test')`,
        [vendorId, accountId, contract, units],
      );
    await lot('another contract', 7);
    expect(await left()).toBe(before);
    const { rows } = await stage.owner.query<{ id: string }>(
      `select k.id from known_contract k where k.account_id = $1 and exists (
         select from jsonb_array_elements(k.periods) p where p->>'id' in (
           select c->>'id' from known_license l, jsonb_array_elements(l.cover) c where l.id = $2)) limit 1`,
      [accountId, id],
    );
    await lot(rows[0]?.id ?? '', 5);
    expect(await left()).toBe(before + 5);
  });

  test('of others there is none', async () => {
    const { id } = await licenseOf('cartwright.agent', 'true');
    for (const name of ['deskhaven.agent', 'deskhaven.customer'])
      expect(await readsOf(name).ofLicense(id, asked)).toBeNull();
  });
});

describe('of an account', () => {
  test('its credits serve all its licenses, whatever they are', async () => {
    const { accountId } = stage.roleOf('cartwright.customer');
    const [decided] = await readsOf('cartwright.customer').ofAccount(accountId ?? '', asked);
    expect(decided).toMatchObject({ unit: 'CREDIT', needed: 5, serving: null });
    expect(decided?.accepted).toBe((decided?.available ?? 0) >= 5);
  });

  test('an excluded work is refused as such', async () => {
    const { accountId } = stage.roleOf('deskhaven.customer');
    const [decided] = await readsOf('deskhaven.customer').ofAccount(accountId ?? '', {
      ...asked,
      work: 'TRAINING',
    });
    expect(decided).toMatchObject({ accepted: false, leading: 'WORK_EXCLUDED' });
  });
});
