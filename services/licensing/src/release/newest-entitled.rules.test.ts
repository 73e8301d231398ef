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
import { newestEntitled, newestStable } from './entitlement.rules.js';

function newest(question: Question): string | null {
  const { catalog, facts, policy, moment } = ask(question);
  return newestEntitled(catalog, facts, policy, moment).release?.version ?? null;
}

describe('the purchase day and the end of cover, to the second', () => {
  const bought = license({ purchasedOn: '2026-03-10' });
  const covered = license({ purchasedOn: '2025-03-10', periods: [cover('2025-03-10', '2026-03-11')] });
  test.each([
    ['in its last second in Stockholm', '2026-03-10T22:59:59Z', 'Europe/Stockholm', '2.0.0'],
    ['as the next day begins there', '2026-03-10T23:00:00Z', 'Europe/Stockholm', '1.0.0'],
    ['in its last second in Los Angeles', '2026-03-11T06:59:59Z', 'America/Los_Angeles', '2.0.0'],
    ['as the next day begins there', '2026-03-11T07:00:00Z', 'America/Los_Angeles', '1.0.0'],
  ])('%s', (_case, at, zone, expected) => {
    const releases = [release('1.0.0', '2024-06-01'), release('2.0.0', at)];
    expect(newest({ releases, facts: bought, zone })).toBe(expected);
    expect(newest({ releases, facts: covered, zone })).toBe(expected);
  });

  test.each([
    ['Africa/Cairo', '2024-04-26', '2024-04-25T21:59:59Z', '2024-04-25T22:00:00Z'],
    ['America/Santiago', '2024-09-08', '2024-09-08T03:59:59Z', '2024-09-08T04:00:00Z'],
    ['America/Santiago', '2026-09-06', '2026-09-06T03:59:59Z', '2026-09-06T04:00:00Z'],
  ])('in %s cover until %s, a day without a midnight', (zone, expiresOn, last, first) => {
    const facts = license({ purchasedOn: '2023-09-08', periods: [cover('2023-09-08', expiresOn)] });
    const releases = [release('1.0.0', '2023-01-01'), release('2.0.0', last), release('3.0.0', first)];
    expect(newest({ releases, facts, zone })).toBe('2.0.0');
  });
});

describe('which release is the answer', () => {
  const releases = [
    release('1.0.0', '2024-12-01'),
    release('1.1.0', '2025-06-01'),
    release('2.0.0', '2025-09-01'),
    release('2.1.0', '2026-02-01'),
    release('1.1.1', '2026-03-01'),
    release('3.0.0', '2026-08-01'),
  ];
  const lapsed = cover('2025-01-10', '2026-01-01');
  const renewed = cover('2026-05-01', '2027-05-01');
  test.each<[string, Partial<Question>, string | null]>([
    ['never maintained: what there was on the purchase day', {}, '1.0.0'],
    ['lapsed: what came before the end', { facts: license({ periods: [lapsed] }) }, '2.0.0'],
    [
      'lapsed for years: it keeps working',
      { facts: license({ periods: [lapsed] }), asOf: '2040-01-01' },
      '2.0.0',
    ],
    [
      'in the lapse nothing of the lapse',
      { facts: license({ periods: [lapsed, renewed] }), asOf: '2026-04-30' },
      '2.0.0',
    ],
    [
      'renewed past it: what was published in the lapse too',
      { facts: license({ periods: [lapsed, renewed] }), asOf: '2026-05-01' },
      '2.1.0',
    ],
    ['and what comes under the renewal', { facts: license({ periods: [lapsed, renewed] }) }, '3.0.0'],
    [
      'a back-port published later is not newer',
      { facts: license({ periods: [cover('2025-01-10', '2026-05-01')] }) },
      '2.1.0',
    ],
    ['bought before anything was published', { facts: license({ purchasedOn: '2024-11-30' }) }, null],
    ['a plan that gates nothing', { policy: ungated }, '3.0.0'],
    ['such a plan long before', { policy: ungated, asOf: '2025-06-30' }, '1.1.0'],
    ['such a plan before the purchase', { policy: ungated, asOf: '2025-01-09' }, null],
    ['such a plan on the purchase day', { policy: ungated, asOf: '2025-01-10' }, '1.0.0'],
  ])('%s', (_case, question, expected) => {
    expect(newest({ releases, ...question })).toBe(expected);
  });

  test('nothing was ever published', () => {
    expect(newest({ releases: [] })).toBeNull();
  });

  test('a license not bought yet has no cut-off either', () => {
    const { catalog, facts, policy, moment } = ask({ releases, asOf: '2025-01-09' });
    expect(newestEntitled(catalog, facts, policy, moment)).toEqual({ release: null, cutoffMs: null });
  });

  test.each(['REVOKED', 'SUSPENDED'] as const)(
    'one %s keeps its cut-off, so that the answer can say it',
    (status) => {
      const endedAtMs = ms('2026-06-01T10:00:00Z');
      const facts = license({ status, revokedAtMs: endedAtMs, suspendedAtMs: endedAtMs });
      const { catalog, policy, moment } = ask({ releases });
      expect(newestEntitled(catalog, facts, policy, moment)).toEqual({
        release: null,
        cutoffMs: ms('2025-01-10T23:00:00Z'),
      });
    },
  );
});

