import { describe, expect, test } from '@jest/globals';
import { addDays } from '@mainstay/kernel/values/civil';
import fc from 'fast-check';
import { effectiveCover, lastExpiry, whileMember, type Days } from './cover.rules.js';

const span = 60;

function named(day: number): string {
  return addDays('2026-01-01', day);
}

interface Period {
  readonly from: number;
  readonly until: number;
}

const period: fc.Arbitrary<Period> = fc
  .tuple(fc.nat(span - 1), fc.integer({ min: 1, max: 20 }))
  .map(([from, length]) => ({ from, until: from + length }));
const periods = fc.array(period, { maxLength: 6 });
const asOf = fc.integer({ min: -1, max: span + 21 });

function days(list: readonly Period[]): Days[] {
  return list.map(({ from, until }) => ({ startsOn: named(from), expiresOn: named(until) }));
}

/** The stretch of covered days that holds a day, or else the last one before it, found day by day. */
function walked(list: readonly Period[], day: number) {
  const covered = (page: number) => list.some(({ from, until }) => from <= page && page < until);
  const active = covered(day);
  let last = day;
  while (!covered(last) && last >= 0) last--;
  if (last < 0) return { active, startsOn: null, expiresOn: null };
  let [first, end] = [last, last];
  while (covered(first - 1)) first--;
  while (covered(end)) end++;
  return { active, startsOn: active ? named(first) : null, expiresOn: named(end) };
}

describe('effective cover is the union of its periods', () => {
  test('day by day', () => {
    fc.assert(
      fc.property(periods, asOf, (list, day) => {
        expect(effectiveCover(days(list), named(day))).toMatchObject(walked(list, day));
      }),
      { numRuns: 500 },
    );
  });

  test('in whatever order they come', () => {
    fc.assert(
      fc.property(
        periods.chain((list) =>
          fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
        ),
        asOf,
        ([list, shuffled], day) => {
          expect(effectiveCover(days(shuffled), named(day))).toEqual(effectiveCover(days(list), named(day)));
        },
      ),
    );
  });

  test('one cut in two is still the same cover', () => {
    fc.assert(
      fc.property(periods, period, fc.nat(20), asOf, (list, whole, offset, day) => {
        const cut = whole.from + (offset % (whole.until - whole.from));
        const halves = [
          { from: whole.from, until: cut },
          { from: cut, until: whole.until },
        ].filter(({ from, until }) => from < until);
        const { active, startsOn, expiresOn } = effectiveCover(days([...list, whole]), named(day));
        const inHalves = effectiveCover(days([...list, ...halves]), named(day));
        expect(inHalves).toMatchObject({ active, startsOn, expiresOn });
      }),
    );
  });

  test('more cover never ends sooner', () => {
    fc.assert(
      fc.property(periods, period, asOf, (list, more, day) => {
        const before = effectiveCover(days(list), named(day)).expiresOn ?? '';
        const after = effectiveCover(days([...list, more]), named(day)).expiresOn ?? '';
        expect(after >= before).toBe(true);
        expect((lastExpiry(days([...list, more])) ?? '') >= after).toBe(true);
      }),
    );
  });

  test('a member is covered on the days that are both of the membership and of the period', () => {
    const left = fc.option(fc.integer({ min: 0, max: span + 21 }), { nil: null });
    fc.assert(
      fc.property(period, fc.nat(span), left, asOf, (whole, joinedOn, leftOn, day) => {
        const both =
          whole.from <= day && day < whole.until && joinedOn <= day && (leftOn === null || day < leftOn);
        const [site] = days([whole]);
        const narrowed = site && whileMember(site, named(joinedOn), leftOn === null ? null : named(leftOn));
        expect(effectiveCover(narrowed ? [narrowed] : [], named(day)).active).toBe(both);
      }),
      { numRuns: 500 },
    );
  });
});
