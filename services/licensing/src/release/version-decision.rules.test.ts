import { describe, expect, test } from '@jest/globals';
import {
  ask,
  cover,
  license,
  ms,
  release,
  ungated,
  type Question,
} from '../../../../test/harness/license-case.js';
import { decideVersion } from './version-decision.rules.js';
import { versionRuleCodes, type VersionRuleCode } from './version-outcomes.rules.js';

const releases = [
  release('1.0.0', '2024-12-01'),
  release('1.1.0', '2025-01-05', '2026-06-15'),
  release('2.0.0', '2025-06-01'),
  release('2.1.0-rc.1', '2025-07-01'),
  release('3.0.0-rc.1', '2026-02-01'),
  release('3.0.0', '2026-04-01'),
  release('4.0.0', '2026-12-01'),
];
const year = cover('2025-01-10', '2026-01-10');
const minorYear = cover('2025-01-10', '2026-01-10', 'MINOR');
const revokedAt = '2026-06-01T10:00:00Z';
const suspendedAt = '2026-03-01T10:00:00Z';
const revoked = license({ status: 'REVOKED', revokedAtMs: ms(revokedAt), periods: [year] });
const suspended = license({ status: 'SUSPENDED', suspendedAtMs: ms(suspendedAt), periods: [year] });
const suspendedThenRevoked = license({
  status: 'REVOKED',
  suspendedAtMs: ms(suspendedAt),
  revokedAtMs: ms(revokedAt),
});

function decide(version: string, question: Partial<Question> = {}) {
  return decideVersion(ask({ releases, facts: license({ periods: [year] }), ...question }), version);
}

type Row = [string, string, Partial<Question>, VersionRuleCode[]];

describe('each rule by itself, on both sides of its day', () => {
  test.each<Row>([
    ['entitled', '2.0.0', {}, []],
    ['the day before the purchase', '1.0.0', { asOf: '2025-01-09' }, ['NOT_PURCHASED']],
    ['the purchase day', '1.0.0', { asOf: '2025-01-10' }, []],
    ['the day before it is revoked', '2.0.0', { facts: revoked, asOf: '2026-05-31' }, []],
    ['the day it is revoked', '2.0.0', { facts: revoked, asOf: '2026-06-01' }, ['LICENSE_REVOKED']],
    ['revoked long ago', '2.0.0', { facts: revoked, asOf: '2030-01-01' }, ['LICENSE_REVOKED']],
    [
      'a millisecond before it is revoked',
      '2.0.0',
      { facts: revoked, asOf: '2026-06-01', now: '2026-06-01T09:59:59.999Z' },
      [],
    ],
    [
      'the instant it is revoked',
      '2.0.0',
      { facts: revoked, asOf: '2026-06-01', now: revokedAt },
      ['LICENSE_REVOKED'],
    ],
    ['the day before it is suspended', '2.0.0', { facts: suspended, asOf: '2026-02-28' }, []],
    ['the day it is suspended', '2.0.0', { facts: suspended, asOf: '2026-03-01' }, ['LICENSE_SUSPENDED']],
    ['no longer suspended', '2.0.0', { facts: { ...suspended, status: 'ACTIVE' } }, []],
    ['a version nobody made', '9.9.9', {}, ['VERSION_UNKNOWN']],
    ['no version at all', '2', {}, ['VERSION_UNKNOWN']],
    [
      'one that is to come is as unknown as that',
      '4.0.0',
      { facts: license({ periods: [cover('2025-01-10', '2030-01-10')] }) },
      ['VERSION_UNKNOWN'],
    ],
    ['the day before a release', '2.0.0', { asOf: '2025-05-31' }, ['VERSION_NOT_RELEASED']],
    ['the day of a release', '2.0.0', { asOf: '2025-06-01' }, []],
    ['after the cut-off', '3.0.0', {}, ['VERSION_AFTER_CUTOFF']],
    [
      'another major where upgrades are MINOR',
      '2.0.0',
      { facts: license({ periods: [minorYear] }) },
      ['UPGRADE_NOT_INCLUDED'],
    ],
    ['a pre-release', '2.1.0-rc.1', {}, ['PRERELEASE_NOT_OPTED_IN']],
    [
      'a pre-release with opt-in',
      '2.1.0-rc.1',
      { facts: license({ periods: [year], prereleases: true }) },
      [],
    ],
    ['a plan that gates nothing', '3.0.0', { policy: ungated }, []],
    ['a pre-release under such a plan', '3.0.0-rc.1', { policy: ungated }, ['PRERELEASE_NOT_OPTED_IN']],
  ])('%s', (_case, version, question, failed) => {
    const decision = decide(version, question);
    expect(decision.failed).toEqual(failed);
    expect(decision.accepted).toBe(failed.length === 0);
    expect(decision.leading).toBe(failed[0] ?? null);
    expect(decision.warnings).toEqual([]);
  });
});

