import { describe, expect, test } from '@jest/globals';
import {
  ask,
  cover,
  license,
  release,
  ungated,
  type Question,
} from '../../../../test/harness/license-case.js';
import { newestEntitled } from './entitlement.rules.js';
import { decideVersion } from './version-decision.rules.js';

const releases = [
  release('1.8.0', '2024-10-01'),
  release('2.0.0', '2024-12-01'),
  release('2.1.0', '2025-03-01'),
  release('3.0.0', '2025-06-01'),
  release('2.2.0', '2025-07-01'),
  release('1.8.1', '2025-08-01'),
  release('3.1.0', '2026-02-01'),
  release('2.3.0', '2026-03-01'),
  release('4.0.0', '2026-08-01'),
  release('2.4.0', '2026-09-01'),
];

function answers(question: Partial<Question>) {
  const asked = ask({ releases, ...question });
  const { release: newest } = newestEntitled(asked.catalog, asked.facts, asked.policy, asked.moment);
  const refused = releases
    .map(({ version }) => decideVersion(asked, version))
    .filter(({ failed }) => failed.includes('UPGRADE_NOT_INCLUDED'))
    .map(({ version }) => version);
  return { newest: newest?.version ?? null, refused };
}

const minorYear = cover('2025-01-10', '2026-01-10', 'MINOR');
const majorYear = cover('2025-01-10', '2026-01-10', 'MAJOR');

describe('upgrades by the period a release fell in', () => {
  test.each<[string, Partial<Question>, string, string[]]>([
    ['MAJOR takes in every major', { facts: license({ periods: [majorYear] }) }, '3.0.0', []],
    [
      'MINOR stays within the major of the purchase day, back-ports to older ones are not within it',
      { facts: license({ periods: [minorYear] }) },
      '2.2.0',
      ['3.0.0', '1.8.1'],
    ],
    [
      'a plan changed to MAJOR counts for what falls in the term sold under it, not for what came before',
      { facts: license({ periods: [minorYear, cover('2026-01-10', '2026-05-01', 'MAJOR', 2)] }) },
      '3.1.0',
      ['3.0.0', '1.8.1'],
    ],
    [
      'a plan changed to MINOR takes nothing back',
      { facts: license({ periods: [majorYear, cover('2026-01-10', '2027-01-10', 'MINOR', 2)] }) },
      '3.0.0',
      ['3.1.0', '4.0.0'],
    ],
    [
      'what came in a lapse is judged by the period that brought it in',
      {
        facts: license({
          periods: [cover('2025-01-10', '2025-05-01', 'MAJOR'), cover('2026-01-10', '2027-01-10', 'MINOR')],
        }),
      },
      '2.4.0',
      ['3.0.0', '1.8.1', '3.1.0', '4.0.0'],
    ],
    [
      'and as MAJOR where that is MAJOR',
      {
        facts: license({
          periods: [cover('2025-01-10', '2025-05-01', 'MINOR'), cover('2026-01-10', '2026-06-01')],
        }),
      },
      '3.1.0',
      [],
    ],
    [
      'of two that cover a day at once the more generous counts',
      { facts: license({ periods: [minorYear, cover('2025-05-15', '2025-07-15', 'MAJOR')] }) },
      '3.0.0',
      ['1.8.1'],
    ],
    [
      'a site joined too late to hold the release helps nothing',
      { facts: license({ periods: [minorYear, cover('2025-06-02', '2026-01-10', 'MAJOR')] }) },
      '2.2.0',
      ['3.0.0'],
    ],
    [
      'coming MAJOR cover does not count before its first day',
      {
        facts: license({
          periods: [cover('2025-01-10', '2025-05-01', 'MINOR'), cover('2026-01-10', '2027-01-10')],
        }),
        asOf: '2026-01-09',
      },
      '2.1.0',
      [],
    ],
    ['no gate, no limit', { policy: ungated }, '4.0.0', []],
  ])('%s', (_case, question, newest, refused) => {
    expect(answers(question)).toEqual({ newest, refused });
  });
});

describe('where a term gives way to another, the release belongs to one of them', () => {
  const first = cover('2025-01-10', '2025-06-01', 'MINOR');
  const second = cover('2025-06-01', '2026-01-10', 'MAJOR');
  const swapped = [
    { ...first, upgrades: 'MAJOR' },
    { ...second, upgrades: 'MINOR' },
  ] as const;
  test.each([
    ['the last second of MINOR', '2025-05-31T21:59:59Z', [first, second], false],
    ['the first instant of MAJOR', '2025-05-31T22:00:00Z', [first, second], true],
    ['the last second of MAJOR', '2025-05-31T21:59:59Z', swapped, true],
    ['the first instant of MINOR', '2025-05-31T22:00:00Z', swapped, false],
  ])('%s', (_case, at, periods, accepted) => {
    const published = [release('2.0.0', '2024-12-01'), release('3.0.0', at)];
    expect(decideVersion(ask({ releases: published, facts: license({ periods }) }), '3.0.0').accepted).toBe(
      accepted,
    );
  });

  test('what came in a lapse belongs to the first cover after it, not to a site joined later still', () => {
    const periods = [cover('2026-01-10', '2027-01-10', 'MINOR'), cover('2026-06-01', '2027-06-01', 'MAJOR')];
    expect(answers({ facts: license({ periods }) })).toEqual({
      newest: '4.0.0',
      refused: ['3.0.0', '1.8.1', '3.1.0'],
    });
  });
});

describe('the major a license was bought with', () => {
  const year = (purchasedOn: string) =>
    license({ purchasedOn, periods: [cover(purchasedOn, '2026-12-31', 'MINOR')] });
  test.each([
    ['the day before the next major', '2025-05-31', '2.4.0'],
    ['on its very day', '2025-06-01', '3.1.0'],
    ['after it, though a back-port of the old one is published later', '2025-07-02', '3.1.0'],
    ['before the last one of that time', '2024-11-30', '1.8.1'],
  ])('bought %s', (_case, purchasedOn, newest) => {
    expect(answers({ facts: year(purchasedOn) }).newest).toBe(newest);
  });

  test.each<[string, string, string | null, string]>([
    ['a pre-release of the next major is not it', '3.0.0-rc.1', null, '2.4.0'],
    ['one yanked by the end of that day is not it', '3.0.0', '2025-01-10T22:59:59Z', '2.4.0'],
    ['one yanked as that day has ended is it', '3.0.0', '2025-01-10T23:00:00Z', '3.1.0'],
  ])('%s', (_case, version, yankedAt, newest) => {
    const early = release(version, '2025-01-05', yankedAt);
    const catalog = [...releases.filter((other) => other.version !== version), early];
    expect(answers({ releases: catalog, facts: year('2025-01-10') }).newest).toBe(newest);
  });

  test('what was published up to the purchase needs no upgrade, whatever its major', () => {
    const asked = ask({ releases, facts: license({ purchasedOn: '2025-08-15', periods: [minorYear] }) });
    for (const version of ['1.8.1', '2.2.0', '3.0.0']) {
      expect(decideVersion(asked, version).accepted).toBe(true);
    }
  });

  test('a pre-release of the next major is an upgrade to it', () => {
    const early = [release('2.0.0', '2024-12-01'), release('3.0.0-rc.1', '2025-02-01')];
    const facts = license({ prereleases: true, periods: [minorYear] });
    expect(decideVersion(ask({ releases: early, facts }), '3.0.0-rc.1').failed).toEqual([
      'UPGRADE_NOT_INCLUDED',
    ]);
  });
});
