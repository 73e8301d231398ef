import { describe, expect, test } from '@jest/globals';
import { firstInstantOf } from '@mainstay/kernel/values/civil';
import { by, keyOf, number, rowsOf, text, vendors, world } from '../test-rows.js';
import { testDay } from '../test-world.js';
import type { Row } from './world.js';

const ledgers = by('ledger_entry', 'grant_id');
const ledgerOf = (lot: Row) => ledgers.get(keyOf(lot)) ?? [];

/** What each kind does to what is left and to what is reserved, by hand. */
const effects: Readonly<Record<string, readonly [left: number, reserved: number]>> = {
  GRANTED: [1, 0],
  RESERVED: [-1, 1],
  CONSUMED: [0, -1],
  RELEASED: [1, -1],
  EXPIRED: [-1, 0],
  RESTORED: [1, 0],
  ADJUSTED: [1, 0],
};

/** What is left and what is reserved after each entry. */
function balances(lot: Row): (readonly [left: number, reserved: number])[] {
  let [left, reserved] = [0, 0];
  return ledgerOf(lot).map((entry) => {
    const [toLeft, toReserved] = effects[text(entry, 'kind')] ?? [0, 0];
    left += toLeft * number(entry, 'units');
    reserved += toReserved * number(entry, 'units');
    return [left, reserved];
  });
}

const lots = rowsOf('support_grant');
const ended = (lot: Row) => lot['expires_on'] !== null && text(lot, 'expires_on') < testDay;

describe('lots of support units', () => {
  test.each(vendors)('%s has those that its plan knows', (slug, { own }) => {
    const kinds = new Set(own('support_grant').map((lot) => `${text(lot, 'unit')} ${text(lot, 'source')}`));
    expect([...kinds].sort()).toEqual(
      {
        deskhaven: ['TICKET CONTRACT_YEAR', 'TICKET GOODWILL', 'TICKET PACK'],
        cartwright: ['CREDIT CREDIT_PACKAGE', 'CREDIT GOODWILL'],
      }[slug] ?? [],
    );
  });

  test('are granted once, by their first entry, and never hold less than nothing', () => {
    for (const lot of lots) {
      const entries = ledgerOf(lot);
      const granted = entries.filter(({ kind }) => kind === 'GRANTED');
      expect(granted).toEqual([entries[0]]);
      expect(entries[0]).toMatchObject({ units: lot['units'], entered_at: lot['granted_at'] });
      expect(
        balances(lot)
          .flat()
          .filter((total) => total < 0),
      ).toEqual([]);
    }
  });

  test('have their entries in the order of their instants, and of their own account', () => {
    for (const lot of lots) {
      const instants = ledgerOf(lot).map((entry) => text(entry, 'entered_at'));
      expect(instants).toEqual(instants.toSorted());
      for (const entry of ledgerOf(lot))
        expect([entry['account_id'], entry['reseller_id']]).toEqual([lot['account_id'], lot['reseller_id']]);
    }
  });

  test('have nothing left once they have expired, and are not reserved from afterwards', () => {
    const over = lots.filter(ended);
    expect(over.length).toBeGreaterThan(50);
    for (const lot of over) expect(balances(lot).at(-1)?.[0]).toBe(0);
    for (const entry of rowsOf('ledger_entry').filter(({ kind }) => kind === 'RESERVED')) {
      const [lot] = by('support_grant', 'id').get(keyOf(entry, 'grant_id')) ?? [];
      if (lot === undefined || lot['expires_on'] === null) continue;
      expect(text(entry, 'entered_at') < `${text(lot, 'expires_on')}T12:00:00Z`).toBe(true);
    }
  });

  test('that will expire are due at the first instant of their day, and no others', () => {
    const planned = (world.support['due_work'] ?? []).filter(({ kind }) => kind === 'lot-expiry');
    const due = new Map(planned.map((row) => [keyOf(row, 'key'), row]));
    for (const [, { tenant, own }] of vendors)
      for (const lot of own('support_grant').filter(({ expires_on: day }) => day !== null)) {
        const at = new Date(firstInstantOf(text(lot, 'expires_on'), tenant.zone)).toISOString();
        expect(due.get(keyOf(lot))?.['due_at']).toBe(ended(lot) ? undefined : at);
        due.delete(keyOf(lot));
      }
    expect([...due.keys()]).toEqual([]);
  });
});

describe('where they come from', () => {
  test('a contract year is a year of cover of its contract that has begun', () => {
    const years = lots.filter(({ source }) => source === 'CONTRACT_YEAR');
    for (const lot of years) {
      const periods = by('coverage_period', 'subject_id').get(keyOf(lot, 'contract_id')) ?? [];
      const period = periods.find(({ expires_on: day }) => day === lot['expires_on']);
      expect(period?.['starts_on'] !== undefined && text(period, 'starts_on') < testDay).toBe(true);
      expect([4, 8, 16]).toContain(lot['units']);
    }
  });

  test('a package is as many as were paid', () => {
    const paid = new Set(
      rowsOf('invoice')
        .filter(({ state }) => state === 'PAID')
        .map((row) => keyOf(row)),
    );
    const sold = rowsOf('invoice_line').filter(
      (line) =>
        text(line, 'description').startsWith('Support package') && paid.has(keyOf(line, 'invoice_id')),
    );
    const given = lots.filter(({ source }) => source === 'PACK' || source === 'CREDIT_PACKAGE');
    const units = (line: Row) => Number(/\d+/u.exec(text(line, 'description'))?.[0]);
    const sum = (numbers: number[]) => numbers.reduce((total, one) => total + one, 0);
    expect(given).toHaveLength(sold.length);
    expect(sum(given.map((lot) => number(lot, 'units')))).toBe(sum(sold.map(units)));
  });

  test('goodwill and corrections have a reason and stand in the trail, as does what expired', () => {
    const acts = Map.groupBy(world.support['audit_entry'] ?? [], (row) => text(row, 'act'));
    const entries = (kind: string) => rowsOf('ledger_entry').filter((entry) => entry['kind'] === kind);
    expect(acts.get('grantCorrect')).toHaveLength(entries('ADJUSTED').length);
    expect(acts.get('goodwillGrant')).toHaveLength(lots.filter(({ source }) => source === 'GOODWILL').length);
    expect(acts.get('lotExpiry')?.length).toBe(
      entries('EXPIRED').filter((entry) => entry['ticket_id'] === null).length,
    );
    for (const entry of entries('ADJUSTED')) expect(entry['reason']).toEqual(expect.any(String));
  });
});
