import { describe, expect, test } from '@jest/globals';
import { compareVersions, parseVersion } from '@mainstay/kernel/values/version';
import fc from 'fast-check';
import { compare } from 'semver';
import { precedes } from './semver-order.js';

const few = fc.integer({ min: 0, max: 11 });
const identifier = fc.oneof(
  few.map(String),
  fc.constantFrom('alpha', 'beta', 'rc', 'rc-1', 'A', '1a', '-', '20260101000000'),
);
const prerelease = fc
  .array(identifier, { maxLength: 3 })
  .map((parts) => (parts.length > 0 ? `-${parts.join('.')}` : ''));
const build = fc.constantFrom('', '+7', '+build.11');
const version = fc.tuple(few, few, few, prerelease, build).map(([major, minor, patch, ...rest]) => {
  return `${major}.${minor}.${patch}${rest.join('')}`;
});
/** Versions that agree in their numbers are where pre-releases decide. */
const near = fc.tuple(prerelease, build).map((rest) => `1.0.0${rest.join('')}`);
const pair = fc.oneof(fc.tuple(version, version), fc.tuple(near, near));

function byKernel(first: string, second: string): number {
  const [left, right] = [parseVersion(first), parseVersion(second)];
  if (!left || !right) throw new TypeError(`${first} or ${second} was not read.`);
  return Math.sign(compareVersions(left, right));
}

describe('three programs agree on which version is newer', () => {
  test('on random ones, both ways around', () => {
    fc.assert(
      fc.property(pair, ([first, second]) => {
        const expected = compare(first, second);
        expect([byKernel(first, second), byKernel(second, first)]).toEqual([expected, 0 - expected]);
        expect([precedes(first, second), precedes(second, first)]).toEqual([expected < 0, expected > 0]);
      }),
      { numRuns: 2_000 },
    );
  });

  test.each([
    ['1.0.0-11', '1.0.0-alpha'],
    ['1.0.0-beta.11', '1.0.0-beta.a'],
    ['1.0.0-alpha', '1.0.0-alpha.1'],
    ['1.0.0-rc.9', '1.0.0-rc.10'],
    ['1.0.0-rc.10', '1.0.0'],
    ['9.9.9', '10.0.0-0'],
  ])('%s is older than %s', (older, newer) => {
    expect(byKernel(older, newer)).toBe(-1);
    expect(byKernel(newer, older)).toBe(1);
  });
});
