import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openStage, type Stage } from '../../../../test/harness/acting.js';
import { lotsOn, type LotStage } from '../../../../test/harness/lots.js';
import { goodwillGrant } from './goodwill-grant.js';
import { GrantReads } from './grant.reads.js';

let stage: Stage;
let lots: LotStage;
let accounts = 0;

beforeAll(async () => {
  stage = await openStage('support');
  lots = lotsOn(stage);
});

afterAll(async () => {
  await lots.stop();
  await stage.close();
});

/** An account that has nothing yet. */
async function account(): Promise<string> {
  accounts += 1;
  const id = `acc_fresh_${String(accounts)}`;
  const { vendorId } = stage.roleOf('deskhaven.admin');
  await stage.owner.query("insert into known_account (vendor_id, id, kind) values ($1, $2, 'CUSTOMER')", [
    vendorId,
    id,
  ]);
  return id;
}

async function give(accountId: string, units: number, expiresOn: string | null): Promise<string> {
  const asked = { accountId, unit: 'TICKET', units, expiresOn, reason: 'for a test' } as const;
  const outcome = await stage.act('deskhaven.agent', goodwillGrant, asked);
  if (!outcome.done) throw new Error('No lot was given.');
  return String(outcome.result['grantId']);
}

function reads(today: string): GrantReads {
  return new GrantReads({ database: stage.database, viewer: stage.viewerOf('deskhaven.admin') }, () => today);
}

async function available(accountId: string, day: string): Promise<number | null> {
  const [balance] = await reads(day).balanceOf(accountId, day);
  return balance?.available ?? null;
}

describe('a balance', () => {
  test('is the sum of what was entered by the end of a day', async () => {
    const id = await account();
    const lot = await give(id, 4, null);
    // In Los Angeles the day after begins at 08:00 UTC.
    for (const [entry, at] of [
      ['late', '2026-11-03T07:59:59.999Z'],
      ['next', '2026-11-03T08:00:00.000Z'],
    ])
      await stage.owner.query(
        `insert into ledger_entry (vendor_id, id, account_id, grant_id, kind, units, entered_at, actor_kind, actor_id, reason)
         select vendor_id, $2, account_id, id, 'ADJUSTED', -1, $3, 'JOB', 'job:test', 'tried' from support_grant where id = $1`,
        [lot, `${id}-${String(entry)}`, at],
      );
    expect(await available(id, '2026-11-01')).toBeNull();
    expect(await available(id, '2026-11-02')).toBe(3);
    expect(await available(id, '2026-11-03')).toBe(2);
    expect(await available(id, '2100-01-01')).toBe(2);
  });

  test('of any day is right, whether an expiry was written down in time, late, or not at all', async () => {
    const id = await account();
    const lot = await give(id, 4, '2027-03-10');
    const days = ['2026-11-02', '2027-03-09', '2027-03-10', '2027-04-30', '2027-05-01', '2030-01-01'];
    const told = async () => Promise.all(days.map((day) => available(id, day)));
    const right = [4, 4, 0, 0, 0, 0];
    expect(await told()).toEqual(right);
    expect(await reads('2027-03-10').byId(lot)).toMatchObject({ left: 0, expired: 4, adjusted: 0 });
    await lots.worker().runDue(stage.roleOf('deskhaven.admin').vendorId ?? '', '2027-05-01T12:00:00.000Z');
    expect(await lots.totals(lot)).toEqual([0, 0, 0, 4]);
    expect(await told()).toEqual(right);
    expect(await reads('2027-05-01').byId(lot)).toMatchObject({ left: 0, expired: 4, adjusted: 0 });
  });

  test('of many accounts is one statement each day', async () => {
    const ids = [await account(), await account()];
    await give(ids[1] ?? '', 2, null);
    let statements = 0;
    const counted = new GrantReads(
      {
        database: {
          read: (viewer, asked, values, signal) => {
            statements += 1;
            return stage.database.read(viewer, asked, values, signal);
          },
        },
        viewer: stage.viewerOf('deskhaven.admin'),
      },
      () => '2026-11-02',
    );
    const balances = await Promise.all(ids.map((id) => counted.balanceOf(id, '2026-11-02')));
    expect(balances.map((all) => all.map(({ available: units }) => units))).toEqual([[], [2]]);
    expect(statements).toBe(1);
  });
});

describe('a list of lots', () => {
  test('tells those that can be used from the others, by the day of the request', async () => {
    const id = await account();
    const runs = await give(id, 4, '2027-03-10');
    const never = await give(id, 1, null);
    const empty = await give(id, 1, null);
    await stage.owner.query(
      `insert into ledger_entry (vendor_id, id, account_id, grant_id, kind, units, entered_at, actor_kind, actor_id, reason)
       select vendor_id, $2, account_id, id, 'ADJUSTED', -1, now(), 'JOB', 'job:test', 'tried' from support_grant where id = $1`,
      [empty, `${id}-emptied`],
    );
    const listed = async (today: string, active: boolean | null) => {
      const page = await reads(today).ofAccount(id, { page: { first: 10 }, filter: { active } });
      expect(await page.totalCount()).toBe(page.rows.length);
      return page.rows.map((row) => row.id).sort();
    };
    expect(await listed('2027-03-09', true)).toEqual([runs, never].sort());
    expect(await listed('2027-03-09', false)).toEqual([empty]);
    expect(await listed('2027-03-10', true)).toEqual([never]);
    expect(await listed('2027-03-10', false)).toEqual([runs, empty].sort());
    expect(await listed('2027-03-10', null)).toEqual([runs, never, empty].sort());
  });
});
