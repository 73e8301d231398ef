import { describe, expect, test } from '@jest/globals';
import { addDays } from '@mainstay/kernel/values/civil';
import { idPattern } from '@mainstay/kernel/values/ids';
import { tenantSlugs } from '../tenants.js';
import { by, keyOf, rowsOf, tables, text, vendors, world } from '../test-rows.js';
import { buildTestWorld, testDay } from '../test-world.js';
import { buildWorld } from './build.js';

test('the four are the demo', () => {
  expect(vendors.map(([slug]) => slug)).toEqual([...tenantSlugs]);
});

describe('the whole world', () => {
  test('is the same for the same seed and day, and another for another', () => {
    expect(buildTestWorld()).toEqual(world);
    const input = { seed: 1, today: testDay, partnerKeyHash: () => '0'.repeat(64) };
    const other = buildWorld(input);
    expect(other.licensing['license']?.[0]).not.toEqual(rowsOf('license')[0]);
    expect(buildWorld({ ...input, today: addDays(testDay, 1) }).licensing['license']).not.toEqual(
      other.licensing['license'],
    );
  });

  test('stands under a frozen clock only where it is a sandbox', () => {
    const at = `${testDay}T12:00:00.000Z`;
    const frozen = buildWorld({
      seed: 1,
      today: testDay,
      clock: { kind: 'FROZEN', at },
      partnerKeyHash: () => '0'.repeat(64),
    });
    for (const vendor of frozen.licensing['vendor'] ?? [])
      expect(vendor).toMatchObject({ clock_kind: 'FROZEN', frozen_at: at, sandbox: true });
    for (const vendor of rowsOf('vendor'))
      expect(vendor).toMatchObject({ clock_kind: 'REAL', frozen_at: null, sandbox: false });
  });

  test('has ids of the house, none of them twice', () => {
    // What the other services know of licensing's rows goes by their ids.
    const made = Object.entries(tables).filter(([table]) => !table.startsWith('known_'));
    const ids = made.flatMap(([, rows]) => rows.map((row) => row['id'] ?? row['vendor_id']));
    const own = ids.filter((id) => id !== undefined).map(String);
    const versions = new Set(rowsOf('maintenance_plan_version').map((row) => text(row, 'vendor_id')));
    const named = own.filter((id) => !versions.has(id));
    expect(named.filter((id) => !idPattern.test(id))).toEqual([]);
    expect(new Set(named).size).toBe(named.length);
  });

  test('names nobody who could exist', () => {
    for (const contact of rowsOf('contact')) expect(contact['email']).toMatch(/\.example\.invalid$/);
    for (const account of rowsOf('account')) expect(account['name']).toMatch(/^Sample /);
  });

  test('lies in the past, but for cover that is paid ahead and for what falls due', () => {
    const past = new Set(['purchased_on', 'issued_on', 'paid_on', 'joined_on', 'from_on']);
    const coming = Object.values(tables).flatMap((rows) =>
      rows.flatMap((row) =>
        Object.keys(row).filter(
          (column) =>
            (past.has(column) || (column.endsWith('_at') && column !== 'due_at')) &&
            row[column] !== null &&
            text(row, column).slice(0, 10) >= testDay,
        ),
      ),
    );
    expect(coming).toEqual([]);
  });
});

/** Column by column, what the tables' foreign keys and the services' references ask for. */
const references: readonly (readonly [string, string, string])[] = [
  ['account', 'reseller_id', 'account'],
  ...['contact', 'membership', 'api_key', 'license', 'site', 'site_member', 'contract', 'contract_line']
    .concat('coverage_period', 'ticket', 'ticket_message', 'invoice', 'invoice_line', 'payment')
    .concat('quote', 'quote_line', 'support_grant', 'ledger_entry', 'notice')
    .flatMap((table) => ['account_id', 'reseller_id'].map((column) => [table, column, 'account'] as const)),
  ['membership', 'user_id', 'app_user'],
  ['maintenance_plan_version', 'plan_id', 'maintenance_plan'],
  ['coverage_period', 'plan_id', 'maintenance_plan'],
  ['product', 'plan_id', 'maintenance_plan'],
  ['release', 'product_id', 'product'],
  ['license', 'product_id', 'product'],
  ['site', 'product_id', 'product'],
  ['site_member', 'site_id', 'site'],
  ['site_member', 'license_id', 'license'],
  ['contract_line', 'contract_id', 'contract'],
  ['contract_line', 'license_id', 'license'],
  ['notice', 'license_id', 'license'],
  ['notice', 'plan_id', 'maintenance_plan'],
  ['mail', 'account_id', 'account'],
  ['mail', 'contact_id', 'contact'],
  ['ticket', 'license_id', 'license'],
  ['ticket_message', 'ticket_id', 'ticket'],
  ['support_grant', 'contract_id', 'contract'],
  ['ledger_entry', 'grant_id', 'support_grant'],
  ['ledger_entry', 'ticket_id', 'ticket'],
  ['invoice_line', 'invoice_id', 'invoice'],
  ['invoice_line', 'license_id', 'license'],
  ['payment', 'invoice_id', 'invoice'],
  ['quote', 'customer_id', 'account'],
  ['quote_line', 'quote_id', 'quote'],
  ['quote_line', 'license_id', 'license'],
];

describe('references', () => {
  test.each(references)('%s.%s names a row of %s of the same vendor', (table, column, target) => {
    const known = by(target, 'id');
    const lost = rowsOf(table).filter((row) => row[column] !== null && !known.has(keyOf(row, column)));
    expect(lost).toEqual([]);
  });

  test('a subject of cover is the license, site or contract that its kind says', () => {
    const known = { LICENSE: by('license', 'id'), SITE: by('site', 'id'), CONTRACT: by('contract', 'id') };
    for (const period of rowsOf('coverage_period')) {
      const kind = text(period, 'subject_kind') as keyof typeof known;
      expect(known[kind].has(keyOf(period, 'subject_id'))).toBe(true);
    }
  });

  test('every row carries the reseller of record of its account; money only where the reseller itself bought', () => {
    const resellerOf = new Map(rowsOf('account').map((row) => [keyOf(row), row['reseller_id']]));
    for (const table of [
      'contact',
      'license',
      'site',
      'contract',
      'coverage_period',
      'ticket',
      'api_key',
    ].concat('support_grant', 'ledger_entry', 'notice'))
      for (const row of rowsOf(table))
        expect(row['reseller_id']).toBe(resellerOf.get(keyOf(row, 'account_id')));
    for (const table of ['invoice', 'invoice_line', 'payment', 'quote', 'quote_line'])
      for (const row of rowsOf(table)) expect([null, row['account_id']]).toContain(row['reseller_id']);
  });
});
