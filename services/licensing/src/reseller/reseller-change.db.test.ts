import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { openDueWork, type DueWork } from '@mainstay/kernel/due/due-work';
import { openStage, type Stage } from '../../../../test/harness/acting.js';
import { testNow } from '../../../../test/harness/graph.js';
import { accountResellerChange, type AccountResellerChange } from './account-reseller-change.js';
import { ownedTables } from './owned-tables.js';
import { resellerChangeKinds } from './reseller-change-due.js';

let stage: Stage;
let work: DueWork;
let vendorId: string;
let customer: string;
let former: string;
let other: string;
let calls = 0;
/** Attempts are by the real clock: each look at it is later than all waiting. */
let hours = 0;

beforeAll(async () => {
  stage = await openStage('licensing');
  vendorId = stage.roleOf('cronwell.admin').vendorId ?? '';
  former = stage.roleOf('cronwell.reseller').accountId ?? '';
  const ids = async (text: string) =>
    (await stage.owner.query<{ id: string }>(text, [vendorId, former])).rows.map(({ id }) => id);
  [customer = ''] = await ids(
    `select account_id as id from license where vendor_id = $1 and reseller_id = $2 and account_id <> $2
     group by 1 order by count(*) desc limit 1`,
  );
  [other = ''] = await ids(
    "select id from account where vendor_id = $1 and kind = 'RESELLER' and id <> $2 order by id limit 1",
  );
  work = openDueWork({
    ...{ database: stage.database, kinds: resellerChangeKinds, vendors: 'vendor', everyMs: 2 ** 30 },
    outlet: { consumers: ['support', 'billing'], nudge: () => undefined },
    clock: () => new Date(Date.parse(testNow) + (hours += 1) * 3_600_000).toISOString(),
    logger: { warn: () => undefined },
  });
});

/** As it was in the beginning. */
afterEach(async () => {
  await stage.owner.query(
    `update event_delivery set delivered_at = now(); delete from due_work where kind like 'reseller-change%';
     delete from reseller_change`,
  );
  await stage.owner.query('begin; set constraints all deferred');
  for (const table of ownedTables)
    await stage.owner.query(`update ${table} set reseller_id = $1 where account_id = $2`, [former, customer]);
  await stage.owner.query('update account set reseller_id = $1 where id = $2', [former, customer]);
  await stage.owner.query('commit');
});

afterAll(async () => {
  await work.stop();
  await stage.close();
});

const change = (given: Partial<AccountResellerChange> = {}) => {
  calls += 1;
  const input = { accountId: customer, resellerId: other, reason: 'They moved.', ...given };
  return stage.act('cronwell.admin', accountResellerChange, {
    idempotencyKey: `c${String(calls)}`,
    ...input,
  });
};

/** Which resellers rows of the customer name, by table. */
async function namedBy(): Promise<Record<string, (string | null)[]>> {
  const found: Record<string, (string | null)[]> = {};
  for (const table of ['account', ...ownedTables]) {
    const { rows } = await stage.owner.query<{ reseller_id: string | null }>(
      `select distinct reseller_id from ${table} where ${table === 'account' ? 'id' : 'account_id'} = $1`,
      [customer],
    );
    if (rows.length > 0) found[table] = rows.map(({ reseller_id: id }) => id);
  }
  return found;
}

const allNamed = async (resellerId: string | null) => {
  const found = await namedBy();
  expect(Object.keys(found)).toEqual(
    expect.arrayContaining(['account', 'contact', 'license', 'coverage_period']),
  );
  expect(Object.values(found).every((ids) => ids.length === 1 && ids[0] === resellerId)).toBe(true);
};

const changes = async () =>
  (
    await stage.owner.query<{ state: string; day: string }>(
      "select state, to_char(effective_on, 'YYYY-MM-DD') as day from reseller_change order by effective_on, id",
    )
  ).rows.map(({ state, day }) => `${state} ${day}`);

const arrive = () =>
  stage.owner.query('update event_delivery set delivered_at = now() where delivered_at is null');

test('the list of tables is that of the database', async () => {
  const { rows } = await stage.owner.query<{ name: string }>(
    `select table_name as name from information_schema.columns
     where table_schema = 'public' and column_name in ('account_id', 'reseller_id')
     group by 1 having count(*) = 2 order by 1`,
  );
  expect(rows.map(({ name }) => name)).toEqual([...ownedTables].sort());
});

test('today: the former reseller is out, and the new one in when all have been told', async () => {
  expect((await change()).done).toBe(true);
  await allNamed(former);
  expect(await work.runDue(vendorId, testNow)).toBe(1);
  await allNamed(null);
  expect(await changes()).toEqual(['CLOSING 2026-11-02']);
  expect(await work.runDue(vendorId, testNow)).toBe(0);
  await allNamed(null);
  await stage.owner.query(
    "update event_delivery set delivered_at = now() where delivered_at is null and consumer = 'support'",
  );
  expect(await work.runDue(vendorId, testNow)).toBe(0);
  await arrive();
  expect(await work.runDue(vendorId, testNow)).toBe(1);
  await allNamed(other);
  expect(await changes()).toEqual(['DONE 2026-11-02']);
  const { rows } = await stage.owner.query<{ act: string; actor_kind: string }>(
    'select act, actor_kind from audit_entry where account_id = $1 order by recorded_at desc, id desc limit 3',
    [customer],
  );
  expect(rows.map(({ act, actor_kind: kind }) => `${act} ${kind}`)).toEqual([
    'resellerChangeDone JOB',
    'resellerChangeClose JOB',
    'accountResellerChange MEMBERSHIP',
  ]);
});

