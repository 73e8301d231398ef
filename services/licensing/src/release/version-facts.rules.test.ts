import { describe, expect, test } from '@jest/globals';
import {
  ask,
  cover,
  license,
  maintained,
  ms,
  release,
  ungated,
  type Question,
} from '../../../../test/harness/license-case.js';
import { decideNewest, decideVersion, versionPolicyOf } from './version-decision.rules.js';
import type { VersionRuleCode } from './version-outcomes.rules.js';

const releases = [
  release('1.0.0', '2024-12-01T10:00:00Z'),
  release('2.0.0-rc.1', '2025-05-01T10:00:00Z'),
  release('2.0.0', '2025-06-01T10:00:00Z'),
  release('2.0.1', '2025-06-02T10:00:00Z', '2025-07-01T10:00:00Z'),
  release('3.0.0', '2026-04-01T10:00:00Z'),
];
const year = cover('2025-01-10', '2026-01-10', 'MINOR', 2);

function question(changes: Partial<Question> = {}) {
  return ask({ releases, facts: license({ periods: [year] }), ...changes });
}

function factsOf(code: VersionRuleCode, version: string, changes: Partial<Question> = {}) {
  return decideVersion(question(changes), version).outcomes.find((outcome) => outcome.code === code);
}

describe('every rule tells the facts it saw', () => {
  test.each<[VersionRuleCode, string, Partial<Question>, object]>([
    [
      'NOT_PURCHASED',
      '1.0.0',
      { asOf: '2025-01-09' },
      { rule: 'M14', verdict: 'FAILED', facts: { asOf: '2025-01-09', purchasedOn: '2025-01-10' } },
    ],
    ['LICENSE_REVOKED', '1.0.0', {}, { rule: 'M9', verdict: 'PASSED', facts: { revokedAt: null } }],
    [
      'LICENSE_REVOKED',
      '1.0.0',
      { facts: license({ status: 'REVOKED', revokedAtMs: ms('2026-06-01T10:00:00Z') }) },
      { rule: 'M9', verdict: 'FAILED', facts: { revokedAt: '2026-06-01T10:00:00.000Z' } },
    ],
    [
      'LICENSE_REVOKED',
      '1.0.0',
      { facts: license({ status: 'REVOKED', revokedAtMs: ms('2026-06-01T10:00:00Z') }), asOf: '2026-05-31' },
      { rule: 'M9', verdict: 'PASSED', facts: { revokedAt: null } },
    ],
    [
      'LICENSE_SUSPENDED',
      '1.0.0',
      { facts: license({ status: 'SUSPENDED', suspendedAtMs: ms('2026-03-01T10:00:00Z') }) },
      { rule: 'M9', verdict: 'FAILED', facts: { suspendedAt: '2026-03-01T10:00:00.000Z' } },
    ],
    ['VERSION_UNKNOWN', '9.9.9', {}, { rule: 'M9', verdict: 'FAILED', facts: { known: false } }],
    ['VERSION_UNKNOWN', '1.0.0', {}, { rule: 'M9', verdict: 'PASSED', facts: { known: true } }],
    [
      'VERSION_NOT_RELEASED',
      '3.0.0',
      { asOf: '2026-03-31' },
      {
        rule: 'M14',
        verdict: 'FAILED',
        facts: { asOf: '2026-03-31', releasedAt: '2026-04-01T10:00:00.000Z' },
      },
    ],
    [
      'VERSION_AFTER_CUTOFF',
      '3.0.0',
      {},
      {
        rule: 'M6',
        verdict: 'FAILED',
        facts: {
          versionGate: 'MAINTENANCE',
          cutoffAt: '2026-01-09T23:00:00.000Z',
          releasedAt: '2026-04-01T10:00:00.000Z',
          purchasedOn: '2025-01-10',
          coverExpiresOn: '2026-01-10',
        },
      },
    ],
    [
      'VERSION_AFTER_CUTOFF',
      '3.0.0',
      { policy: ungated },
      { rule: 'M6', verdict: 'PASSED', facts: { versionGate: 'NONE' } },
    ],
    [
      'UPGRADE_NOT_INCLUDED',
      '2.0.0',
      {},
      {
        rule: 'M6',
        verdict: 'FAILED',
        facts: {
          major: 2,
          majorAtPurchase: 1,
          upgrades: 'MINOR',
          periodStartsOn: '2025-01-10',
          soldUnderPolicyVersion: 2,
        },
      },
    ],
    [
      'PRERELEASE_NOT_OPTED_IN',
      '2.0.0-rc.1',
      {},
      { rule: 'M6', verdict: 'FAILED', facts: { prerelease: true, optedIn: false } },
    ],
    [
      'VERSION_YANKED',
      '2.0.1',
      {},
      { rule: 'M6', verdict: 'WARNED', facts: { yankedAt: '2025-07-01T10:00:00.000Z' } },
    ],
    [
      'VERSION_YANKED',
      '2.0.1',
      { asOf: '2025-06-30' },
      { rule: 'M6', verdict: 'PASSED', facts: { yankedAt: null } },
    ],
  ])('%s for %s, case %#', (code, version, changes, told) => {
    expect(factsOf(code, version, changes)).toEqual({ code, ...told });
  });

  test('of two periods that hold a release, the one told is the one that decides', () => {
    const generous = cover('2025-05-15', '2025-07-15', 'MAJOR', 4);
    const told = factsOf('UPGRADE_NOT_INCLUDED', '2.0.0', { facts: license({ periods: [year, generous] }) });
    expect(told).toMatchObject({
      verdict: 'PASSED',
      facts: { upgrades: 'MAJOR', periodStartsOn: '2025-05-15', soldUnderPolicyVersion: 4 },
    });
  });

  test('what was bought with the license needed no period', () => {
    const facts = { major: 1, majorAtPurchase: 1, upgrades: null, periodStartsOn: null };
    for (const periods of [[], [year]]) {
      const told = factsOf('UPGRADE_NOT_INCLUDED', '1.0.0', { facts: license({ periods }) });
      expect(told).toMatchObject({ verdict: 'PASSED', facts });
    }
  });
});