describe('two faults at once: the first by precedence leads, both are told', () => {
  const minorRc = { releases: [...releases, release('2.5.0-rc.1', '2025-08-01')] };
  test.each<Row>([
    [
      'revoked before it was bought',
      '1.0.0',
      {
        facts: license({ purchasedOn: '2026-10-01', status: 'REVOKED', revokedAtMs: ms(revokedAt) }),
        asOf: '2026-07-01',
      },
      ['NOT_PURCHASED', 'LICENSE_REVOKED'],
    ],
    [
      'suspended, then revoked',
      '1.0.0',
      { facts: suspendedThenRevoked },
      ['LICENSE_REVOKED', 'LICENSE_SUSPENDED'],
    ],
    ['on a day between', '1.0.0', { facts: suspendedThenRevoked, asOf: '2026-05-31' }, ['LICENSE_SUSPENDED']],
    ['on a day before both', '1.0.0', { facts: suspendedThenRevoked, asOf: '2026-02-28' }, []],
    ['suspended, and unknown', '9.9.9', { facts: suspended }, ['LICENSE_SUSPENDED', 'VERSION_UNKNOWN']],
    ['not bought, not published', '2.0.0', { asOf: '2025-01-09' }, ['NOT_PURCHASED', 'VERSION_NOT_RELEASED']],
    [
      'not published, and after the cut-off of that day',
      '3.0.0',
      { asOf: '2026-03-01' },
      ['VERSION_NOT_RELEASED', 'VERSION_AFTER_CUTOFF'],
    ],
    [
      'not published, and a pre-release',
      '2.1.0-rc.1',
      { asOf: '2025-06-30' },
      ['VERSION_NOT_RELEASED', 'PRERELEASE_NOT_OPTED_IN'],
    ],
    [
      'suspended, and after the cut-off',
      '3.0.0',
      { facts: suspended },
      ['LICENSE_SUSPENDED', 'VERSION_AFTER_CUTOFF'],
    ],
    [
      'after the cut-off, and a pre-release',
      '3.0.0-rc.1',
      {},
      ['VERSION_AFTER_CUTOFF', 'PRERELEASE_NOT_OPTED_IN'],
    ],
    [
      'another major, and a pre-release',
      '2.5.0-rc.1',
      { ...minorRc, facts: license({ periods: [minorYear] }) },
      ['UPGRADE_NOT_INCLUDED', 'PRERELEASE_NOT_OPTED_IN'],
    ],
    [
      'suspended, and another major',
      '2.0.0',
      { facts: { ...suspended, periods: [minorYear] } },
      ['LICENSE_SUSPENDED', 'UPGRADE_NOT_INCLUDED'],
    ],
    [
      'after the cut-off it fell in no period, so its major is not looked at',
      '3.0.0',
      { facts: license({ periods: [minorYear] }) },
      ['VERSION_AFTER_CUTOFF'],
    ],
    [
      'all that can come together',
      '3.0.0-rc.1',
      { facts: suspendedThenRevoked },
      ['LICENSE_REVOKED', 'LICENSE_SUSPENDED', 'VERSION_AFTER_CUTOFF', 'PRERELEASE_NOT_OPTED_IN'],
    ],
  ])('%s', (_case, version, question, failed) => {
    const decision = decide(version, question);
    expect(decision.failed).toEqual(failed);
    expect(decision.leading).toBe(failed[0] ?? null);
  });

  test('rules are told in the order that is part of the contract', () => {
    expect(versionRuleCodes).toEqual([
      'NOT_PURCHASED',
      'LICENSE_REVOKED',
      'LICENSE_SUSPENDED',
      'VERSION_UNKNOWN',
      'VERSION_NOT_RELEASED',
      'VERSION_AFTER_CUTOFF',
      'UPGRADE_NOT_INCLUDED',
      'PRERELEASE_NOT_OPTED_IN',
      'VERSION_YANKED',
    ]);
    expect(decide('2.0.0').outcomes.map(({ code }) => code)).toEqual(versionRuleCodes);
  });
});

describe('the cut-off is the first instant that is not entitled', () => {
  test.each([
    ['the end of cover', license({ periods: [cover('2025-01-10', '2026-09-06')] })],
    ['the end of the purchase day', license({ purchasedOn: '2026-09-05' })],
  ])('%s, where the next day has no midnight', (_case, facts) => {
    const edge = [release('1.0.0', '2026-09-06T03:59:59.999Z'), release('1.1.0', '2026-09-06T04:00:00Z')];
    const at = { releases: edge, facts, zone: 'America/Santiago' };
    expect(decide('1.0.0', at).leading).toBeNull();
    expect(decide('1.1.0', at).leading).toBe('VERSION_AFTER_CUTOFF');
  });
});

describe('a machine that runs a yanked release stays valid', () => {
  test.each<[string, Partial<Question>, boolean, VersionRuleCode[]]>([
    ['without a hint the day before', { asOf: '2026-06-14' }, true, []],
    ['with a hint from that day on', { asOf: '2026-06-15' }, true, ['VERSION_YANKED']],
    ['with the hint beside a fault', { facts: suspended }, false, ['VERSION_YANKED']],
  ])('%s', (_case, question, accepted, warnings) => {
    const decision = decide('1.1.0', question);
    expect(decision).toMatchObject({ accepted, warnings });
    expect(decision.failed).not.toContain('VERSION_YANKED');
  });
});
