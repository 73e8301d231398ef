import { describe, expect, test } from '@jest/globals';
import {
  expiryFaults,
  formerUntil,
  keyFaults,
  keyScopes,
  overFaults,
  overlapFaults,
} from './api-key.rules.js';

const now = '2026-11-02T12:00:00.000Z';
const codes = (faults: readonly { readonly code: string }[]) => faults.map(({ code }) => code);

test.each<[string, string, readonly string[], string[]]>([
  ['one scope', 'Web shop', ['licensing:read'], []],
  ['all of them', 'x'.repeat(200), keyScopes, []],
  ['a blank name', '  ', ['licensing:read'], ['NAME_INVALID']],
  ['a name too long', 'x'.repeat(201), ['licensing:read'], ['NAME_INVALID']],
  ['no scope', 'Web shop', [], ['SCOPES_INVALID']],
  ['a scope twice', 'Web shop', ['licensing:read', 'licensing:read'], ['SCOPES_INVALID']],
  ['a scope that is none', 'Web shop', ['licensing:admin'], ['SCOPE_UNKNOWN']],
  ['writing without reading', 'Web shop', ['billing:write'], ['READ_SCOPE_MISSING']],
  ['reading of another service', 'Web shop', ['billing:write', 'support:read'], ['READ_SCOPE_MISSING']],
  ['all wrong at once', '', ['x', 'x', 'support:write'], keyFaultsInOrder()],
])('a key with %s', (_, name, scopes, expected) => {
  expect(codes(keyFaults({ name, scopes }))).toEqual(expected);
});

function keyFaultsInOrder(): string[] {
  return ['NAME_INVALID', 'SCOPES_INVALID', 'SCOPE_UNKNOWN', 'READ_SCOPE_MISSING'];
}

test.each<[string, string | null, string[]]>([
  ['without end', null, []],
  ['now', now, ['EXPIRY_INVALID']],
  ['a moment later', '2026-11-02T12:00:00.001Z', []],
  ['in a year', '2027-11-02T12:00:00.000Z', []],
  ['later than in a year', '2027-11-02T12:00:00.001Z', ['EXPIRY_INVALID']],
])('a key that ends %s', (_, expiresAt, expected) => {
  expect(codes(expiryFaults(expiresAt, now))).toEqual(expected);
});

test.each<[number | null, string[], string | null]>([
  [null, [], null],
  [0, [], null],
  [1, [], '2026-11-03T12:00:00.000Z'],
  [7, [], '2026-11-09T12:00:00.000Z'],
  [-1, ['OVERLAP_INVALID'], '2026-11-01T12:00:00.000Z'],
  [8, ['OVERLAP_INVALID'], '2026-11-10T12:00:00.000Z'],
])('an overlap of %p days', (days, faults, until) => {
  expect(codes(overlapFaults(days))).toEqual(faults);
  expect(formerUntil(days, now)).toBe(until);
});

describe('a key that is to be changed', () => {
  test.each([
    ['is unknown', null, ['API_KEY_NOT_FOUND']],
    ['goes on', { expiresAt: null, revokedAt: null }, []],
    ['ends in a moment', { expiresAt: '2026-11-02T12:00:00.001Z', revokedAt: null }, []],
    ['ends now', { expiresAt: now, revokedAt: null }, ['EXPIRED']],
    ['is revoked and over', { expiresAt: now, revokedAt: now }, ['ALREADY_REVOKED']],
  ])('%s', (_, key, expected) => {
    expect(codes(overFaults(key, now))).toEqual(expected);
  });
});
