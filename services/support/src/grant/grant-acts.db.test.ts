import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { CivilDate } from '@mainstay/kernel/values/civil';
import { openStage, type Stage } from '../../../../test/harness/acting.js';
import { lotsOn, type LotStage } from '../../../../test/harness/lots.js';
import { goodwillGrant } from './goodwill-grant.js';
import { grantCorrect } from './grant-correct.js';

let stage: Stage;
let lots: LotStage;
const reason = 'typed wrongly';

beforeAll(async () => {
  stage = await openStage('support');
  lots = lotsOn(stage);
});

afterAll(async () => {
  await lots.stop();
  await stage.close();
});

const adjust = (grantId: string, units: number, idempotencyKey: string | null = null) =>
  stage.act('deskhaven.admin', grantCorrect, {
    grantId,
    kind: 'ADJUST_UNITS',
    units,
    reason,
    idempotencyKey,
  });
const moveTo = (grantId: string, expiresOn: CivilDate) =>
  stage.act('deskhaven.admin', grantCorrect, { grantId, kind: 'MOVE_EXPIRY', expiresOn, reason });

/** A refusal leaves rows, plans and the trail as they were. */
async function leavesNothing(lot: string, code: string, asked: () => Promise<object>): Promise<object> {
  const state = async () => [
    await stage.trail(),
    await lots.totals(lot),
    await lots.entries(lot),
    await lots.dueAt(lot),
  ];
  const before = await state();
  const outcome = await asked();
  expect(outcome).toMatchObject({ done: false, refusals: [{ code }] });
  expect(await state()).toEqual(before);
  return outcome;
}

describe('a correction of units', () => {
  test('adds and takes away, with a reason in the ledger and the trail, once by its key', async () => {
    const lot = await lots.lot(4, '2027-03-10');
    expect(await adjust(lot, 3, lot)).toEqual({ done: true, result: { grantId: lot } });
    const { entry, events } = await stage.left();
    expect(entry).toMatchObject({
      ...{ act: 'grantCorrect', reason, actor_kind: 'MEMBERSHIP', object_ids: [lot] },
      changes: [{ objectId: lot, field: 'left', from: 4, to: 7 }],
    });
    expect(events).toMatchObject([
      {
        ...{ type: 'grant.adjusted', aggregate: lot },
        payload: {
          grantId: lot,
          units: 3,
          left: 7,
          expiresOn: '2027-03-10',
          previousExpiresOn: '2027-03-10',
        },
      },
    ]);
    const before = await stage.trail();
    expect(await adjust(lot, 3, lot)).toEqual({ done: true, result: { grantId: lot } });
    expect(await stage.trail()).toBe(before);
    await adjust(lot, -7);
    expect(await lots.totals(lot)).toEqual([0, 0, 0, 0]);
    expect(await lots.entries(lot)).toEqual(['GRANTED 4', 'ADJUSTED 3', 'ADJUSTED -7']);
    const { rows } = await stage.owner.query(
      "select distinct reason, actor_id from ledger_entry where grant_id = $1 and kind = 'ADJUSTED'",
      [lot],
    );
    expect(rows).toEqual([{ reason, actor_id: entry['actor_id'] }]);
  });

  test('takes no more than is left: what is reserved or used stays', async () => {
    const lot = await lots.lot(4);
    await lots.move(lot, 'RESERVED', 2);
    await lots.move(lot, 'CONSUMED', 1);
    const refused = await leavesNothing(lot, 'UNITS_NOT_LEFT', () => adjust(lot, -3));
    expect(refused).toMatchObject({ refusals: [{ facts: { left: 2, reserved: 1, consumed: 1 } }] });
    expect(await adjust(lot, -2)).toMatchObject({ done: true });
    expect(await lots.totals(lot)).toEqual([0, 1, 1, 0]);
  });

  test('twice at once is decided one after the other', async () => {
    const lot = await lots.lot(4);
    const take = () => adjust(lot, -3);
    const settled = await lots.meet(lot, [take, take, take]);
    const outcomes = settled.map((one) => (one.status === 'fulfilled' ? one.value : { done: null }));
    expect(outcomes.filter(({ done }) => done === true)).toHaveLength(1);
    for (const outcome of outcomes.filter(({ done }) => done !== true))
      expect(outcome).toMatchObject({ refusals: [{ code: 'UNITS_NOT_LEFT', facts: { left: 1 } }] });
    expect(await lots.totals(lot)).toEqual([1, 0, 0, 0]);
  });
});

