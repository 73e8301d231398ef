import { describe, expect, test } from '@jest/globals';
import { clockAdvanceFaults, decideClockAdvance, progressOf } from './clock-advance.rules.js';

const now = '2026-01-10T08:00:00.000Z';
const standing = { frozenAt: now, advancingTo: null };

describe('whether a clock may be moved', () => {
  test.each([
    ['a millisecond on', standing, '2026-01-10T08:00:00.001Z', null],
    ['to where it stands', standing, now, 'CLOCK_NOT_FORWARD'],
    ['back', standing, '2026-01-10T07:59:59.999Z', 'CLOCK_NOT_FORWARD'],
    ['exactly 400 days on', standing, '2027-02-14T08:00:00.000Z', null],
    ['a millisecond more', standing, '2027-02-14T08:00:00.001Z', 'ADVANCE_TOO_LONG'],
    ['401 days on', standing, '2027-02-15T08:00:00.000Z', 'ADVANCE_TOO_LONG'],
    ['by a zone of its own', standing, '2026-01-10T10:00:00.000+02:00', 'CLOCK_NOT_FORWARD'],
    ['the real clock', { frozenAt: null, advancingTo: null }, '2026-01-11T00:00:00Z', 'CLOCK_REAL'],
    ['of nobody', null, '2026-01-11T00:00:00Z', 'VENDOR_NOT_FOUND'],
    [
      'one on its way, further, too far and back alike',
      { frozenAt: now, advancingTo: '2026-02-01T00:00:00.000Z' },
      '2030-01-01T00:00:00Z',
      'CLOCK_ADVANCING',
    ],
  ])('%s', (_, clock, to, code) => {
    expect(decideClockAdvance(clock, { to }).map((refusal) => refusal.code)).toEqual(
      code === null ? [] : [code],
    );
  });

  test('a refusal says from where and how far', () => {
    expect(decideClockAdvance(standing, { to: '2027-02-15T08:00:00.000Z' })[0]?.facts).toEqual({
      now,
      furthest: '2027-02-14T08:00:00.000Z',
    });
  });

  test.each([
    ['2200-12-31T23:59:59.999Z', []],
    ['2201-01-01T00:00:00.000Z', ['INSTANT_INVALID']],
  ])('nothing is known of the zones after %s', (to, codes) => {
    expect(clockAdvanceFaults({ to }).map(({ code }) => code)).toEqual(codes);
  });
});

test.each([
  ['2026-01-01T00:00:00Z', 0],
  ['2026-01-06T00:00:00Z', 0.5],
  ['2026-01-11T00:00:00Z', 1],
])('at %s it has made %d of the way', (at, part) => {
  expect(progressOf('2026-01-01T00:00:00Z', '2026-01-11T00:00:00Z', at)).toBe(part);
});
