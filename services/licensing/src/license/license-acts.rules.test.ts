import { describe, expect, test } from '@jest/globals';
import {
  decidePrereleases,
  decideStanding,
  standingAfter,
  standingFaults,
  type Standing,
  type StandingAct,
} from './license-acts.rules.js';

const now = '2026-11-02T12:00:00.000Z';
const then = '2026-10-01T12:00:00.000Z';
const active: Standing = { status: 'ACTIVE', revokedAt: null, suspendedAt: null };
const suspended: Standing = { status: 'SUSPENDED', revokedAt: null, suspendedAt: then };
const revoked: Standing = { status: 'REVOKED', revokedAt: then, suspendedAt: null };

describe('a reason', () => {
  test.each<[string, string | null | undefined, string[]]>([
    ['is given', 'refunded by hand', []],
    ['of 500', 'r'.repeat(500), []],
    ['of 501', 'r'.repeat(501), ['REASON_INVALID']],
    ['of spaces', '  ', ['REASON_INVALID']],
    ['left out', undefined, ['REASON_INVALID']],
    ['that is null', null, ['REASON_INVALID']],
  ])('%s', (_, reason, codes) => {
    expect(standingFaults({ reason }).map(({ code }) => code)).toEqual(codes);
  });
});

describe('a license', () => {
  test.each<[StandingAct, string, Standing | null, string[]]>([
    ['REVOKE', 'that is active', active, []],
    ['REVOKE', 'that is suspended', suspended, []],
    ['REVOKE', 'that is revoked', revoked, ['LICENSE_REVOKED']],
    ['REVOKE', 'that is not there', null, ['LICENSE_NOT_FOUND']],
    ['SUSPEND', 'that is active', active, []],
    ['SUSPEND', 'that is suspended', suspended, ['LICENSE_SUSPENDED']],
    ['SUSPEND', 'that is revoked', revoked, ['LICENSE_REVOKED']],
    ['SUSPEND', 'that is not there', null, ['LICENSE_NOT_FOUND']],
    ['REINSTATE', 'that is active', active, ['LICENSE_NOT_SUSPENDED']],
    ['REINSTATE', 'that is suspended', suspended, []],
    ['REINSTATE', 'that is revoked', revoked, ['LICENSE_REVOKED']],
    ['REINSTATE', 'that is not there', null, ['LICENSE_NOT_FOUND']],
  ])('%s one %s', (act, _, license, codes) => {
    expect(decideStanding(act, license).map(({ code }) => code)).toEqual(codes);
  });

  test('says since when it cannot be', () => {
    expect(decideStanding('SUSPEND', suspended)[0]?.facts).toEqual({ suspendedAt: then });
    expect(decideStanding('SUSPEND', revoked)[0]?.facts).toEqual({ revokedAt: then });
  });

  test.each<[StandingAct, Standing, Standing]>([
    ['REVOKE', active, { ...revoked, revokedAt: now }],
    ['REVOKE', suspended, { status: 'REVOKED', revokedAt: now, suspendedAt: then }],
    ['SUSPEND', active, { ...suspended, suspendedAt: now }],
    ['REINSTATE', suspended, active],
  ])('%s leads from %j to %j', (act, before, after) => {
    expect(standingAfter(act, before, now)).toEqual(after);
  });
});

describe('opting in to pre-releases', () => {
  const out = { ...active, prereleases: false };
  const within = { ...active, prereleases: true };

  test.each<[string, (Standing & { prereleases: boolean }) | null, boolean, string[]]>([
    ['is done', out, true, []],
    ['is taken back', within, false, []],
    ['is done while suspended', { ...out, ...suspended }, true, []],
    ['twice is nothing', within, true, ['NOTHING_CHANGED']],
    ['taken back twice is nothing', out, false, ['NOTHING_CHANGED']],
    ['is refused for a revoked license', { ...out, ...revoked }, true, ['LICENSE_REVOKED']],
    ['is refused for a revoked one, also for nothing', { ...within, ...revoked }, true, ['LICENSE_REVOKED']],
    ['is refused where there is none', null, true, ['LICENSE_NOT_FOUND']],
  ])('%s', (_, license, optIn, codes) => {
    expect(decidePrereleases(license, { optIn }).map(({ code }) => code)).toEqual(codes);
  });
});
