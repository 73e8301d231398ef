import { describe, expect, test } from '@jest/globals';
import {
  decidePublish,
  decideYank,
  publishFaults,
  releasedAtMs,
  versionFacts,
  yankFaults,
  type PublishAsked,
  type PublishFacts,
  type YankFacts,
} from './release-acts.rules.js';

const nowMs = Date.parse('2026-11-02T12:00:00.000Z');
const at = (releasedAt: string): PublishAsked => ({ version: '4.2.0', releasedAt });

describe('what is to be published, by itself', () => {
  test.each<[string, PublishAsked, string[]]>([
    ['a finished version', { version: '4.2.0' }, []],
    ['a pre-release', { version: '5.0.0-rc.1' }, []],
    ['build metadata', { version: '5.0.0+build.7' }, []],
    ['two numbers', { version: '4.2' }, ['VERSION_INVALID']],
    ['a leading zero', { version: '4.02.0' }, ['VERSION_INVALID']],
    ['a leading v', { version: 'v4.2.0' }, ['VERSION_INVALID']],
    ['a space', { version: '4.2.0 ' }, ['VERSION_INVALID']],
    ['an empty pre-release', { version: '4.2.0-' }, ['VERSION_INVALID']],
    ['a numeric identifier with a leading zero', { version: '4.2.0-01' }, ['VERSION_INVALID']],
    ['100 characters', { version: `4.2.0-${'a'.repeat(94)}` }, []],
    ['101 characters', { version: `4.2.0-${'a'.repeat(95)}` }, ['VERSION_INVALID']],
    ['the greatest first number', { version: '2147483647.0.0' }, []],
    ['one more', { version: '2147483648.0.0' }, ['VERSION_INVALID']],
    ['the first instant of 1990', at('1990-01-01T00:00:00Z'), []],
    ['the one before', at('1989-12-31T23:59:59Z'), ['RELEASED_AT_INVALID']],
    [
      'two faults at once, in order',
      { version: 'four', releasedAt: '1980-01-01T00:00:00Z' },
      ['VERSION_INVALID', 'RELEASED_AT_INVALID'],
    ],
  ])('%s', (_, asked, codes) => {
    expect(publishFaults(asked).map(({ code }) => code)).toEqual(codes);
  });

  test.each<[string, number, boolean]>([
    ['4.2.0', 4, false],
    ['5.0.0-rc.1', 5, true],
    ['5.0.0+not-a-prerelease', 5, false],
  ])('%s is told from its text', (version, major, prerelease) => {
    expect(versionFacts(version)).toEqual({ major, prerelease });
  });
});

describe('publishing', () => {
  const facts: PublishFacts = { product: { id: 'prd' }, existing: null };
  const existing = { id: 'rel', releasedAt: '2026-01-01T00:00:00Z' };

  test.each<[string, Partial<PublishFacts>, PublishAsked, string[]]>([
    ['now', {}, { version: '4.2.0' }, []],
    ['by the instant that is now', {}, at('2026-11-02T12:00:00Z'), []],
    ['a millisecond later', {}, at('2026-11-02T12:00:00.001Z'), ['RELEASED_IN_FUTURE']],
    ['long ago', {}, at('2020-01-01T00:00:00Z'), []],
    ['what is there', { existing }, { version: '4.2.0' }, ['VERSION_EXISTS']],
    ['of no product', { product: null }, at('2027-01-01T00:00:00Z'), ['PRODUCT_NOT_FOUND']],
    [
      'with two faults at once, in order',
      { existing },
      at('2027-01-01T00:00:00Z'),
      ['RELEASED_IN_FUTURE', 'VERSION_EXISTS'],
    ],
  ])('%s', (_, given, asked, codes) => {
    expect(decidePublish({ ...facts, ...given }, asked, { nowMs }).map(({ code }) => code)).toEqual(codes);
  });

  test('without an instant is now', () => {
    expect(releasedAtMs({ version: '4.2.0' }, nowMs)).toBe(nowMs);
    expect(releasedAtMs(at('2020-01-01T00:00:00Z'), nowMs)).toBe(Date.parse('2020-01-01T00:00:00Z'));
  });
});

describe('yanking', () => {
  const release: YankFacts = { releasedAt: '2026-01-01T00:00:00Z', yankedAt: null };

  test.each<[string, YankFacts | null, string[]]>([
    ['what is published', release, []],
    ['what is yanked', { ...release, yankedAt: '2026-11-02T12:00:00Z' }, ['RELEASE_YANKED']],
    ['what is yanked in time to come', { ...release, yankedAt: '2026-11-02T12:00:01Z' }, []],
    ['what is published now', { ...release, releasedAt: '2026-11-02T12:00:00Z' }, []],
    ['what is not yet published', { ...release, releasedAt: '2026-11-02T12:00:01Z' }, ['RELEASE_NOT_FOUND']],
    ['what is not there', null, ['RELEASE_NOT_FOUND']],
  ])('%s', (_, facts, codes) => {
    expect(decideYank(facts, { nowMs }).map(({ code }) => code)).toEqual(codes);
  });

  test.each([
    ['crashes at start', []],
    [' ', ['REASON_INVALID']],
    [null, ['REASON_INVALID']],
  ])('for the reason "%s"', (reason, codes) => {
    expect(yankFaults({ reason }).map(({ code }) => code)).toEqual(codes);
  });
});
