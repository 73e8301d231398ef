import { describe, expect, test } from '@jest/globals';
import { toldLicenses, type OwnedLicense, type ReleaseAudience } from './release-audience.rules.js';

function license(licenseId: string, more: Partial<OwnedLicense>): OwnedLicense {
  const usual = { status: 'ACTIVE', prereleases: false, covered: false, entitled: false } as const;
  return { licenseId, accountId: 'acc_1', ...usual, ...more };
}

const owned = [
  license('covered', { covered: true, entitled: true }),
  license('covered, another major', { covered: true }),
  license('lapsed', {}),
  license('lapsed, released before', { entitled: true }),
  license('opted in', { covered: true, entitled: true, prereleases: true }),
  license('lapsed, opted in', { prereleases: true }),
  license('suspended', { covered: true, prereleases: true, status: 'SUSPENDED' }),
  license('revoked', { covered: true, prereleases: true, status: 'REVOKED' }),
];

describe('who is told of a release', () => {
  test.each<[ReleaseAudience, string[], string[]]>([
    ['NOBODY', [], []],
    ['ENTITLED', ['covered', 'lapsed, released before', 'opted in'], ['opted in']],
    ['ALL_OWNERS', ['covered', 'covered, another major', 'opted in'], ['opted in']],
    [
      'ALL_OWNERS_AND_LAPSED',
      [
        ...['covered', 'covered, another major', 'lapsed', 'lapsed, released before', 'opted in'],
        'lapsed, opted in',
      ],
      ['opted in', 'lapsed, opted in'],
    ],
  ])('%s', (audience, ofRelease, ofPrerelease) => {
    const told = (prerelease: boolean) =>
      toldLicenses(owned, { audience, sellsCover: true, prerelease }).map(({ licenseId }) => licenseId);
    expect(told(false)).toEqual(ofRelease);
    expect(told(true)).toEqual(ofPrerelease);
  });

  test('all owners, where no cover is sold', () => {
    const told = toldLicenses(owned, { audience: 'ALL_OWNERS', sellsCover: false, prerelease: false });
    expect(told).toHaveLength(6);
  });
});
