import { describe, expect, test } from '@jest/globals';
import { viewerRoles, type Viewer } from '@mainstay/kernel/graph/viewer';
import { maySeeMoney, seesMoney } from './access.js';

const blind = ['SUPPORT_AGENT', 'PRODUCT', 'OPERATOR'];

function viewerOf(role: Viewer['role'], scopes: readonly string[] = []): Viewer {
  return {
    role,
    databaseRole: 'app_admin',
    vendorId: 'vnd_1',
    accountId: null,
    licenseId: null,
    userId: null,
    membershipId: null,
    keyId: null,
    scopes,
    now: '2026-11-02T09:00:00Z',
    zone: 'UTC',
  };
}

describe('money', () => {
  test('is hidden from those who only help, run or operate', () => {
    const roles = viewerRoles.filter((role) => role !== 'PARTNER');
    expect(roles.filter((role) => !maySeeMoney(viewerOf(role)))).toEqual(blind);
  });

  test.each(blind)('is refused to %s in words', (role) => {
    expect(() => {
      seesMoney(viewerOf(role as Viewer['role']));
    }).toThrow('This role sees no money.');
  });

  test('is told to a key that has the scope, and no other', () => {
    expect(maySeeMoney(viewerOf('PARTNER', ['billing:read']))).toBe(true);
    expect(maySeeMoney(viewerOf('PARTNER', ['licensing:read']))).toBe(false);
  });
});