describe('a correction of the day', () => {
  test('moves it, the work that is due on it, and says from where to where', async () => {
    const lot = await lots.lot(4);
    expect(await lots.dueAt(lot)).toBeNull();
    expect(await moveTo(lot, '2027-01-01')).toMatchObject({ done: true });
    expect(await lots.dueAt(lot)).toBe('2027-01-01T08:00:00.000Z');
    expect(await moveTo(lot, '2027-07-01')).toMatchObject({ done: true });
    expect(await lots.dueAt(lot)).toBe('2027-07-01T07:00:00.000Z');
    const { entry, events } = await stage.left();
    expect(entry['changes']).toEqual([
      { objectId: lot, field: 'expiresOn', from: '2027-01-01', to: '2027-07-01' },
    ]);
    expect(events).toMatchObject([
      {
        type: 'grant.adjusted',
        payload: { units: 0, left: 4, expiresOn: '2027-07-01', previousExpiresOn: '2027-01-01' },
      },
    ]);
    const { rows } = await stage.owner.query(
      `select units, expires_from::text as "from", expires_to::text as "to" from ledger_entry
       where grant_id = $1 and kind = 'ADJUSTED' order by place`,
      [lot],
    );
    expect(rows).toEqual([
      { units: 0, from: null, to: '2027-01-01' },
      { units: 0, from: '2027-01-01', to: '2027-07-01' },
    ]);
    expect(await lots.totals(lot)).toEqual([4, 0, 0, 0]);
  });

  test.each([
    ['today', '2026-11-02', 'EXPIRY_INVALID'],
    ['a past day', '2026-01-01', 'EXPIRY_INVALID'],
    ['a day of no record', '2201-01-01', 'EXPIRY_INVALID'],
    ['the day it has', '2027-03-10', 'NOTHING_CHANGED'],
  ])('to %s is refused', async (_, day, code) => {
    const lot = await lots.lot(4, '2027-03-10');
    await leavesNothing(lot, code, () => moveTo(lot, day));
  });
});

describe('a lot that cannot be corrected', () => {
  test('has expired: its day has passed, whether that is written down or not', async () => {
    const lot = await lots.lot(4, '2027-03-10');
    await stage.owner.query("update support_grant set expires_on = '2026-11-02' where id = $1", [lot]);
    const refused = await leavesNothing(lot, 'GRANT_EXPIRED', () => moveTo(lot, '2027-05-01'));
    expect(refused).toMatchObject({ refusals: [{ facts: { expiresOn: '2026-11-02' } }] });
    await leavesNothing(lot, 'GRANT_EXPIRED', () => adjust(lot, 1));
  });

  test('is of another vendor, which is of nothing', async () => {
    const lot = await lots.lot(4);
    await leavesNothing(lot, 'GRANT_NOT_FOUND', () =>
      stage.act('cartwright.admin', grantCorrect, { grantId: lot, kind: 'ADJUST_UNITS', units: 1, reason }),
    );
  });

  test('is asked for by somebody who may not', async () => {
    const lot = await lots.lot(4);
    for (const name of ['deskhaven.agent', 'deskhaven.customer', 'deskhaven.reseller'])
      await expect(
        stage.act(name, grantCorrect, { grantId: lot, kind: 'ADJUST_UNITS', units: 1, reason }),
      ).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });

  test.each([
    ['no units', { kind: 'ADJUST_UNITS', units: 0 }, 'UNITS_INVALID'],
    ['too many units', { kind: 'ADJUST_UNITS', units: 1_001 }, 'UNITS_INVALID'],
    ['too few units', { kind: 'ADJUST_UNITS', units: -1_001 }, 'UNITS_INVALID'],
    ['units and a day', { kind: 'ADJUST_UNITS', units: 1, expiresOn: '2027-01-01' }, 'CORRECTION_UNCLEAR'],
    ['neither', { kind: 'MOVE_EXPIRY' }, 'CORRECTION_UNCLEAR'],
    ['the other', { kind: 'MOVE_EXPIRY', units: 1 }, 'CORRECTION_UNCLEAR'],
    ['no reason', { kind: 'ADJUST_UNITS', units: 1, reason: '  ' }, 'REASON_INVALID'],
  ] as const)('is asked for with %s', async (_, given, code) => {
    const lot = await lots.lot(4);
    await leavesNothing(lot, code, () =>
      stage.act('deskhaven.admin', grantCorrect, { grantId: lot, reason, ...given }),
    );
  });
});