test('every license is told whole at both ends, the account and who it leaves at the first', async () => {
  const before = new Date();
  await change();
  await work.runDue(vendorId, testNow);
  const told = async () =>
    (
      await stage.owner.query<{ type: string; reseller: string | null; count: number }>(
        `select type, payload->>'resellerId' as reseller, count(*)::integer from outbox_event
         where recorded_at > $1 group by 1, 2 order by 1, 2 nulls first`,
        [before],
      )
    ).rows;
  const licenses = (
    await stage.owner.query<{ count: number }>(
      'select count(*)::integer from license where account_id = $1',
      [customer],
    )
  ).rows[0]?.count;
  const closing = [
    { type: 'account.changed', reseller: null, count: 1 },
    { type: 'account.resellerChanged', reseller: null, count: 1 },
    { type: 'license.changed', reseller: null, count: licenses },
  ];
  expect(await told()).toEqual(closing);
  await arrive();
  await work.runDue(vendorId, testNow);
  expect(await told()).toEqual([
    closing[0],
    { type: 'account.changed', reseller: other, count: 1 },
    closing[1],
    closing[2],
    { type: 'license.changed', reseller: other, count: licenses },
  ]);
});

test('to nobody: the customer buys direct', async () => {
  await change({ resellerId: null });
  await work.runDue(vendorId, testNow);
  await arrive();
  expect(await work.runDue(vendorId, testNow)).toBe(1);
  await allNamed(null);
  expect(await changes()).toEqual(['DONE 2026-11-02']);
});

describe('a day that is to come', () => {
  test('begins with its first instant in the zone of the vendor', async () => {
    await change({ on: '2026-12-01' });
    expect(await work.nextDue(vendorId, '2027-01-01T00:00:00Z')).toBe('2026-11-30T23:00:00.000Z');
    expect(await work.runDue(vendorId, '2026-11-30T22:59:59.999Z')).toBe(0);
    await allNamed(former);
    expect(await work.runDue(vendorId, '2026-11-30T23:00:00.000Z')).toBe(1);
    await allNamed(null);
  });

  test('is moved, and taken back, by the last word', async () => {
    await change({ on: '2026-12-01' });
    await change({ on: '2026-12-10' });
    expect(await changes()).toEqual(['WITHDRAWN 2026-12-01', 'PLANNED 2026-12-10']);
    expect(await work.runDue(vendorId, '2026-12-05T00:00:00.000Z')).toBe(1);
    await allNamed(former);
    await change({ resellerId: former });
    expect(await changes()).toEqual(['WITHDRAWN 2026-12-01', 'WITHDRAWN 2026-12-10']);
    expect(await work.runDue(vendorId, '2026-12-20T00:00:00.000Z')).toBe(1);
    await allNamed(former);
  });
});

describe('refused', () => {
  const codes = async (given: Partial<AccountResellerChange>) => {
    const before = await stage.trail();
    const outcome = await change(given);
    expect(await stage.trail()).toBe(before);
    return outcome.done ? 'done' : outcome.refusals[0]?.code;
  };

  test('while one is on its way', async () => {
    await change();
    await work.runDue(vendorId, testNow);
    expect(await codes({ on: '2026-12-01' })).toBe('CHANGE_RUNNING');
  });

  test('for accounts of another vendor, and for what is no reseller', async () => {
    const foreign = stage.roleOf('deskhaven.reseller').accountId ?? '';
    expect(await codes({ accountId: stage.roleOf('deskhaven.customer').accountId ?? '' })).toBe(
      'ACCOUNT_NOT_FOUND',
    );
    expect(await codes({ resellerId: foreign })).toBe('RESELLER_NOT_FOUND');
    expect(await codes({ resellerId: customer })).toBe('NOT_A_RESELLER');
    expect(await codes({ accountId: other })).toBe('NOT_A_CUSTOMER');
  });
});

test('two at once plan one change', async () => {
  const outcomes = await Promise.all([change({ on: '2026-12-01' }), change({ on: '2026-12-01' })]);
  expect(outcomes.filter(({ done }) => done)).toHaveLength(1);
  expect(await changes()).toEqual(['PLANNED 2026-12-01']);
});

test('the same key twice is one change', async () => {
  const input = { on: '2026-12-01', idempotencyKey: 'twice' };
  expect(await change(input)).toEqual(await change(input));
  expect(await changes()).toEqual(['PLANNED 2026-12-01']);
});
