import { describe, expect, test } from '@jest/globals';
import {
  ask,
  cover,
  license,
  maintained,
  ms,
  release,
  today,
  type Question,
} from '../../../../test/harness/license-case.js';
import { civilDayOf } from '@mainstay/kernel/values/civil';
import { decideVersion } from './version-decision.rules.js';
import { afterRemedy } from './version-remedies.rules.js';

const releases = [
  release('1.0.0', '2024-12-01'),
  release('2.0.0', '2025-06-01'),
  release('2.1.0-rc.1', '2025-07-01'),
  release('3.0.0-rc.1', '2026-02-01'),
  release('3.0.0', '2026-04-01'),
];
const year = cover('2025-01-10', '2026-01-10');
const minorYear = cover('2025-01-10', '2026-01-10', 'MINOR');
const lapsed = license({ periods: [year] });
const suspended = license({
  status: 'SUSPENDED',
  suspendedAtMs: ms('2026-03-01T10:00:00Z'),
  periods: [year],
});
const revoked = license({ status: 'REVOKED', revokedAtMs: ms('2026-03-01T10:00:00Z'), periods: [year] });
const renewedAfterLapse = license({ periods: [year, cover('2026-05-01', '2027-05-01')] });

/** Each remedy as one word or two: what to do, and until when or for which version. */
function waysForward(version: string, question: Partial<Question>): string[] {
  const decision = decideVersion(ask({ releases, facts: lapsed, ...question }), version);
  return decision.remedies.map(({ action, until, version: named }) =>
    [action, until, named].filter((part) => part !== null).join(' '),
  );
}

describe('what would turn a refusal', () => {
  test.each<[string, string, Partial<Question>, string[]]>([
    ['nothing need be done where it is allowed', '2.0.0', {}, []],
    ['lapsed: renew past today, which is past the release', '3.0.0', {}, ['RENEW 2026-11-03']],
    ['never maintained: buy maintenance', '3.0.0', { facts: license() }, ['BUY 2026-11-03']],
    [
      'a pack that begins later is waited for',
      '3.0.0',
      { facts: renewedAfterLapse, asOf: '2026-04-30' },
      ['WAIT_FOR 2026-05-01'],
    ],
    [
      'of two coming packs the first that helps',
      '3.0.0',
      {
        facts: license({ periods: [...renewedAfterLapse.periods, cover('2027-06-01', '2028-06-01')] }),
        asOf: '2026-04-30',
      },
      ['WAIT_FOR 2026-05-01'],
    ],
    [
      'for a day that is past cover bought today comes too late, where it begins with its payment',
      '3.0.0',
      { asOf: '2026-04-30' },
      [],
    ],
    [
      'it does not where a renewal begins at the old end',
      '3.0.0',
      { asOf: '2026-04-30', policy: { ...maintained, lapsedRenewal: 'PREVIOUS_EXPIRY' } },
      ['RENEW 2026-11-03'],
    ],
    [
      'next month with courtesy days covers today as well',
      '3.0.0',
      { policy: { ...maintained, lapsedRenewal: 'NEXT_MONTH_START' } },
      ['RENEW 2026-11-03'],
    ],
    ['not published as of that day: wait for it', '2.0.0', { asOf: '2025-05-31' }, ['WAIT_FOR 2025-06-01']],
    [
      'not bought as of that day: wait for the purchase',
      '1.0.0',
      { asOf: '2025-01-09' },
      ['WAIT_FOR 2025-01-10'],
    ],
    [
      'neither bought nor published: the day that both are',
      '2.0.0',
      { asOf: '2025-01-09' },
      ['WAIT_FOR 2025-06-01'],
    ],
    ['a pre-release: opt in', '2.1.0-rc.1', {}, ['OPT_IN']],
    ['a pre-release after the end: renew and opt in', '3.0.0-rc.1', {}, ['RENEW 2026-11-03', 'OPT_IN']],
    ['suspended: pay', '2.0.0', { facts: suspended }, ['PAY']],
    ['suspended, and a pre-release: pay and opt in', '2.1.0-rc.1', { facts: suspended }, ['PAY', 'OPT_IN']],
    ['suspended, and lapsed: pay and renew', '3.0.0', { facts: suspended }, ['RENEW 2026-11-03', 'PAY']],
    ['revoked: only a new license', '2.0.0', { facts: revoked }, ['BUY 2.0.0']],
    [
      'revoked, and a pre-release: that and opt in',
      '2.1.0-rc.1',
      { facts: revoked },
      ['BUY 2.1.0-rc.1', 'OPT_IN'],
    ],
    ['revoked, for a day that is past: nothing', '2.0.0', { facts: revoked, asOf: '2026-10-01' }, []],
    [
      'another major under MINOR: no renewal helps, a new license does',
      '2.0.0',
      { facts: license({ periods: [minorYear] }) },
      ['BUY 2.0.0'],
    ],
    [
      'lapsed under MINOR, renewed under MAJOR',
      '3.0.0',
      { facts: license({ periods: [minorYear] }) },
      ['RENEW 2026-11-03'],
    ],
    [
      'lapsed, and a renewal would be MINOR too',
      '3.0.0',
      { policy: { ...maintained, upgrades: 'MINOR' } },
      ['BUY 3.0.0'],
    ],
    ['an unknown version: nothing is promised', '9.9.9', {}, []],
  ])('%s', (_case, version, question, expected) => {
    expect(waysForward(version, question)).toEqual(expected);
  });
});

