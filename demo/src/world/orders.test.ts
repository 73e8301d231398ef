import { describe, expect, test } from '@jest/globals';
import { by, keyOf, number, text, vendors } from '../test-rows.js';

describe.each(vendors)('%s', (slug, { own }) => {
  test('has orders in every state, and for each that was placed an invoice of the same', () => {
    const orders = own('sales_order');
    expect(new Set(orders.map((row) => row['state']))).toEqual(
      new Set(['DRAFT', 'PLACED', 'PAID', 'FULFILLED', 'CANCELLED']),
    );
    for (const order of orders) {
      const invoices = by('invoice', 'order_id').get(keyOf(order)) ?? [];
      expect(invoices).toHaveLength(order['state'] === 'DRAFT' ? 0 : 1);
      for (const invoice of invoices)
        for (const column of [
          'account_id',
          'reseller_id',
          'net_minor',
          'tax_minor',
          'total_minor',
          'currency',
        ])
          expect(order[column]).toBe(invoice[column]);
      expect(order['state'] === 'PAID' || order['state'] === 'FULFILLED').toBe(
        invoices[0]?.['state'] === 'PAID',
      );
    }
  });

  test('bills its lines one by one, and says what became of those that are there', () => {
    for (const line of own('invoice_line')) {
      if (line['order_line_id'] === null) continue;
      const [ordered] = by('order_line', 'id').get(keyOf(line, 'order_line_id')) ?? [];
      for (const column of ['position', 'description', 'unit_minor', 'net_minor', 'tax_minor'])
        expect(ordered?.[column]).toBe(line[column]);
      expect(number(ordered ?? {}, 'quantity') * number(ordered ?? {}, 'units_each')).toBe(line['quantity']);
    }
    const stuck = own('order_line').filter((line) => line['state'] === 'STUCK');
    expect(stuck).toHaveLength(1);
    const licenses = new Set(own('license').map((row) => row['id']));
    for (const line of own('order_line')) {
      const objects = by('order_line_object', 'line_id').get(keyOf(line)) ?? [];
      if (line['kind'] !== 'LICENSE' || line['state'] !== 'FULFILLED') continue;
      expect(objects.map((row) => licenses.has(row['object_id']))).toEqual([true]);
    }
  });

  test('came of the accepted quote where one renewed what they renew', () => {
    const quotes = new Map(own('quote').map((row) => [row['id'], row]));
    const quoted = own('sales_order').filter((row) => row['quote_id'] !== null);
    for (const order of quoted) {
      const quote = quotes.get(order['quote_id']);
      expect(quote?.['state']).toBe('ACCEPTED');
      for (const column of ['account_id', 'customer_id']) expect(order[column]).toBe(quote?.[column]);
    }
    if (slug === 'cronwell' || slug === 'tubeworks') expect(quoted.length).toBeGreaterThan(3);
  });

  test('numbers them in the order of their days, and counts on from there', () => {
    const numbered = own('sales_order').filter((row) => row['number'] !== null);
    expect(numbered.map((row) => Number(text(row, 'number').slice(2)))).toEqual(
      numbered.map((__, index) => index + 1),
    );
    const counters = new Map(own('document_counter').map((row) => [row['kind'], row['last']]));
    expect(counters.get('ORDER')).toBe(numbered.length);
    expect(counters.get('INVOICE')).toBe(own('invoice').length);
    expect(counters.get('QUOTE')).toBe(own('quote').length);
  });
});
