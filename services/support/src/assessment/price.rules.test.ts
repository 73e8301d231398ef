import { describe, expect, test } from '@jest/globals';
import { newestPolicy, readReleases, readTenant } from '@mainstay/demo/tenants';
import { asksFirst, priceOf, type AssessAsked, type Price } from './price.rules.js';

const { units } = newestPolicy(readTenant('cartwright')).support;
if (units.kind !== 'CREDIT') throw new Error('Cartwright counts credits.');
const { categories } = units;
const releases = readReleases('cartwright').map(({ version }) => ({ version, yanked: false }));
const upgrade = (fromVersion: string, toVersion: string, more: Partial<AssessAsked> = {}) =>
  priceOf(categories, { category: 'UPGRADE', fromVersion, toVersion, ...more }, releases);

describe('what it costs', () => {
  test.each([
    ['QUESTION', 5],
    ['ADVICE', 10],
    ['INVESTIGATION', 20],
  ] as const)('%s: %i', (category, price) => {
    expect(priceOf(categories, { category }, [])).toMatchObject({
      ok: true,
      price: { units: price, steps: null },
    });
  });

  test.each([
    ['4.3.1', '4.3.9', 8, 50],
    ['4.3.1', '4.3.3', 2, 20],
    ['4.3.1', '4.3.4', 3, 25],
    ['4.3.1', '4.3.2', 1, 20],
  ])('an upgrade %s to %s: %i steps, %i', (from, to, steps, price) => {
    expect(upgrade(from, to)).toEqual({ ok: true, price: { units: price, steps, alwaysAsks: false } });
  });

  test('a release that was withdrawn is no step', () => {
    const some = releases.map((one) => ({ ...one, yanked: one.version === '4.3.5' }));
    expect(
      priceOf(categories, { category: 'UPGRADE', fromVersion: '4.3.1', toVersion: '4.3.9' }, some),
    ).toMatchObject({
      price: { steps: 7, units: 45 },
    });
  });

  test('staff may lower an upgrade, and a modification is what the specialist says', () => {
    expect(upgrade('4.3.1', '4.3.9', { units: 30 })).toMatchObject({ price: { units: 30, steps: 8 } });
    expect(priceOf(categories, { category: 'MODIFICATION', units: 35 }, [])).toMatchObject({
      price: { units: 35, alwaysAsks: true },
    });
  });

  test.each([
    [
      'a modification below its least',
      priceOf(categories, { category: 'MODIFICATION', units: 19 }, []),
      'UNITS_INVALID',
    ],
    [
      'a modification without a price',
      priceOf(categories, { category: 'MODIFICATION' }, []),
      'UNITS_INVALID',
    ],
    ['a fixed price changed', priceOf(categories, { category: 'ADVICE', units: 1 }, []), 'UNITS_INVALID'],
    ['an upgrade made dearer', upgrade('4.3.1', '4.3.3', { units: 21 }), 'UNITS_INVALID'],
    ['no version', priceOf(categories, { category: 'UPGRADE' }, releases), 'VERSIONS_UNCLEAR'],
    [
      'versions of a question',
      priceOf(categories, { category: 'QUESTION', toVersion: '4.3.1' }, []),
      'VERSIONS_UNCLEAR',
    ],
    ['an unknown version', upgrade('4.3.1', '4.3.999'), 'VERSION_UNKNOWN'],
    ['the same version', upgrade('4.3.1', '4.3.1'), 'VERSIONS_NOT_RISING'],
    ['an earlier version', upgrade('4.3.3', '4.3.1'), 'VERSIONS_NOT_RISING'],
  ])('%s is refused', (_, priced, code) => {
    expect(priced).toMatchObject({ ok: false, refusal: { code } });
  });
});

describe('who is asked first', () => {
  const price = (cost: number, alwaysAsks = false): Price => ({ units: cost, steps: null, alwaysAsks });
  test.each([
    ['category one never', price(5), { category: 'QUESTION', agreedInAdvance: false, held: 0 }, false],
    ['anything dearer', price(10), { category: 'ADVICE', agreedInAdvance: false, held: 0 }, true],
    [
      'not where it was agreed in advance',
      price(20),
      { category: 'INVESTIGATION', agreedInAdvance: true, held: 5 },
      false,
    ],
    [
      'always by a specialist',
      price(20, true),
      { category: 'MODIFICATION', agreedInAdvance: true, held: 0 },
      true,
    ],
    ['dearer than before', price(20), { category: 'INVESTIGATION', agreedInAdvance: false, held: 10 }, true],
    [
      'not where it becomes cheaper',
      price(10),
      { category: 'ADVICE', agreedInAdvance: false, held: 20 },
      false,
    ],
  ] as const)('%s', (_, given, of, asks) => {
    expect(asksFirst(given, of)).toBe(asks);
  });
});