describe('cover to buy ends after today, for none that is sold today ends before', () => {
  const rules = ['PURCHASE_DAY', 'NEXT_MONTH_START', 'PREVIOUS_EXPIRY'] as const;
  const bought: [string, Partial<Question>][] = [
    ['RENEW', { facts: lapsed }],
    ['BUY', { facts: license() }],
  ];
  const asked = bought.flatMap(([action, question]) =>
    rules.map((rule) => [action, rule, question] as const),
  );

  test.each(asked)('%s, with lapsed cover renewed by %s', (action, lapsedRenewal, question) => {
    const days: [released: string, now: string, until: string][] = [
      ['2026-01-10', '2026-11-02T11:00:00Z', '2026-11-03'],
      ['2026-11-01', '2026-11-02T11:00:00Z', '2026-11-03'],
      ['2026-11-02T09:00:00Z', '2026-11-02T11:00:00Z', '2026-11-03'],
      // The last second of the day in Stockholm, and the first of the next one.
      ['2026-11-02T09:00:00Z', '2026-11-02T22:59:59Z', '2026-11-03'],
      ['2026-11-02T09:00:00Z', '2026-11-02T23:00:00Z', '2026-11-04'],
      ['2026-11-02T23:00:00Z', '2026-11-02T23:00:00Z', '2026-11-04'],
      ['2026-12-30', '2026-12-31T11:00:00Z', '2027-01-01'],
    ];
    for (const [released, now, until] of days) {
      const zoned = ask({ ...question, releases: [release('9.0.0', released)], now });
      const today = civilDayOf(zoned.moment.nowMs, zoned.moment.zone);
      const policy = { ...maintained, lapsedRenewal };
      const given = { ...zoned, policy, moment: { ...zoned.moment, asOf: today } };
      const { remedies } = decideVersion(given, '9.0.0');
      expect(remedies.map((remedy) => [remedy.action, remedy.until])).toEqual([[action, until]]);
      expect(remedies[0]?.text).toContain(until);
      expect(remedies.map((remedy) => decideVersion(afterRemedy(given, remedy), '9.0.0').accepted)).toEqual([
        true,
      ]);
    }
  });

  test("today is the vendor's", () => {
    const late: Partial<Question> = { now: '2026-11-02T23:30:00Z', asOf: '2026-11-02' };
    expect(waysForward('3.0.0', late)).toEqual([]);
    expect(waysForward('3.0.0', { ...late, zone: 'America/Los_Angeles' })).toEqual(['RENEW 2026-11-03']);
  });
});

describe('a remedy says which rules it clears', () => {
  test.each<[string, string, Partial<Question>, [string, string[]][]]>([
    [
      'one rule each, both needed',
      '3.0.0-rc.1',
      {},
      [
        ['RENEW', ['VERSION_AFTER_CUTOFF']],
        ['OPT_IN', ['PRERELEASE_NOT_OPTED_IN']],
      ],
    ],
    [
      'waiting clears what waiting can',
      '2.0.0',
      { asOf: '2025-01-09' },
      [['WAIT_FOR', ['NOT_PURCHASED', 'VERSION_NOT_RELEASED']]],
    ],
    [
      'waiting opts nobody in',
      '2.1.0-rc.1',
      { asOf: '2025-06-30' },
      [
        ['WAIT_FOR', ['VERSION_NOT_RELEASED']],
        ['OPT_IN', ['PRERELEASE_NOT_OPTED_IN']],
      ],
    ],
    [
      'a new license clears all but the opt-in',
      '3.0.0-rc.1',
      { facts: revoked },
      [
        ['BUY', ['LICENSE_REVOKED', 'VERSION_AFTER_CUTOFF']],
        ['OPT_IN', ['PRERELEASE_NOT_OPTED_IN']],
      ],
    ],
  ])('%s', (_case, version, question, expected) => {
    const decision = decideVersion(ask({ releases, facts: lapsed, ...question }), version);
    expect(decision.remedies.map(({ action, clears }) => [action, clears])).toEqual(expected);
    const cleared = decision.remedies.flatMap(({ clears }) => clears);
    expect(new Set(cleared)).toEqual(new Set(decision.failed));
  });

  test('in a sentence that names the day', () => {
    const [remedy] = decideVersion(ask({ releases, facts: lapsed }), '3.0.0').remedies;
    expect(remedy?.text).toContain('2026-11-03');
  });
});

describe('cover that reaches the day after the release is enough', () => {
  test('one day less and the release stays out', () => {
    const at = (expiresOn: string) =>
      decideVersion(
        ask({ releases, facts: license({ periods: [cover('2025-01-10', expiresOn)] }) }),
        '3.0.0',
      );
    expect(at('2026-04-01').leading).toBe('VERSION_AFTER_CUTOFF');
    expect(at('2026-04-02').accepted).toBe(true);
  });

  test('a renewal taken up leads to the verdict it promised', () => {
    const asked = ask({ releases, facts: lapsed });
    const [renewal] = decideVersion(asked, '3.0.0').remedies;
    const renewed = renewal ? afterRemedy(asked, renewal) : asked;
    expect(renewed.facts.periods.at(-1)).toMatchObject({
      startsOn: today,
      expiresOn: '2026-11-03',
      planVersion: 3,
    });
    expect(decideVersion(renewed, '3.0.0').accepted).toBe(true);
  });
});
