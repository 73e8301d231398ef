import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { receiveEvents } from '@mainstay/kernel/events/inbox';
import type { ToldEvent } from '@mainstay/kernel/events/told-event';
import { openStage, type Stage } from '../../../../test/harness/acting.js';
import { lotsOn, type LotStage } from '../../../../test/harness/lots.js';
import { contractChanged } from './grant-years.js';

let stage: Stage;
let lots: LotStage;
let vendorId: string;
let accountId: string;
let planId: string;

beforeAll(async () => {
  stage = await openStage('support');
  lots = lotsOn(stage);
  vendorId = stage.roleOf('deskhaven.admin').vendorId ?? '';
  accountId = stage.roleOf('deskhaven.customer').accountId ?? '';
  const { rows } = await stage.owner.query<{ id: string }>('select id from known_plan where vendor_id = $1', [
    vendorId,
  ]);
  planId = rows[0]?.id ?? '';
});

afterAll(async () => {
  await lots.stop();
  await stage.close();
});

interface Agreed {
  readonly startsOn: string;
  readonly expiresOn: string;
  readonly yearly: readonly number[];
}

const told = (id: string, { startsOn, expiresOn, yearly }: Agreed): ToldEvent => ({
  ...{ vendorId, id: randomUUID(), position: 1, type: 'contract.changed', aggregate: id },
  occurredAt: '2026-11-02 12:00:00+00',
  payload: {
    ...{ id, accountId, resellerId: null, number: 'C-1' },
    periods: [
      { id: `cov of ${id}`, startsOn, expiresOn, anchorDay: 1, planId, planVersion: 2, purchasedOn: null },
    ],
    lines: yearly.map((yearlyNetMinor, place) => ({
      ...{ id: `line ${String(place)}`, licenseId: 'lic_1', productId: 'prd_1', quantity: 1 },
      ...{ yearlyNetMinor, fromOn: startsOn, untilOn: null },
    })),
  },
});
const hear = async (event: ToldEvent) => {
  const handlers = { 'contract.changed': contractChanged({ consumers: [] }) };
  const receipt = await receiveEvents({ database: stage.database, handlers }, 'licensing', [event]);
  expect(receipt.failed).toEqual([]);
};
const granted = async (contractId: string) =>
  (
    await stage.owner.query<{ lot: string }>(
      `select units || ' until ' || expires_on as lot from support_grant where contract_id = $1 order by granted_at, units`,
      [contractId],
    )
  ).rows.map(({ lot }) => lot);

test('three licenses at 4,000.00 grant 8 once; a line that is added brings the difference at once', async () => {
  const year = { startsOn: '2026-11-01', expiresOn: '2027-11-01' };
  const event = told('ctr_a', { ...year, yearly: [400_000, 400_000, 400_000] });
  await hear(event);
  await hear({ ...event, id: randomUUID() });
  expect(await granted('ctr_a')).toEqual(['8 until 2027-11-01']);
  await hear(told('ctr_a', { ...year, yearly: [400_000, 400_000, 400_000, 400_000] }));
  expect(await granted('ctr_a')).toEqual(['8 until 2027-11-01', '8 until 2027-11-01']);
  await hear(told('ctr_a', { ...year, yearly: [400_000] }));
  expect(await granted('ctr_a')).toHaveLength(2);
});

test('several years are granted as they begin, and what is left of one ends with it', async () => {
  await hear(told('ctr_b', { startsOn: '2026-11-01', expiresOn: '2029-11-01', yearly: [100_000] }));
  expect(await granted('ctr_b')).toEqual(['4 until 2027-11-01']);
  const worker = lots.worker();
  await worker.runDue(vendorId, '2027-11-01T12:00:00.000Z');
  expect(await granted('ctr_b')).toEqual(['4 until 2027-11-01', '4 until 2028-11-01']);
  const { rows } = await stage.owner.query(
    "select left_units, expired_units from support_grant where contract_id = 'ctr_b' order by expires_on",
  );
  expect(rows).toEqual([
    { left_units: 0, expired_units: 4 },
    { left_units: 4, expired_units: 0 },
  ]);
});

test('of a backdated renewal the year that is past grants nothing', async () => {
  await hear(told('ctr_c', { startsOn: '2025-06-01', expiresOn: '2027-06-01', yearly: [100_000] }));
  expect(await granted('ctr_c')).toEqual(['4 until 2027-06-01']);
});
