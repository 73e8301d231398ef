import { describe, expect, test } from '@jest/globals';
import { by, keyOf, number, text, vendors } from '../test-rows.js';

describe.each(vendors)('%s', (_, { tenant, own }) => {
  test('numbers its invoices without a gap, by day', () => {
    const invoices = own('invoice');
    expect(invoices.map((row) => Number(row['number']))).toEqual(invoices.map((__, index) => index + 1));
    const days = invoices.map((row) => text(row, 'issued_on'));
    expect(days).toEqual(days.toSorted());
  });

  test('rounds each line once, and every total is the sum of its parts', () => {
    for (const invoice of own('invoice')) {
      const lines = by('invoice_line', 'invoice_id').get(keyOf(invoice)) ?? [];
      expect(lines.map((line) => line['position'])).toEqual(lines.map((__, index) => index + 1));
      for (const line of lines) {
        expect(line['net_minor']).toBe(number(line, 'unit_minor') * number(line, 'quantity'));
        const exact = BigInt(number(line, 'net_minor')) * BigInt(tenant.taxRatePermille);
        expect(line['tax_minor']).toBe(Number((exact + 500n) / 1_000n));
      }
      const sumOf = (column: string) => lines.reduce((sum, line) => sum + number(line, column), 0);
      expect(invoice['net_minor']).toBe(sumOf('net_minor'));
      expect(invoice['tax_minor']).toBe(sumOf('tax_minor'));
      expect(invoice['total_minor']).toBe(number(invoice, 'net_minor') + number(invoice, 'tax_minor'));
      expect(invoice['currency']).toBe(tenant.currency);
    }
  });

  test('counts what was paid', () => {
    const invoices = own('invoice');
    for (const invoice of invoices) {
      const payments = by('payment', 'invoice_id').get(keyOf(invoice)) ?? [];
      expect(invoice['paid_minor']).toBe(
        payments.reduce((sum, payment) => sum + number(payment, 'amount_minor'), 0),
      );
      for (const payment of payments) expect(payment['currency']).toBe(tenant.currency);
      const whole = invoice['paid_minor'] === invoice['total_minor'];
      expect(invoice['state'] === 'PAID').toBe(whole && invoice['state'] !== 'CREDITED');
    }
    expect(new Set(invoices.map((row) => row['state']))).toEqual(new Set(['OPEN', 'PAID', 'CREDITED']));
    expect(invoices.some((row) => row['reseller_id'] !== null)).toBe(true);
    expect(invoices.some((row) => row['reseller_id'] === null)).toBe(true);
    expect(invoices.some((row) => row['state'] === 'OPEN' && row['paid_minor'] !== 0)).toBe(true);
  });

  test('sells every license once, and each term of cover that an account paid', () => {
    const lines = own('invoice_line');
    const sold = lines.filter((row) => text(row, 'description').startsWith('License of '));
    expect(sold.map((row) => row['license_id']).sort()).toEqual(
      own('license')
        .map((row) => row['id'])
        .sort(),
    );
    const terms = own('coverage_period').filter((row) => row['subject_kind'] === 'LICENSE');
    for (const term of terms) {
      const named = `from ${text(term, 'starts_on')} to ${text(term, 'expires_on')}`;
      const found = lines.filter(
        (row) => row['license_id'] === term['subject_id'] && text(row, 'description').endsWith(named),
      );
      expect(found.length).toBeGreaterThan(0);
    }
  });
});