describe('pre-releases', () => {
  const releases = [
    release('1.9.0', '2025-02-01'),
    release('2.0.0-rc.2', '2025-03-01'),
    release('2.0.0-rc.10', '2025-04-01'),
  ];
  const periods = [cover('2025-01-10', '2027-01-10')];
  const withFinal = [...releases, release('2.0.0', '2025-05-01')];
  test.each([
    ['are no answer', releases, false, '1.9.0'],
    ['are where the owner opted in', releases, true, '2.0.0-rc.10'],
    ['give way to the release they prepared', withFinal, true, '2.0.0'],
  ])('%s', (_case, published, prereleases, expected) => {
    expect(newest({ releases: published, facts: license({ periods, prereleases }) })).toBe(expected);
  });

  test('are bound by the cut-off as well', () => {
    const facts = license({ prereleases: true, periods: [cover('2025-01-10', '2025-04-01')] });
    expect(newest({ releases, facts })).toBe('2.0.0-rc.2');
  });

  test('are all there is before the first release', () => {
    const early = [release('1.0.0-beta.1', '2024-06-01')];
    expect(newest({ releases: early })).toBeNull();
    expect(newest({ releases: early, facts: license({ prereleases: true }) })).toBe('1.0.0-beta.1');
  });
});

describe('a yanked release is not the answer from the day of its yanking on', () => {
  const yankedAt = '2026-06-15T15:00:00Z';
  const releases = [release('1.0.0', '2024-12-01'), release('1.1.0', '2025-01-05', yankedAt)];
  test.each([
    ['the day before', '2026-06-14', '2026-11-02T11:00:00Z', '1.1.0'],
    ['that day', '2026-06-15', '2026-11-02T11:00:00Z', '1.0.0'],
    ['any day after', '2026-06-16', '2026-11-02T11:00:00Z', '1.0.0'],
    ['that day, asked just before', '2026-06-15', '2026-06-15T14:59:59.999Z', '1.1.0'],
    ['that day, asked at that instant', '2026-06-15', yankedAt, '1.0.0'],
    ['a coming day, asked just before: nobody knows yet', '2026-12-01', '2026-06-15T14:59:59.999Z', '1.1.0'],
  ])('%s', (_case, asOf, now, expected) => {
    expect(newest({ releases, asOf, now })).toBe(expected);
  });

  test('put back, it has its first date', () => {
    const putBack = [release('1.0.0', '2024-12-01'), release('1.1.0', '2025-01-05')];
    expect(newest({ releases: putBack })).toBe('1.1.0');
  });

  test('with no other there is none', () => {
    expect(newest({ releases: [release('1.0.0', '2024-12-01', '2026-01-01')] })).toBeNull();
  });
});

describe('the newest release of a product, whoever asks', () => {
  const releases = [
    release('1.0.0', '2025-01-01'),
    release('1.1.0', '2025-06-01', '2025-08-01'),
    release('1.0.1', '2025-07-01'),
    release('2.0.0-rc.1', '2025-09-01'),
  ];
  test.each([
    ['2024-12-31', undefined],
    ['2025-01-01', '1.0.0'],
    ['2025-07-31', '1.1.0'],
    ['2025-08-01', '1.0.1'],
    ['2026-01-01', '1.0.1'],
  ])('as of %s is %s', (asOf, expected) => {
    const { catalog, moment } = ask({ releases, asOf });
    expect(newestStable(catalog, moment)?.version).toBe(expected);
  });
});
