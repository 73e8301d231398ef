import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { statement } from '@mainstay/kernel/db/scoped';
import { openStage, type Stage } from '../../../../test/harness/acting.js';
import { lotsOn, type LotStage } from '../../../../test/harness/lots.js';

let stage: Stage;
let lots: LotStage;

beforeAll(async () => {
  stage = await openStage('support');
  lots = lotsOn(stage);
});

afterAll(async () => {
  await lots.stop();
  await stage.close();
});

const enter = statement(
  'test.enter',
  `insert into ledger_entry (vendor_id, id, account_id, reseller_id, grant_id, kind, units, entered_at, actor_kind, actor_id, reason)
   select vendor_id, $2::text, account_id, reseller_id, id, $3::text, $4::integer, now(), 'MEMBERSHIP', coalesce($5::text, app.actor()), 'tried'
   from support_grant where id = $1::text`,
);
let entries = 0;

interface Entered {
  readonly kind: string;
  readonly units: number;
  /** Whose name it bears; that of whoever acts unless told. */
  readonly actor?: string;
}

/** Past every rule of the acts, as whoever acts. */
function enterAs(name: string, lot: string, { kind, units, actor }: Entered) {
  entries += 1;
  const values = [lot, `led_${String(entries)}`, kind, units, actor ?? null];
  return stage.database.transact(stage.viewerOf(name), (transaction) => transaction.query(enter, values));
}

const refusedBy = (sqlState: string) => ({ sqlState });
const forbidden = { code: 'FORBIDDEN' };

test('totals are the sums of the entries, for every lot of the demo', async () => {
  const { rows } = await stage.owner.query(
    `select g.id from support_grant g left join ledger_entry e on e.vendor_id = g.vendor_id and e.grant_id = g.id
     group by g.vendor_id, g.id
     having (g.left_units, g.reserved_units, g.consumed_units, g.expired_units) is distinct from
       (sum(e.left_change)::integer, sum(e.reserved_change)::integer, sum(e.consumed_change)::integer, sum(e.expired_change)::integer)
       or g.left_units + g.reserved_units + g.consumed_units + g.expired_units <>
          g.units + coalesce(sum(e.units) filter (where e.kind = 'ADJUSTED'), 0)`,
  );
  expect(rows).toEqual([]);
});

describe('the database refuses', () => {
  test.each([
    ['more to be taken than is left', 'ADJUSTED', -5],
    ['more to expire than is left', 'EXPIRED', 5],
    ['units that count backward', 'EXPIRED', -1],
    ['a movement of nothing', 'ADJUSTED', 0],
    ['a use without a ticket', 'RESERVED', 1],
  ])('%s', async (_, kind, units) => {
    const lot = await lots.lot(4);
    await expect(enterAs('deskhaven.admin', lot, { kind, units })).rejects.toMatchObject(refusedBy('23514'));
    expect(await lots.totals(lot)).toEqual([4, 0, 0, 0]);
  });

  test.each([
    ['to use what was not reserved', 'CONSUMED'],
    ['to release what was not reserved', 'RELEASED'],
    ['to restore what was not used', 'RESTORED'],
  ])('%s', async (_, kind) => {
    const lot = await lots.lot(4);
    await expect(lots.move(lot, kind, 1)).rejects.toMatchObject({ code: '23514' });
    expect(await lots.entries(lot)).toEqual(['GRANTED 4']);
  });

  test('a lot to be granted twice', async () => {
    const lot = await lots.lot(4);
    await expect(enterAs('deskhaven.admin', lot, { kind: 'GRANTED', units: 4 })).rejects.toMatchObject(
      refusedBy('23505'),
    );
  });

  test('more than is left, however many take it at once', async () => {
    const lot = await lots.lot(3);
    const taken = await Promise.allSettled(
      Array.from({ length: 12 }, () => enterAs('deskhaven.admin', lot, { kind: 'ADJUSTED', units: -1 })),
    );
    expect(taken.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
    expect(await lots.totals(lot)).toEqual([0, 0, 0, 0]);
  });

  test('an entry in the name of another, and a correction by an agent', async () => {
    const lot = await lots.lot(4);
    await expect(
      enterAs('deskhaven.admin', lot, { kind: 'ADJUSTED', units: 1, actor: 'mbr_other' }),
    ).rejects.toMatchObject(forbidden);
    await expect(enterAs('deskhaven.agent', lot, { kind: 'ADJUSTED', units: 1 })).rejects.toMatchObject(
      forbidden,
    );
  });

  test.each(['update ledger_entry set units = 9', 'delete from ledger_entry'])(
    'whoever acts to rewrite the ledger: %s',
    async (text) => {
      for (const name of ['deskhaven.admin', 'deskhaven.agent'])
        await expect(
          stage.database.transact(stage.viewerOf(name), (transaction) =>
            transaction.query(statement(`test.${text}`, text), []),
          ),
        ).rejects.toMatchObject(forbidden);
    },
  );
});

test('an entry whose lot a policy hides fails: totals never go astray in silence', async () => {
  const lot = await lots.lot(4);
  await stage.owner.query('drop policy support_grant_app_agent_update on support_grant');
  await expect(enterAs('deskhaven.agent', lot, { kind: 'EXPIRED', units: 1 })).rejects.toMatchObject(
    forbidden,
  );
  expect(await lots.entries(lot)).toEqual(['GRANTED 4']);
});
