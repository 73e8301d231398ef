import { describe, expect, test } from '@jest/globals';
import { ask, cover, license, ms, release, type Question } from '../../../../test/harness/license-case.js';
import { effectiveCover, whileMember, type CoverFact } from '../maintenance/cover.rules.js';
import { decideNewest, decideVersion } from './version-decision.rules.js';

function newest(question: Question): string | null {
  return decideNewest(ask(question)).release?.version ?? null;
}

function member(period: CoverFact, joinedOn: string, leftOn: string | null): CoverFact[] {
  const narrowed = whileMember(period, joinedOn, leftOn);
  return narrowed ? [narrowed] : [];
}

describe('cover to 2026-01-01, a pack from 2026-05-01, a release of 02-01', () => {
  const releases = [release('1.0.0', '2025-12-01'), release('1.1.0', '2026-02-01')];
  const facts = license({ periods: [cover('2025-01-10', '2026-01-01'), cover('2026-05-01', '2027-05-01')] });
  test.each([
    ['2026-01-31', '1.0.0', 'VERSION_NOT_RELEASED'],
    ['2026-03-01', '1.0.0', 'VERSION_AFTER_CUTOFF'],
    ['2026-04-30', '1.0.0', 'VERSION_AFTER_CUTOFF'],
    ['2026-05-01', '1.1.0', null],
    ['2028-01-01', '1.1.0', null],
  ])('as of %s the newest is %s', (asOf, version, leading) => {
    expect(newest({ releases, facts, asOf })).toBe(version);
    expect(decideVersion(ask({ releases, facts, asOf }), '1.1.0').leading).toBe(leading);
  });

  test('by today, not by what was known then: renewed backdated, the day in the lapse is covered', () => {
    const backdated = license({
      periods: [cover('2025-01-10', '2026-01-01'), cover('2026-01-01', '2027-01-01')],
    });
    expect(effectiveCover(backdated.periods, '2026-02-01').active).toBe(true);
    expect(newest({ releases, facts: backdated, asOf: '2026-02-01', now: '2026-03-02T09:00:00Z' })).toBe(
      '1.1.0',
    );
  });
});

describe('a day takes in all that was published before it ended, in the zone of the vendor', () => {
  const facts = license({ periods: [cover('2025-01-10', '2030-01-10')] });
  test.each([
    ['Europe/Stockholm', '2026-03-09T22:59:59Z', '2026-03-09T23:00:00Z'],
    ['America/Los_Angeles', '2026-03-10T06:59:59Z', '2026-03-10T07:00:00Z'],
    ['America/Santiago', '2026-03-10T02:59:59Z', '2026-03-10T03:00:00Z'],
    ['Africa/Cairo', '2026-03-09T21:59:59Z', '2026-03-09T22:00:00Z'],
  ])('as of 2026-03-09 in %s', (zone, last, first) => {
    const releases = [release('1.0.0', '2025-01-01'), release('1.1.0', last), release('1.2.0', first)];
    expect(newest({ releases, facts, zone, asOf: '2026-03-08' })).toBe('1.0.0');
    expect(newest({ releases, facts, zone, asOf: '2026-03-09' })).toBe('1.1.0');
    expect(newest({ releases, facts, zone, asOf: '2026-03-10' })).toBe('1.2.0');
  });

  test('today only up to now', () => {
    const at = '2026-03-09T12:00:00Z';
    const releases = [release('1.0.0', '2025-01-01'), release('1.1.0', at)];
    const asOf = '2026-03-09';
    expect(newest({ releases, facts, asOf, now: '2026-03-09T11:59:59.999Z' })).toBe('1.0.0');
    expect(newest({ releases, facts, asOf, now: at })).toBe('1.1.0');
  });
});

describe('coming days', () => {
  const now = '2026-06-01T10:00:00Z';
  const releases = [
    release('1.0.0', '2025-01-05'),
    release('1.1.0', '2026-02-01'),
    release('1.2.0', '2026-06-15'),
  ];
  const lapsed = cover('2025-01-10', '2026-01-10');
  test.each<[string, CoverFact[], string, { newest: string; active: boolean }]>([
    [
      'a release that is scheduled is not counted',
      [cover('2025-01-10', '2030-01-10')],
      '2026-12-01',
      { newest: '1.1.0', active: true },
    ],
    [
      'a scheduled expiry is',
      [cover('2025-01-10', '2026-12-01')],
      '2026-12-01',
      { newest: '1.1.0', active: false },
    ],
    [
      'a paid coming year is',
      [lapsed, cover('2026-09-01', '2027-09-01')],
      '2026-09-01',
      { newest: '1.1.0', active: true },
    ],
    [
      'but not before it begins',
      [lapsed, cover('2026-09-01', '2027-09-01')],
      '2026-08-31',
      { newest: '1.0.0', active: false },
    ],
  ])('%s', (_case, periods, asOf, expected) => {
    const facts = license({ periods });
    expect(newest({ releases, facts, asOf, now })).toBe(expected.newest);
    expect(effectiveCover(facts.periods, asOf).active).toBe(expected.active);
  });

  test('a state that is to come does not yet hold', () => {
    const facts = license({ status: 'SUSPENDED', suspendedAtMs: ms('2026-06-02T10:00:00Z') });
    expect(newest({ releases, facts, asOf: '2026-12-01', now })).toBe('1.0.0');
  });
});

describe('a site joined and left, a line of a contract', () => {
  const releases = [
    release('1.0.0', '2025-01-05'),
    release('1.1.0', '2026-06-01'),
    release('1.2.0', '2026-09-15'),
    release('1.3.0', '2026-11-30'),
    release('1.4.0', '2026-12-01'),
  ];
  const now = '2027-06-01T10:00:00Z';
  const pack = cover('2026-05-01', '2027-05-01');
  const joinedAndLeft = member(pack, '2026-08-01', '2026-12-01');
  const line = member(cover('2026-01-01', '2027-01-01'), '2026-04-01', '2026-09-15');
  test.each<[string, CoverFact[], string, string]>([
    ['the day before it joins', joinedAndLeft, '2026-07-31', '1.0.0'],
    ['the day it joins, with what the lapse brought', joinedAndLeft, '2026-08-01', '1.1.0'],
    ['while it is a member', joinedAndLeft, '2026-09-15', '1.2.0'],
    ['the last day it is one', joinedAndLeft, '2026-11-30', '1.3.0'],
    ['from the day it leaves on it keeps what it had', joinedAndLeft, '2026-12-01', '1.3.0'],
    ['long after', joinedAndLeft, '2027-05-31', '1.3.0'],
    ['one that never left', member(pack, '2026-08-01', null), '2026-12-01', '1.4.0'],
    [
      'one that left and came back',
      [...joinedAndLeft, ...member(pack, '2027-02-01', null)],
      '2027-02-01',
      '1.4.0',
    ],
    ['but not between', [...joinedAndLeft, ...member(pack, '2027-02-01', null)], '2027-01-31', '1.3.0'],
    [
      'own cover goes on where the site ends',
      [...joinedAndLeft, cover('2026-12-01', '2027-12-01')],
      '2026-12-01',
      '1.4.0',
    ],
    ['a line covers until the day it ends', line, '2026-12-31', '1.1.0'],
    ['not before its first day', line, '2026-03-31', '1.0.0'],
  ])('%s', (_case, periods, asOf, version) => {
    expect(newest({ releases, facts: license({ periods }), asOf, now })).toBe(version);
  });
});