describe('goodwill', () => {
  const accountId = () => stage.roleOf('deskhaven.customer').accountId ?? '';

  test('is a lot of its own, by an agent, with what falls due', async () => {
    const input = {
      accountId: accountId(),
      unit: 'TICKET',
      units: 2,
      expiresOn: '2027-03-10',
      reason,
    } as const;
    const ask = () => stage.act('deskhaven.agent', goodwillGrant, { ...input, idempotencyKey: 'goodwill' });
    const outcomes = await Promise.all([ask(), ask(), ask()]);
    const ids = new Set(outcomes.map((outcome) => (outcome.done ? outcome.result['grantId'] : null)));
    expect(ids.size).toBe(1);
    const [lot = ''] = [...ids].map(String);
    expect(await lots.entries(lot)).toEqual(['GRANTED 2']);
    expect(await lots.dueAt(lot)).toBe('2027-03-10T08:00:00.000Z');
    const { entry, events } = await stage.left();
    expect(entry).toMatchObject({ act: 'goodwillGrant', reason, account_id: accountId() });
    expect(events).toMatchObject([
      { type: 'grant.created', aggregate: lot, payload: { units: 2, source: 'GOODWILL', contractId: null } },
    ]);
    const { rows } = await stage.owner.query(
      `select g.reseller_id as lot, a.reseller_id as account, e.reseller_id as entry from support_grant g
       join known_account a on a.id = g.account_id join ledger_entry e on e.grant_id = g.id where g.id = $1`,
      [lot],
    );
    expect(new Set(Object.values(rows[0] as object)).size).toBe(1);
  });

  test.each([
    ['no units', { units: 0 }, 'UNITS_INVALID'],
    ['units below none', { units: -1 }, 'UNITS_INVALID'],
    ['a day that has come', { expiresOn: '2026-11-02' }, 'EXPIRY_INVALID'],
    ['no reason', { reason: '' }, 'REASON_INVALID'],
    ['an unknown account', { accountId: 'acc_unknown' }, 'ACCOUNT_NOT_FOUND'],
  ])('with %s is refused', async (_, given, code) => {
    const before = [await stage.trail(), await stage.rows('support_grant')];
    const asked = { accountId: accountId(), unit: 'TICKET', units: 1, reason, ...given } as const;
    expect(await stage.act('deskhaven.agent', goodwillGrant, asked)).toMatchObject({
      ...{ done: false, refusals: [{ code }] },
    });
    expect([await stage.trail(), await stage.rows('support_grant')]).toEqual(before);
  });

  test('to an account of another vendor is to nobody', async () => {
    const foreign = stage.roleOf('cartwright.customer').accountId ?? '';
    const asked = { accountId: foreign, unit: 'TICKET', units: 1, reason } as const;
    expect(await stage.act('deskhaven.agent', goodwillGrant, asked)).toMatchObject({
      ...{ done: false, refusals: [{ code: 'ACCOUNT_NOT_FOUND' }] },
    });
  });
});
