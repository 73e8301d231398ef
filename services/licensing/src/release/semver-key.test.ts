import { describe, expect, test } from '@jest/globals';
import { compare } from 'semver';
import { semverKey } from './semver-key.js';

/** From semver.org, and where plain text order would go wrong. */
const ascending = [
  '0.0.2',
  '0.0.10',
  '0.9.0',
  '0.10.0-0',
  '0.10.0',
  '1.0.0-0',
  '1.0.0-2',
  '1.0.0-10',
  '1.0.0-20260101000000',
  '1.0.0-alpha',
  '1.0.0-alpha.1',
  '1.0.0-alpha.2',
  '1.0.0-alpha.11',
  '1.0.0-alpha.beta',
  '1.0.0-alpha-1',
  '1.0.0-beta',
  '1.0.0-beta.2',
  '1.0.0-beta.11',
  '1.0.0-rc.1',
  '1.0.0',
  '9.12.3',
  '10.0.0',
];

function byKey(a: string, b: string): number {
  const [left, right] = [semverKey(a) ?? '', semverKey(b) ?? ''];
  return left < right ? -1 : left > right ? 1 : 0;
}

describe('semverKey', () => {
  test('sorts as Semantic Versioning does', () => {
    expect(ascending.toSorted(compare)).toEqual(ascending);
    expect(ascending.toReversed().toSorted(byKey)).toEqual(ascending);
  });

  test('gives versions that differ in build metadata alone one place', () => {
    expect(semverKey('1.2.3+build.5')).toBe(semverKey('1.2.3'));
  });

  test.each(['', '1', '1.2', '1.2.3.4', '01.2.3', 'v1.2.3', '1.2.3-', '1.2.3 '])(
    'has no key for %j',
    (text) => {
      expect(semverKey(text)).toBeNull();
    },
  );
});
