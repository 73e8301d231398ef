import { describe, expect, test } from '@jest/globals';
import { balancesOn, isExpired, standingOn, type Lot } from './balance.rules.js';
import { movementsOfReturn, unitsToExpire } from './expiry.rules.js';
import { inOrderOfUse, type UsableLot } from './order-of-use.rules.js';

function lot(given: Partial<UsableLot> = {}): UsableLot {
  return {
    ...{ id: 'grt_1', unit: 'TICKET', left: 4, reserved: 0, consumed: 0, expired: 0 },
    ...{ priority: 0, grantedAt: '2026-01-01T08:00:00Z', expiresOn: null, ...given },
  };
}

describe('a lot', () => {
  test.each([
    ['the day before its day', '2026-12-31', false],
    ['from its day on', '2027-01-01', true],
    ['ever after', '2030-01-01', true],
  ])('%s is expired or not', (_, day, expired) => {
    expect(isExpired({ expiresOn: '2027-01-01' }, day)).toBe(expired);
    expect(isExpired({ expiresOn: null }, day)).toBe(false);
  });

  test('that has expired has nothing left, also while that is not yet written down', () => {
    const before = lot({ left: 3, reserved: 1, consumed: 2, expired: 0, expiresOn: '2027-01-01' });
    expect(standingOn(before, '2026-12-31')).toEqual({ left: 3, reserved: 1, consumed: 2, expired: 0 });
    expect(standingOn(before, '2027-01-01')).toEqual({ left: 0, reserved: 1, consumed: 2, expired: 3 });
  });

  test('counts the same once it is written down', () => {
    const after = lot({ left: 0, reserved: 1, consumed: 2, expired: 3, expiresOn: '2027-01-01' });
    expect(standingOn(after, '2027-01-01')).toEqual({ left: 0, reserved: 1, consumed: 2, expired: 3 });
  });
});

describe('a balance', () => {
  test('of an account without lots is none', () => {
    expect(balancesOn([], '2026-06-01')).toEqual([]);
  });

  test.each<[string, Partial<Lot>[], string, object]>([
    [
      'adds up what is left and what is reserved',
      [
        { left: 4, reserved: 1 },
        { left: 2, reserved: 2 },
      ],
      '2026-06-01',
      { available: 6, reserved: 3, nextExpiryOn: null, nextExpiryUnits: 0 },
    ],
    [
      'names what expires next, of all lots of that day',
      [
        { left: 4, expiresOn: '2027-01-01' },
        { left: 2, expiresOn: '2026-09-01' },
        { left: 3, expiresOn: '2026-09-01' },
        { left: 1 },
      ],
      '2026-06-01',
      { available: 10, reserved: 0, nextExpiryOn: '2026-09-01', nextExpiryUnits: 5 },
    ],
    [
      'passes over a lot of which nothing is left',
      [
        { left: 0, expiresOn: '2026-09-01' },
        { left: 1, expiresOn: '2027-01-01' },
      ],
      '2026-06-01',
      { available: 1, reserved: 0, nextExpiryOn: '2027-01-01', nextExpiryUnits: 1 },
    ],
    [
      'loses a lot from the first instant of its day, but not what is reserved of it',
      [{ left: 4, reserved: 1, expiresOn: '2026-09-01' }, { left: 2 }],
      '2026-09-01',
      { available: 2, reserved: 1, nextExpiryOn: null, nextExpiryUnits: 0 },
    ],
    [
      'is nothing, and not negative, where all is gone',
      [{ left: 4, expiresOn: '2026-09-01' }],
      '2027-01-01',
      { available: 0, reserved: 0, nextExpiryOn: null, nextExpiryUnits: 0 },
    ],
  ])('%s', (_, lots, day, expected) => {
    expect(balancesOn(lots.map(lot), day)).toEqual([{ unit: 'TICKET', ...expected }]);
  });

  test('is told unit by unit', () => {
    const lots = [lot({ unit: 'CREDIT', left: 25 }), lot({ left: 4 }), lot({ unit: 'CREDIT', left: 50 })];
    expect(balancesOn(lots, '2026-06-01').map(({ unit, available }) => [unit, available])).toEqual([
      ['TICKET', 4],
      ['CREDIT', 75],
    ]);
  });
});

describe('the order of use', () => {
  test.each<[string, Partial<UsableLot>[], string[]]>([
    [
      'the smaller priority first, whatever expires earlier',
      [
        { id: 'set', priority: 1, expiresOn: '2026-07-01' },
        { id: 'usual', expiresOn: '2027-01-01' },
        { id: 'before', priority: -1 },
      ],
      ['before', 'usual', 'set'],
    ],
    [
      'then the earliest expiry, those that never expire last',
      [{ id: 'never' }, { id: 'later', expiresOn: '2027-01-01' }, { id: 'soon', expiresOn: '2026-07-01' }],
      ['soon', 'later', 'never'],
    ],
    [
      'then the oldest, by the instant and not by how it is written',
      [
        { id: 'newest', grantedAt: '2026-03-01T08:00:00.5Z' },
        { id: 'oldest', grantedAt: '2026-01-01T08:00:00Z' },
        { id: 'middle', grantedAt: '2026-03-01T08:00:00Z' },
      ],
      ['oldest', 'middle', 'newest'],
    ],
    ['and where all is alike, by id', [{ id: 'b' }, { id: 'a' }], ['a', 'b']],
    [
      'without lots that are empty or expired',
      [
        { id: 'empty', left: 0 },
        { id: 'expired', expiresOn: '2026-06-01' },
        { id: 'usable', expiresOn: '2026-06-02' },
      ],
      ['usable'],
    ],
  ])('is %s', (_, lots, ids) => {
    expect(inOrderOfUse(lots.map(lot), '2026-06-01').map(({ id }) => id)).toEqual(ids);
  });
});

describe('what expires', () => {
  test.each<[string, Partial<Lot>, string, number]>([
    ['of a lot before its day: nothing', { expiresOn: '2027-01-01' }, '2026-12-31', 0],
    ['of a lot on its day: what is left', { expiresOn: '2027-01-01' }, '2027-01-01', 4],
    ['late: the same', { expiresOn: '2027-01-01' }, '2027-03-01', 4],
    ['without what is reserved', { left: 3, reserved: 1, expiresOn: '2027-01-01' }, '2027-01-01', 3],
    ['of a lot that is empty: nothing', { left: 0, reserved: 4, expiresOn: '2027-01-01' }, '2027-01-01', 0],
    ['of a lot that never expires: nothing', {}, '2099-01-01', 0],
  ])('%s', (_, given, day, units) => {
    expect(unitsToExpire(lot(given), day)).toBe(units);
  });
});

describe('units that come back', () => {
  test.each(['RELEASED', 'RESTORED'] as const)('%s to a lot that runs can be used again', (kind) => {
    const back = [{ kind, units: 1 }];
    expect(movementsOfReturn(kind, 1, { expiresOn: '2027-01-01' }, '2026-12-31')).toEqual(back);
    expect(movementsOfReturn(kind, 1, { expiresOn: null }, '2099-01-01')).toEqual(back);
  });

  test.each(['RELEASED', 'RESTORED'] as const)(
    '%s to a lot that has expired meanwhile are gone at once',
    (kind) => {
      expect(movementsOfReturn(kind, 20, { expiresOn: '2027-01-01' }, '2027-01-01')).toEqual([
        { kind, units: 20 },
        { kind: 'EXPIRED', units: 20 },
      ]);
    },
  );
});
