import { describe, expect, test } from '@jest/globals';
import { checkSymbol } from '@mainstay/kernel/values/code';
import { buildCatalog } from '../release/catalog.rules.js';
import type { VersionCase } from '../release/version-outcomes.rules.js';
import { fileCutoffs, fileDays, fileMajor } from './license-file.rules.js';
import { machineFaults } from './machine.rules.js';
import { activationRefusals, decideMoving, usesCover } from './moving.rules.js';
import { parseRequestCode } from './request-code.rules.js';
import { decideSeat, seatsOf, type SeatedLicense } from './seats.rules.js';
import { decideValidation, type MachineFacts } from './validation.rules.js';

const license: SeatedLicense = {
  metric: 'SERVER',
  quantity: 2,
  status: 'ACTIVE',
  revokedAt: null,
  suspendedAt: null,
};
const codes = (refusals: readonly { code: string }[]) => refusals.map(({ code }) => code);

describe('a seat', () => {
  test.each([
    ['LICENSE', 3],
    ['SERVER', 3],
    ['DEVICES', 3],
    ['SITE', null],
    ['USERS', null],
  ])('of %s', (metric, seats) => {
    expect(seatsOf({ metric, quantity: 3 })).toBe(seats);
  });

  test.each<[string, SeatedLicense | null, boolean, number, string[]]>([
    ['free', license, false, 1, []],
    ['none left', license, false, 2, ['TOO_MANY_MACHINES']],
    ['its own, beside too many others', license, true, 5, []],
    ['of users', { ...license, metric: 'USERS' }, false, 99, []],
    ['of nobody', null, false, 0, ['LICENSE_NOT_FOUND']],
    ['of a revoked license, and none left', { ...license, status: 'REVOKED' }, false, 2, ['LICENSE_REVOKED']],
    ['its own, of a suspended license', { ...license, status: 'SUSPENDED' }, true, 1, ['LICENSE_SUSPENDED']],
  ])('%s', (...[, given, active, activeMachines, expected]) => {
    const named = { license: 'licenseId', machine: 'fingerprint' } as const;
    expect(codes(decideSeat({ license: given, active, activeMachines }, named))).toEqual(expected);
  });

  test('is refused by the name under which license and machine were told', () => {
    const named = { license: 'license', machine: 'requestCode' } as const;
    const fieldsOf = (given: SeatedLicense | null) =>
      decideSeat({ license: given, active: false, activeMachines: 2 }, named).map(({ field }) => field);
    expect([fieldsOf(null), fieldsOf(license)]).toEqual([[['license']], [['requestCode']]]);
  });
});

describe('a machine as it is told', () => {
  test.each([
    [{ fingerprint: 'a' }, []],
    [{ fingerprint: ' ' }, ['FINGERPRINT_INVALID']],
    [{}, ['FINGERPRINT_INVALID']],
    [{ fingerprint: 'a', name: '', version: '1' }, ['NAME_INVALID', 'VERSION_INVALID']],
    [{ fingerprint: 'x'.repeat(501), name: 'x'.repeat(201) }, ['FINGERPRINT_INVALID', 'NAME_INVALID']],
  ])('%j', (told, expected) => {
    expect(codes(machineFaults(told))).toEqual(expected);
  });
});

describe('giving up a machine (M7)', () => {
  const facts = { policyVersion: 1, expiresOn: '2026-01-01' };

  test.each([
    [true, true, [], true],
    [true, false, ['COVER_NEEDED'], false],
    [false, false, [], false],
    [false, true, [], false],
  ])('where moving needs cover: %s, covered: %s', (movingNeedsCover, active, expected, used) => {
    const moving = { ...facts, movingNeedsCover, active };
    expect(codes(decideMoving(moving, 'activationId'))).toEqual(expected);
    expect(usesCover(moving)).toBe(used);
  });

  test('names the rule, the day and the way out', () => {
    const [refusal] = decideMoving({ ...facts, movingNeedsCover: true, active: false }, 'activationId');
    expect(refusal).toMatchObject({ facts: { rule: 'M7', expiresOn: '2026-01-01', policyVersion: 1 } });
    expect(refusal?.message).toContain('renew it first');
  });

  test.each([
    [null, ['ACTIVATION_NOT_FOUND']],
    [{ deactivatedAt: '2026-01-01T00:00:00Z' }, ['ACTIVATION_ENDED']],
    [{ deactivatedAt: null }, []],
  ])('of %j', (activation, expected) => {
    expect(codes(activationRefusals(activation, 'activationId'))).toEqual(expected);
  });
});

