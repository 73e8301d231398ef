import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { receiveEvents } from '@mainstay/kernel/events/inbox';
import { openStage, type Stage } from '../../../../test/harness/acting.js';
import { licensingFacts } from './mirrors.js';

let stage: Stage;

beforeAll(async () => {
  stage = await openStage('support');
});

afterAll(() => stage.close());

test('tickets and what was said go along with their license, and no others; who paid keeps the ledger', async () => {
  const vendorId = stage.roleOf('deskhaven.admin').vendorId ?? '';
  const one = async (text: string, values: readonly unknown[] = []) =>
    (await stage.owner.query<{ found: string }>(text, [...values])).rows[0]?.found ?? '';
  const licenseId = await one(
    `select t.license_id as found from ticket t where t.vendor_id = $1 and t.license_id is not null
       and exists (select from ledger_entry e where e.ticket_id = t.id) order by 1 limit 1`,
    [vendorId],
  );
  const from = await one('select min(account_id) as found from ticket where license_id = $1', [licenseId]);
  const to = stage.roleOf('deskhaven.reseller').accountId ?? '';
  const others = () =>
    one(
      "select md5(string_agg(t::text, '|' order by id)) as found from ticket t where license_id is distinct from $1",
      [licenseId],
    );
  const ledger = () =>
    one("select md5(string_agg(e::text, '|' order by place)) as found from ledger_entry e");
  const before = [await others(), await ledger()];
  const event = {
    ...{ vendorId, id: randomUUID(), position: 1, type: 'license.transferred', aggregate: licenseId },
    occurredAt: '2026-11-02 12:00:00+00',
    payload: { licenseId, fromAccountId: from, toAccountId: to, resellerId: to },
  };
  const receipt = await receiveEvents({ database: stage.database, handlers: licensingFacts }, 'licensing', [
    event,
  ]);
  expect(receipt).toEqual({ applied: [event.id], failed: [] });
  const { rows } = await stage.owner.query(
    `select distinct t.account_id as ticket, t.reseller_id as "of", m.account_id as message, m.reseller_id as "by"
     from ticket t join ticket_message m on m.vendor_id = t.vendor_id and m.ticket_id = t.id where t.license_id = $1`,
    [licenseId],
  );
  expect(rows).toEqual([{ ticket: to, of: to, message: to, by: to }]);
  expect([await others(), await ledger()]).toEqual(before);
});
