import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { receiveEvents } from '@mainstay/kernel/events/inbox';
import type { ToldEvent } from '@mainstay/kernel/events/told-event';
import { openStage, type Stage } from '../../../../test/harness/acting.js';
import { waitingFor } from '../../../../test/harness/waiting.js';
import { ownedTables } from './follow-account.js';
import { licensingFacts } from './mirrors.js';

let stage: Stage;
let vendorId: string;
let customer: string;
let former: string;
let other: string;

beforeAll(async () => {
  stage = await openStage('support');
  vendorId = stage.roleOf('cronwell.admin').vendorId ?? '';
  former = stage.roleOf('cronwell.reseller').accountId ?? '';
  const accounts = stage.world.licensing['account'] ?? [];
  const found = accounts.find(
    (row) => row['vendor_id'] === vendorId && row['kind'] === 'RESELLER' && row['id'] !== former,
  );
  other = String(found?.['id']);
  const { rows } = await stage.owner.query<{ id: string }>(
    `select account_id as id from ticket t where reseller_id = $1 and account_id <> $1
       and exists (select from ticket_message m where m.account_id = t.account_id) order by 1 limit 1`,
    [former],
  );
  customer = rows[0]?.id ?? '';
  await stage.owner.query(
    `with lot as (insert into support_grant (vendor_id, id, account_id, reseller_id, unit, units, source, granted_at, expires_on)
       values ($1, 'lot', $2, $3, 'CREDIT', 5, 'PACK', '2026-01-01', '2027-01-01'))
     insert into ledger_entry (vendor_id, id, account_id, reseller_id, grant_id, kind, units, entered_at, actor_kind, actor_id)
     values ($1, 'lot', $2, $3, 'lot', 'GRANTED', 5, '2026-01-01', 'JOB', 'job:test')`,
    [vendorId, customer, former],
  );
  await stage.owner.query(
    `insert into assessment (vendor_id, id, account_id, reseller_id, ticket_id, category, units, state, assessed_at)
     select vendor_id, 'asm', account_id, reseller_id, id, 'QUESTION', 5, 'ACCEPTED', '2026-01-01'
     from ticket where vendor_id = $1 and account_id = $2 order by id limit 1`,
    [vendorId, customer],
  );
  expect([customer, other]).not.toContain('');
});

afterAll(() => stage.close());

const told = (type: string, resellerId: string | null, id = randomUUID()): ToldEvent => ({
  ...{ vendorId, id, position: 1, type, aggregate: customer, occurredAt: '2026-11-02 12:00:00+00' },
  payload: { id: customer, kind: 'CUSTOMER', resellerId },
});

const hear = (...events: ToldEvent[]) =>
  receiveEvents({ database: stage.database, handlers: licensingFacts }, 'licensing', events);

/** Which resellers rows of the customer name, by table. */
async function named(): Promise<Record<string, (string | null)[]>> {
  const found: Record<string, (string | null)[]> = {};
  for (const table of [...ownedTables, 'known_account']) {
    const { rows } = await stage.owner.query<{ reseller: string | null }>(
      `select distinct reseller_id as reseller from ${table} where ${table === 'known_account' ? 'id' : 'account_id'} = $1`,
      [customer],
    );
    found[table] = rows.map(({ reseller }) => reseller);
  }
  return found;
}
const all = (reseller: string | null) =>
  Object.fromEntries([...ownedTables, 'known_account'].map((table) => [table, [reseller]]));

/** Rows of all others together, in a few symbols. */
async function ofOthers(): Promise<string> {
  const digests: string[] = [];
  for (const table of ownedTables) {
    const { rows } = await stage.owner.query<{ digest: string }>(
      `select md5(string_agg(t::text, '|' order by t::text)) as digest from ${table} t where account_id <> $1`,
      [customer],
    );
    digests.push(rows[0]?.digest ?? '');
  }
  return digests.join(' ');
}

beforeEach(async () => {
  await hear(told('account.changed', former));
});

test('the list of tables is that of the database, what is known of licensing apart', async () => {
  const { rows } = await stage.owner.query<{ name: string }>(
    `select table_name as name from information_schema.columns
     where table_schema = 'public' and column_name in ('account_id', 'reseller_id') and table_name not like 'known\\_%'
     group by 1 having count(*) = 2 order by 1`,
  );
  expect(rows.map(({ name }) => name)).toEqual([...ownedTables].sort());
});

test('all of an account is moved from reseller to reseller, to none and back, and nothing of others', async () => {
  const before = await ofOthers();
  expect(await named()).toEqual(all(former));
  for (const reseller of [null, other, former, null]) {
    const event = told('account.changed', reseller);
    expect(await hear(event)).toEqual({ applied: [event.id], failed: [] });
    expect(await named()).toEqual(all(reseller));
  }
  expect(await ofOthers()).toBe(before);
});

test('heard twice, or the same told again, it is the same', async () => {
  const event = told('account.changed', other);
  await hear(event);
  await hear(event, event);
  await hear(told('account.changed', other));
  expect(await named()).toEqual(all(other));
});

test('an event that comes again after a later one moves nothing back', async () => {
  const first = told('account.changed', null);
  await hear(first);
  await hear(told('account.changed', other));
  await hear(first);
  expect(await named()).toEqual(all(other));
});

test('a case that is being worked on is waited for, and what pays it stays free for it', async () => {
  const ticket = 'select from ticket where account_id = $1 order by id for update';
  await stage.owner.query('begin');
  await stage.owner.query(ticket, [customer]);
  const heard = hear(told('account.changed', other));
  while ((await waitingFor(stage.owner)) === 0);
  const lots = await stage.owner.query(
    'select from support_grant where account_id = $1 for update skip locked',
    [customer],
  );
  await stage.owner.query('commit');
  expect(lots.rowCount).toBeGreaterThan(0);
  expect((await heard).failed).toEqual([]);
  expect(await named()).toEqual(all(other));
});

test("another tenant's event of the same account moves nothing", async () => {
  const foreign = stage.roleOf('deskhaven.admin').vendorId ?? '';
  await hear({ ...told('account.changed', other), vendorId: foreign });
  const { known_account: known, ...own } = await named();
  expect(known?.toSorted()).toEqual([former, other].sort());
  expect({ ...own, known_account: [former] }).toEqual(all(former));
  await stage.owner.query('delete from known_account where vendor_id = $1 and id = $2', [foreign, customer]);
});