const release = (version: string, day: string, yanked = false) => ({
  ...{ id: version, version, major: Number(version.split('.')[0]), prerelease: version.includes('-') },
  releasedAtMs: Date.parse(`${day}T12:00:00Z`),
  yankedAtMs: yanked ? Date.parse('2026-06-01T00:00:00Z') : null,
});

const catalog = buildCatalog([
  release('1.0.0', '2025-12-01'),
  release('1.1.0', '2026-03-01', true),
  release('1.2.0', '2026-12-28'),
  release('2.0.0', '2027-01-05'),
  release('2.1.0-rc.1', '2026-12-29'),
]);

/** Bought 2026-01-01, covered to 2027-01-01; asked on 2027-01-25. */
function versions(changes: Partial<VersionCase['facts']> = {}, day = '2027-01-25'): VersionCase {
  const period = { startsOn: '2026-01-01', countedFrom: '2026-01-01', expiresOn: '2027-01-01' };
  return {
    catalog,
    policy: { version: 1, versionGate: 'MAINTENANCE', upgrades: 'MAJOR', lapsedRenewal: 'PAID_DAY' as never },
    moment: { asOf: day, nowMs: Date.parse(`${day}T12:00:00Z`), zone: 'UTC' },
    facts: {
      ...{ purchasedOn: '2026-01-01', status: 'ACTIVE', revokedAtMs: null, suspendedAtMs: null },
      ...{ prereleases: false, periods: [{ ...period, upgrades: 'MAJOR', planVersion: 1 }] },
      ...changes,
    },
  };
}

describe('a validation (M9)', () => {
  const seated: MachineFacts = { rank: 1, activeMachines: 1 };
  const without: MachineFacts = { rank: null, activeMachines: 2 };
  const ended = Date.parse('2026-02-01T00:00:00Z');

  test.each<[string, string, VersionCase, MachineFacts, string[], string[]]>([
    ['entitled, in lapsed cover', '1.2.0', versions(), seated, [], ['COVER_LAPSED']],
    ['entitled, in cover', '1.0.0', versions({}, '2026-12-30'), seated, [], []],
    ['yanked', '1.1.0', versions({}, '2026-12-30'), seated, [], ['VERSION_YANKED']],
    ['after the cut-off', '2.0.0', versions(), seated, ['VERSION_AFTER_CUTOFF'], ['COVER_LAPSED']],
    ['unknown', '9.9.9', versions({}, '2026-12-30'), seated, ['VERSION_UNKNOWN'], []],
    ['not published yet', '2.0.0', versions({}, '2026-12-30'), seated, ['VERSION_UNKNOWN'], []],
    ['a pre-release', '2.1.0-rc.1', versions({}, '2026-12-30'), seated, ['PRERELEASE_NOT_OPTED_IN'], []],
    [
      'no seat, one free',
      '1.0.0',
      versions({}, '2026-12-30'),
      { ...without, activeMachines: 1 },
      ['MACHINE_NOT_ACTIVATED'],
      [],
    ],
    [
      'no seat, none free',
      '1.0.0',
      versions({}, '2026-12-30'),
      without,
      ['MACHINE_NOT_ACTIVATED', 'TOO_MANY_MACHINES'],
      [],
    ],
    [
      'a seat beyond the last',
      '1.0.0',
      versions({}, '2026-12-30'),
      { rank: 3, activeMachines: 3 },
      ['TOO_MANY_MACHINES'],
      [],
    ],
    [
      'everything at once',
      '2.0.0',
      versions({ status: 'REVOKED', revokedAtMs: ended, suspendedAtMs: ended }),
      without,
      [
        'LICENSE_REVOKED',
        'LICENSE_SUSPENDED',
        'MACHINE_NOT_ACTIVATED',
        'TOO_MANY_MACHINES',
        'VERSION_AFTER_CUTOFF',
      ],
      ['COVER_LAPSED'],
    ],
  ])('%s', (...[, version, asked, machine, reasons, warnings]) => {
    const verdict = decideValidation({ license, machine, versions: asked, version });
    expect(verdict).toMatchObject({ valid: reasons.length === 0, reasons, warnings });
  });

  test('gives a file where license and machine are good, whatever the version', () => {
    const due = (machine: MachineFacts, version: string, changes: Partial<VersionCase['facts']> = {}) =>
      decideValidation({ license, machine, versions: versions(changes), version }).fileDue;
    expect(due(seated, '1.0.0')).toBe(true);
    expect(due(seated, '2.0.0')).toBe(true);
    expect(due(without, '1.0.0')).toBe(false);
    expect(due(seated, '1.0.0', { status: 'SUSPENDED', suspendedAtMs: ended })).toBe(false);
  });
});

