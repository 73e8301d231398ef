import { describe, expect, test } from '@jest/globals';
import { addDays } from '@mainstay/kernel/values/civil';
import { newestPolicy } from '../tenants.js';
import { by, keyOf, number, text, vendors, world } from '../test-rows.js';
import { testDay } from '../test-world.js';

const covering = vendors.filter(([, { tenant }]) => newestPolicy(tenant).cover !== null);

test('vendors without cover offer no renewal', () => {
  for (const [, { own }] of vendors.filter((vendor) => !covering.includes(vendor)))
    expect(own('quote')).toEqual([]);
});

describe.each(covering)('%s', (_, { tenant, vendorId, own }) => {
  const linesOf = (quote: Parameters<typeof keyOf>[0]) =>
    by('quote_line', 'quote_id').get(keyOf(quote)) ?? [];

  test('numbers its quotes by day', () => {
    const quotes = own('quote');
    expect(quotes.map((row) => Number(text(row, 'number').slice(2)))).toEqual(
      quotes.map((__, index) => index + 1),
    );
    const days = quotes.map((row) => text(row, 'issued_on'));
    expect(days).toEqual(days.toSorted());
  });

  test('rounds each line once, and every total is the sum of its parts', () => {
    for (const quote of own('quote')) {
      const lines = linesOf(quote);
      expect(lines.map((line) => line['position'])).toEqual(lines.map((__, index) => index + 1));
      for (const line of lines) {
        expect(line['net_minor']).toBe(number(line, 'unit_minor') * number(line, 'quantity'));
        const exact = BigInt(number(line, 'net_minor')) * BigInt(tenant.taxRatePermille);
        expect(line['tax_minor']).toBe(Number((exact + 500n) / 1_000n));
      }
      const sumOf = (column: string) => lines.reduce((sum, line) => sum + number(line, column), 0);
      expect([quote['net_minor'], quote['tax_minor']]).toEqual([sumOf('net_minor'), sumOf('tax_minor')]);
      expect(quote['total_minor']).toBe(number(quote, 'net_minor') + number(quote, 'tax_minor'));
      expect(quote['currency']).toBe(tenant.currency);
    }
  });

  test('sells nothing past its end, holds at least through the end of what runs, and else thirty days', () => {
    for (const quote of own('quote')) {
      const issued = text(quote, 'issued_on');
      const [period] = linesOf(quote).filter((line) => line['kind'] === 'PERIOD');
      const through = text(quote, 'valid_through');
      if (period === undefined) throw new Error('A quote sells no cover.');
      expect(through < text(period, 'expires_on')).toBe(true);
      const ends = text(period, 'starts_on');
      expect(through).toBe([addDays(issued, 30), issued < ends ? ends : issued].sort()[1]);
    }
  });

  test('has quotes in every state, each decided while it held, and has the open ones end by themselves', () => {
    const quotes = own('quote');
    expect(new Set(quotes.map((row) => row['state']))).toEqual(
      new Set(['OPEN', 'ACCEPTED', 'EXPIRED', 'VOID']),
    );
    for (const quote of quotes) {
      const [state, through] = [quote['state'], text(quote, 'valid_through')];
      expect(quote['decided_at'] === null).toBe(state === 'OPEN');
      expect(quote['void_reason'] === null).toBe(state !== 'VOID');
      if (state === 'OPEN') expect(through >= testDay).toBe(true);
      else expect(text(quote, 'decided_at') <= addDays(through, 2)).toBe(true);
    }
    const due = (world.billing['due_work'] ?? []).filter((row) => row['vendor_id'] === vendorId);
    const open = quotes.filter((row) => row['state'] === 'OPEN');
    expect(open.length).toBeGreaterThan(2);
    expect(due.map((row) => row['key']).sort()).toEqual(open.map((row) => row['id']).sort());
    for (const row of due) expect(row['kind']).toBe('quote-expiry');
  });

  test('offers to customers and to resellers, and a license to one buyer at a time', () => {
    const quotes = own('quote');
    expect(quotes.some((row) => row['reseller_id'] === null)).toBe(true);
    expect(
      quotes.some((row) => row['reseller_id'] !== null && row['customer_id'] !== row['account_id']),
    ).toBe(true);
    const offered = quotes
      .filter((row) => row['state'] === 'OPEN')
      .flatMap((row) => linesOf(row).flatMap((line) => line['license_id'] ?? []));
    expect(new Set(offered).size).toBe(offered.length);
  });
});

test('a renewal that came after the free days bears its fee on a line of its own', () => {
  const [, { own }] = vendors.find(([slug]) => slug === 'deskhaven')!;
  const fees = own('quote_line').filter((line) => line['kind'] === 'FEE');
  expect(fees.length).toBeGreaterThan(0);
  for (const fee of fees) {
    const lines = by('quote_line', 'quote_id').get(keyOf(fee, 'quote_id')) ?? [];
    const periods = lines.filter((line) => line['kind'] === 'PERIOD');
    const net = periods.reduce((sum, line) => sum + number(line, 'net_minor'), 0);
    expect(fee['net_minor']).toBe(Number((BigInt(net) + 5n) / 10n));
    expect(fee).toMatchObject({ starts_on: null, expires_on: null, license_id: null, quantity: 1 });
  }
});