describe('rules whose facts do not exist are not looked at', () => {
  test.each<[string, string, Partial<Question>, VersionRuleCode[]]>([
    [
      'an unknown version has no day',
      '9.9.9',
      {},
      ['VERSION_NOT_RELEASED', 'VERSION_AFTER_CUTOFF', 'VERSION_YANKED'],
    ],
    [
      'a license not bought has no cut-off',
      '1.0.0',
      { asOf: '2025-01-09' },
      ['VERSION_AFTER_CUTOFF', 'UPGRADE_NOT_INCLUDED'],
    ],
    ['after the cut-off there is no period', '3.0.0', {}, ['UPGRADE_NOT_INCLUDED']],
    [
      'before it is published it fell in no period',
      '2.0.0',
      { asOf: '2025-05-31' },
      ['UPGRADE_NOT_INCLUDED'],
    ],
    ['a plan without gate limits no upgrades', '3.0.0', { policy: ungated }, ['UPGRADE_NOT_INCLUDED']],
  ])('%s', (_case, version, changes, absent) => {
    const codes = decideVersion(question(changes), version).outcomes.map(({ code }) => code);
    for (const code of absent) expect(codes).not.toContain(code);
  });
});

interface Newest {
  readonly entitled: string | null;
  /** The version the decision is on. */
  readonly subject: string | null;
  readonly leading: VersionRuleCode | null;
}

describe('the decision on the newest version', () => {
  test.each<[string, Partial<Question>, Newest]>([
    ['is on the entitled one', {}, { entitled: '1.0.0', subject: '1.0.0', leading: null }],
    [
      'is on the newest published where the license ended',
      { facts: license({ status: 'REVOKED' }) },
      { entitled: null, subject: '3.0.0', leading: 'LICENSE_REVOKED' },
    ],
    [
      'as of that day',
      { facts: license({ purchasedOn: '2024-01-01' }), asOf: '2025-06-30' },
      { entitled: null, subject: '2.0.1', leading: 'VERSION_AFTER_CUTOFF' },
    ],
    [
      'not on one yanked by then',
      { facts: license({ purchasedOn: '2024-01-01' }), asOf: '2025-07-01' },
      { entitled: null, subject: '2.0.0', leading: 'VERSION_AFTER_CUTOFF' },
    ],
    [
      'before the purchase',
      { asOf: '2025-01-09' },
      { entitled: null, subject: '1.0.0', leading: 'NOT_PURCHASED' },
    ],
    [
      'before anything was published',
      { facts: license({ purchasedOn: '2024-01-01' }), asOf: '2024-11-30' },
      { entitled: null, subject: null, leading: 'VERSION_NOT_RELEASED' },
    ],
    [
      'is on a pre-release where there is nothing else',
      { releases: [release('1.0.0-rc.1', '2024-12-01')] },
      { entitled: null, subject: '1.0.0-rc.1', leading: 'PRERELEASE_NOT_OPTED_IN' },
    ],
  ])('%s', (_case, changes, { entitled, subject, leading }) => {
    const newest = decideNewest(question(changes));
    expect(newest.release?.version ?? null).toBe(entitled);
    expect(newest.decision).toMatchObject({ version: subject, leading, accepted: leading === null });
  });

  test.each([
    ['on a finished one', false, '1.0.0'],
    ['on a pre-release where the owner opted in', true, '2.0.0-rc.1'],
  ])('is %s', (_case, prereleases, subject) => {
    const early = [release('1.0.0', '2024-12-01'), release('2.0.0-rc.1', '2025-01-05')];
    const facts = license({ status: 'REVOKED', prereleases });
    expect(decideNewest(question({ releases: early, facts })).decision.version).toBe(subject);
  });

  test('with nothing published the faults of the license are told all the same', () => {
    const { decision } = decideNewest(question({ releases: [], facts: license({ status: 'SUSPENDED' }) }));
    expect(decision.failed).toEqual(['LICENSE_SUSPENDED', 'VERSION_NOT_RELEASED']);
    expect(decision.policyVersion).toBe(maintained.version);
  });
});

describe('the policy that decided', () => {
  test('is named by its version', () => {
    expect(decideVersion(question({ policy: { ...maintained, version: 12 } }), '1.0.0').policyVersion).toBe(
      12,
    );
  });

  test('gives what decides about versions', () => {
    const cutDown = { versionGate: 'NONE', upgrades: null, cover: null } as Parameters<
      typeof versionPolicyOf
    >[0];
    expect(versionPolicyOf(cutDown, 5)).toEqual({ ...ungated, version: 5 });
  });
});