describe('what a file says', () => {
  const policy = { every: 'P30D', manualLasts: 'P90D', grace: 'P14D', then: 'REFUSE_CONNECTIONS' } as const;

  test.each([
    ['ONLINE', '2027-01-19', '2027-02-02'],
    ['MANUAL', '2027-03-20', '2027-04-03'],
    ['OFFLINE', '2027-03-20', '2027-04-03'],
  ] as const)(
    'issued 2026-12-20, %s: by %s, and from %s the consequence',
    (kind, validateBy, consequenceOn) => {
      expect(fileDays(policy, kind, '2026-12-20')).toEqual({
        ...{ validateBy, consequenceOn, consequence: 'REFUSE_CONNECTIONS' },
      });
    },
  );

  test('of a product that never validates: no days', () => {
    expect(fileDays(null, 'ONLINE', '2026-12-20')).toEqual({
      ...{ validateBy: null, consequenceOn: null, consequence: null },
    });
  });

  const period = (startsOn: string, expiresOn: string, upgrades: 'MAJOR' | 'MINOR' = 'MAJOR') => ({
    ...{ startsOn, countedFrom: startsOn, expiresOn, upgrades, planVersion: 1 },
  });

  test.each([
    ['cover', [period('2026-01-01', '2027-01-01')], [{ from: '2026-12-20', before: '2027-01-01' }]],
    ['no cover at all', [], [{ from: '2026-12-20', before: '2026-01-02' }]],
    [
      'a gap, and cover bought already',
      [period('2026-01-01', '2026-06-01'), period('2027-01-10', '2028-01-10')],
      [
        { from: '2026-12-20', before: '2026-06-01' },
        { from: '2027-01-10', before: '2028-01-10' },
      ],
    ],
  ])('by %s', (_, periods, expected) => {
    expect(fileCutoffs(versions({ periods }, '2026-12-20'))).toEqual(expected);
  });

  test('limits majors only where no cover allows more', () => {
    const minor = period('2026-01-01', '2026-06-01', 'MINOR');
    expect(fileMajor(versions({ periods: [minor] }))).toBe(1);
    expect(fileMajor(versions({ periods: [minor, period('2026-06-01', '2027-01-01')] }))).toBeNull();
  });
});

describe('a request code', () => {
  const payload = '0123456789ABCDEF00000001';
  const whole = payload + checkSymbol(payload);

  test.each([
    [whole, '0123456789ABCDEF'],
    [` ${whole.toLowerCase().replace(/(.{5})/g, '$1-')} `, '0123456789ABCDEF'],
    [whole.replace('1', 'I').replace('0', 'o'), '0123456789ABCDEF'],
    [whole.slice(1), null],
    [`${payload}?`, null],
    [`1${whole.slice(1)}`, null],
    ['', null],
  ])('%s', (text, expected) => {
    expect(parseRequestCode(text)?.machineKey ?? null).toBe(expected);
  });
});
