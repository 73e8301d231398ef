import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openStage, type Stage } from '../../../../test/harness/acting.js';
import { lotsOn, type LotStage } from '../../../../test/harness/lots.js';
import { grantCorrect } from './grant-correct.js';

let stage: Stage;
let lots: LotStage;
let vendorId = '';

beforeAll(async () => {
  stage = await openStage('support');
  lots = lotsOn(stage);
  vendorId = stage.roleOf('deskhaven.admin').vendorId ?? '';
  // What the demo will have to do is not what is tried here.
  await stage.owner.query('delete from due_work');
});

afterAll(async () => {
  await lots.stop();
  await stage.close();
});

/** In Los Angeles, where the vendor is. */
const firstInstant = '2027-03-10T08:00:00.000Z';
const justBefore = '2027-03-10T07:59:59.999Z';

describe('a lot on its day', () => {
  test('loses what is left, from the first instant of the day in the zone of the vendor', async () => {
    const lot = await lots.lot(4, '2027-03-10');
    expect(await lots.dueAt(lot)).toBe(firstInstant);
    expect(await lots.worker().runDue(vendorId, justBefore)).toBe(0);
    expect(await lots.worker().runDue(vendorId, firstInstant)).toBe(1);
    expect(await lots.totals(lot)).toEqual([0, 0, 0, 4]);
    expect(await lots.dueAt(lot)).toBeNull();
    const { entry, events } = await stage.left();
    const accountId = stage.roleOf('deskhaven.customer').accountId;
    expect(entry).toMatchObject({
      ...{ act: 'lotExpiry', actor_kind: 'JOB', actor_id: 'job:due', account_id: accountId },
      ...{ acted_at: new Date(firstInstant), object_ids: [lot] },
      changes: [{ objectId: lot, field: 'left', from: 4, to: 0 }],
    });
    expect(events).toEqual([
      {
        ...{ type: 'grant.expired', aggregate: lot },
        payload: { grantId: lot, accountId, unit: 'TICKET', units: 4, expiresOn: '2027-03-10' },
      },
    ]);
  });

  test('keeps what is reserved, which pins it', async () => {
    const lot = await lots.lot(4, '2027-03-10');
    await lots.move(lot, 'RESERVED', 1);
    expect(await lots.worker().runDue(vendorId, firstInstant)).toBe(1);
    expect(await lots.totals(lot)).toEqual([0, 1, 0, 3]);
    await lots.move(lot, 'CONSUMED', 1);
    expect(await lots.totals(lot)).toEqual([0, 0, 1, 3]);
    expect(await lots.entries(lot)).toEqual(['GRANTED 4', 'RESERVED 1', 'EXPIRED 3', 'CONSUMED 1']);
  });

  test('of which nothing is left leaves no entry and tells nobody', async () => {
    const lot = await lots.lot(1, '2027-03-10');
    await lots.move(lot, 'RESERVED', 1);
    const before = await stage.trail();
    expect(await lots.worker().runDue(vendorId, firstInstant)).toBe(1);
    expect(await lots.entries(lot)).toEqual(['GRANTED 1', 'RESERVED 1']);
    expect(await stage.trail()).toBe(before);
  });

  test('late is entered when it was done', async () => {
    const lot = await lots.lot(4, '2027-03-10');
    await lots.worker().runDue(vendorId, '2027-05-01T12:00:00.000Z');
    expect(await lots.totals(lot)).toEqual([0, 0, 0, 4]);
    const { rows } = await stage.owner.query<{ at: Date }>(
      "select entered_at as at from ledger_entry where grant_id = $1 and kind = 'EXPIRED'",
      [lot],
    );
    expect(rows).toEqual([{ at: new Date('2027-05-01T12:00:00.000Z') }]);
  });
});

describe('the work of the day', () => {
  test('done by two workers at once, and again, is done once', async () => {
    const many = await Promise.all(Array.from({ length: 20 }, () => lots.lot(2, '2027-03-10')));
    const counts = await Promise.all([
      lots.worker().runDue(vendorId, firstInstant),
      lots.worker().runDue(vendorId, firstInstant),
    ]);
    expect(counts[0] + counts[1]).toBe(many.length);
    for (const lot of many) expect(await lots.entries(lot)).toEqual(['GRANTED 2', 'EXPIRED 2']);
  });

  test('planned a second time finds nothing to do', async () => {
    const lot = await lots.lot(2, '2027-03-10');
    await lots.worker().runDue(vendorId, firstInstant);
    await stage.owner.query(
      "insert into due_work (vendor_id, kind, key, due_at) values ($1, 'lot-expiry', $2, $3)",
      [...[vendorId, lot, firstInstant]],
    );
    await lots.worker().runDue(vendorId, firstInstant);
    expect(await lots.entries(lot)).toEqual(['GRANTED 2', 'EXPIRED 2']);
  });

  test('meets a lot that is used at the same time: nothing is used twice', async () => {
    const many = await Promise.all(Array.from({ length: 10 }, () => lots.lot(1, '2027-03-10')));
    const uses = async () => {
      // Of what has expired meanwhile the database refuses the use.
      for (const lot of many)
        await lots.move(lot, 'RESERVED', 1).catch((fault: unknown) => {
          expect(fault).toMatchObject({ code: '23514' });
        });
    };
    await Promise.all([lots.worker().runDue(vendorId, firstInstant), uses()]);
    for (const lot of many) {
      const [left, reservedUnits, , expired] = await lots.totals(lot);
      expect([left, reservedUnits + expired]).toEqual([0, 1]);
    }
  });

  test('follows a day that is moved, back and forth, and not one that has passed', async () => {
    const lot = await lots.lot(2, '2027-03-10');
    const moveTo = (expiresOn: string) =>
      stage.act('deskhaven.admin', grantCorrect, {
        ...{ grantId: lot, kind: 'MOVE_EXPIRY', expiresOn, reason: 'typed wrongly' },
      });
    expect(await moveTo('2027-06-01')).toMatchObject({ done: true });
    expect(await lots.worker().runDue(vendorId, firstInstant)).toBe(0);
    expect(await moveTo('2027-02-01')).toMatchObject({ done: true });
    expect(await lots.dueAt(lot)).toBe('2027-02-01T08:00:00.000Z');
    expect(await lots.worker().runDue(vendorId, firstInstant)).toBe(1);
    expect(await lots.entries(lot)).toEqual(['GRANTED 2', 'ADJUSTED 0', 'ADJUSTED 0', 'EXPIRED 2']);
  });
});
