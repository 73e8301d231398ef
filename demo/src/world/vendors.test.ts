import { describe, expect, test } from '@jest/globals';
import { hasValidCheck, normalizeCode } from '@mainstay/kernel/values/code';
import { newestPolicy } from '../tenants.js';
import { by, keyOf, text, vendors, world } from '../test-rows.js';
import type { Row } from './world.js';

const isUpgrade = (row: Row) => row['category'] === 'UPGRADE';

describe.each(vendors)('%s', (_, { tenant, vendorId, own }) => {
  test('has some forty accounts, four hundred licenses, and resellers with customers', () => {
    expect(own('account')).toHaveLength(40);
    expect(Math.abs(own('license').length - 400)).toBeLessThan(60);
    const customers = own('account').filter((row) => row['kind'] === 'CUSTOMER');
    const resellers = new Set(customers.map((row) => row['reseller_id']).filter((id) => id !== null));
    expect(resellers.size).toBeGreaterThanOrEqual(2);
    expect(customers.some((row) => row['reseller_id'] === null)).toBe(true);
  });

  test('identifies licenses by codes with a check symbol, or by serials', () => {
    for (const license of own('license')) {
      if (tenant.identifiedBy === 'SERIAL') {
        expect(license).toMatchObject({ activation_code: null, code_key: null });
        expect(license['serial_key']).toMatch(/^TW\d+$/);
      } else {
        expect(normalizeCode(text(license, 'activation_code'))).toBe(license['code_key']);
        expect(hasValidCheck(text(license, 'code_key'))).toBe(true);
        expect(license['serial']).toBeNull();
      }
    }
  });

  test('has withdrawn a release of each product', () => {
    for (const product of own('product')) {
      const releases = own('release').filter((row) => row['product_id'] === product['id']);
      expect(releases.some((row) => row['yanked_at'] !== null)).toBe(true);
    }
  });

  test('has withdrawn none that the upgrades which were priced pass', () => {
    for (const { from_version: from, to_version: to, steps } of own('assessment').filter(isUpgrade)) {
      expect([from, to, steps]).toEqual(['4.3.1', '4.3.3', 2]);
      for (const product of own('product').filter((row) => row['slug'] === 'shopfront'))
        for (const version of ['4.3.2', '4.3.3'])
          expect(
            own('release').find((row) => row['product_id'] === product['id'] && row['version'] === version),
          ).toMatchObject({ yanked_at: null });
    }
  });

  test('has tickets in all states, through the channels of its plan, with messages that follow their opening', () => {
    const tickets = own('ticket');
    expect(new Set(tickets.map((row) => row['state'])).size).toBe(5);
    const channels = newestPolicy(tenant).support.channels;
    for (const ticket of tickets) {
      expect(channels).toContain(ticket['channel']);
      const messages = by('ticket_message', 'ticket_id').get(keyOf(ticket)) ?? [];
      expect(messages[0]?.['sent_at']).toBe(ticket['opened_at']);
      for (const message of messages) {
        expect(text(message, 'sent_at') >= text(ticket, 'opened_at')).toBe(true);
        expect(message['account_id']).toBe(ticket['account_id']);
      }
    }
    expect(tickets.map((row) => row['number'])).toEqual(tickets.map((__, index) => index + 1));
  });

  test('has personas with enough to look at', () => {
    const cast = world.cast.filter((role) => role.vendorId === vendorId);
    expect(cast.map(({ name }) => name)).toEqual(
      ['admin', 'agent', 'analyst', 'reseller', 'customer', 'partner'].map(
        (part) => `${tenant.slug}.${part}`,
      ),
    );
    const customer = cast.find(({ name }) => name.endsWith('.customer'))?.accountId;
    const reseller = cast.find(({ name }) => name.endsWith('.reseller'))?.accountId;
    const ofCustomer = (table: string) => own(table).filter((row) => row['account_id'] === customer);
    expect(ofCustomer('license').length).toBeGreaterThanOrEqual(25);
    expect(ofCustomer('ticket').some((row) => row['state'] === 'OPEN')).toBe(true);
    expect(ofCustomer('invoice').length).toBeGreaterThan(3);
    expect(own('account').filter((row) => row['reseller_id'] === reseller).length).toBeGreaterThan(5);
    expect(own('membership').some((row) => row['ends_at'] !== null)).toBe(true);
    expect(own('api_key').some((row) => row['revoked_at'] !== null)).toBe(true);
  });
});
