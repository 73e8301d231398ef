import { describe, expect, test } from '@jest/globals';
import { endFaults, placeFaults, userFaults, type Place } from './member.rules.js';

const now = '2026-11-02T12:00:00.000Z';
const issuer = 'https://issuer.example.com';
const codes = (faults: readonly { readonly code: string }[]) => faults.map(({ code }) => code);

test.each<[string, string, string, string[]]>([
  ['a user', issuer, 'user-1', []],
  ['an issuer with a path', `${issuer}/realms/one`, 'x'.repeat(255), []],
  ['an issuer without its protocol', 'issuer.example.com', 'user-1', ['ISSUER_INVALID']],
  ['an issuer that anybody on the way could be', 'http://issuer.example.com', 'user-1', ['ISSUER_INVALID']],
  ['an issuer with a query', `${issuer}?a=b`, 'user-1', ['ISSUER_INVALID']],
  ['a subject with a space', issuer, 'user 1', ['SUBJECT_INVALID']],
  ['a subject too long', issuer, 'x'.repeat(256), ['SUBJECT_INVALID']],
  ['neither', '', '', ['ISSUER_INVALID', 'SUBJECT_INVALID']],
])('%s', (_, given, subject, expected) => {
  expect(codes(userFaults({ issuer: given, subject }))).toEqual(expected);
});

const customer = { account: { kind: 'CUSTOMER' } } as const;
const ofVendor = { account: null } as const;

test.each<[string, Omit<Place, 'named'> & { readonly named?: boolean }, string[]]>([
  ['staff by an administrator', { role: 'ANALYST', managed: ofVendor, isAdmin: true }, []],
  ['staff by somebody else', { role: 'ANALYST', managed: customer, isAdmin: false }, ['ROLE_BEYOND_YOURS']],
  [
    'an administrator for an account that is not there',
    { role: 'VENDOR_ADMIN', named: true, managed: 'BEYOND', isAdmin: true },
    ['ROLE_TAKES_NO_ACCOUNT'],
  ],
  [
    'an administrator by a customer who names an account of others',
    { role: 'VENDOR_ADMIN', named: true, managed: 'BEYOND', isAdmin: false },
    ['ROLE_BEYOND_YOURS'],
  ],
  ['a customer of its account', { role: 'CUSTOMER', managed: customer, isAdmin: false }, []],
  ['a customer of no account', { role: 'CUSTOMER', managed: ofVendor, isAdmin: true }, ['ACCOUNT_NOT_FOUND']],
  ['a customer elsewhere', { role: 'CUSTOMER', managed: 'BEYOND', isAdmin: false }, ['ACCOUNT_NOT_FOUND']],
  [
    "a reseller at a customer's",
    { role: 'RESELLER', managed: customer, isAdmin: true },
    ['ROLE_NOT_OF_ACCOUNT'],
  ],
])('%s', (_, place, expected) => {
  expect(codes(placeFaults({ named: false, ...place }))).toEqual(expected);
});

describe('the end of a membership', () => {
  test.each<[string, Parameters<typeof endFaults>[0], number, string[]]>([
    ['that nobody knows', null, 1, ['MEMBERSHIP_NOT_FOUND']],
    ['of a customer', { role: 'CUSTOMER', endsAt: null }, 0, []],
    ['that ends later', { role: 'CUSTOMER', endsAt: '2026-11-02T12:00:00.001Z' }, 0, []],
    ['that has ended at this instant', { role: 'CUSTOMER', endsAt: now }, 0, ['ALREADY_ENDED']],
    ['of one of two administrators', { role: 'VENDOR_ADMIN', endsAt: null }, 1, []],
    ['of the last administrator', { role: 'VENDOR_ADMIN', endsAt: null }, 0, ['LAST_ADMIN']],
    ['of a former administrator', { role: 'VENDOR_ADMIN', endsAt: now }, 0, ['ALREADY_ENDED']],
  ])('%s', (_, membership, others, expected) => {
    expect(codes(endFaults(membership, others, now))).toEqual(expected);
  });
});
