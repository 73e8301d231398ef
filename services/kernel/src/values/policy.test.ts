import { describe, expect, test } from '@jest/globals';
import { parsePolicy } from './policy.js';

const support = {
  ...{ units: { kind: 'UNLIMITED' }, excludedWork: [], withoutCover: [], channels: ['EMAIL'], phone: [] },
  responseTarget: null,
};
const without = {
  ...{ cover: null, versionGate: 'NONE', upgrades: null, movingNeedsCover: false },
  ...{ support, releaseMailTo: 'NOBODY', validation: null },
};
const cover = {
  ...{ on: ['LICENSE'], firstStart: 'PURCHASE_DAY', firstTerm: 'P1Y', renewalTerm: 'P1Y' },
  ...{ lapsedRenewal: 'PURCHASE_DAY', reinstatementFee: null, undoHours: 24, notices: [] },
};

/** Place and words of each fault of a policy that departs from a good one. */
function faultsOf(changes: object): string[] {
  const read = parsePolicy({ ...without, ...changes }, 'policy');
  return read.ok ? [] : read.faults.map(({ place, says }) => `${place} ${says}`);
}

const faultsOfUnits = (units: object) => faultsOf({ support: { ...support, units } });
const tickets = (allocation: readonly object[]) => ({ kind: 'TICKET', bugIsFree: true, allocation });
const credits = (changes: object, more: object = {}) => ({
  ...{ kind: 'CREDIT', bugIsFree: true, unconfirmedFor: 'P30D' },
  categories: {
    ...{ QUESTION: 5, ADVICE: 10, INVESTIGATION: 20, MODIFICATION: 20 },
    UPGRADE: { units: 20, withinSteps: 2, eachFurther: 5 },
    ...changes,
  },
  ...more,
});

describe('tickets by yearly spend (S4)', () => {
  test.each([
    ['steps that rise, and one for all the rest', [5_000, 15_000, null], []],
    ['one step for everything', [null], []],
    ['none at all', [], []],
    ['no step for the rest', [5_000, 15_000], ['ends with the one step that has no bound']],
    ['a step without a bound in between', [null, 5_000, null], ['ends with the one step that has no bound']],
    ['bounds that fall', [15_000, 5_000, null], ['has bounds that do not rise']],
    ['the same bound twice', [5_000, 5_000, null], ['has bounds that do not rise']],
  ])('%s', (_, bounds, says) => {
    const allocation = bounds.map((below, place) => ({ below, tickets: 4 * (place + 1) }));
    expect(faultsOfUnits(tickets(allocation))).toEqual(
      says.map((words) => `policy.support.units.allocation ${words}`),
    );
  });

  test.each([
    ['a bound of nothing', { below: 0, tickets: 4 }, 'below'],
    ['a bound with a fraction', { below: 0.5, tickets: 4 }, 'below'],
    ['fewer than no tickets', { below: null, tickets: -1 }, 'tickets'],
    ['more tickets than anybody grants', { below: null, tickets: 1_001 }, 'tickets'],
  ])('%s is refused where it stands', (_, step, field) => {
    const faults = faultsOfUnits(tickets([step]));
    expect(faults.filter((fault) => fault.includes(`allocation[0].${field} `))).toHaveLength(1);
  });
});

describe('credits by category (S6)', () => {
  test('the categories of a vendor that counts credits', () => {
    expect(faultsOfUnits(credits({}))).toEqual([]);
  });

  test.each([
    ['a category that is missing', { ADVICE: undefined }, 'ADVICE is missing'],
    ['a category that nobody knows', { GOSSIP: 1 }, 'GOSSIP is not a word of the policy'],
    ['an upgrade at one price', { UPGRADE: 20 }, 'UPGRADE is not of type object'],
    [
      'an upgrade with a word too many',
      { UPGRADE: { units: 20, withinSteps: 2, eachFurther: 5, free: 1 } },
      'UPGRADE.free is not a word of the policy',
    ],
  ])('%s', (_, changes, says) => {
    expect(faultsOfUnits(credits(changes))).toEqual([`policy.support.units.categories.${says}`]);
  });

  test.each([
    ['nothing', 0],
    ['less than nothing', -5],
    ['a part of a credit', 2.5],
    ['more than a thousand', 1_001],
  ])('a price of %s is refused', (_, price) => {
    const faults = faultsOfUnits(credits({ QUESTION: price }));
    expect(faults.map((fault) => fault.split(' ')[0])).toEqual(['policy.support.units.categories.QUESTION']);
  });

  test.each([
    ['days', 'P30D', []],
    ['months', 'P1M', []],
    ['no period', '30 days', ['is no term: write an ISO 8601 period such as P12M, P1Y or P30D']],
    ['nothing', undefined, ['is missing']],
  ])('a price waits for its answer: %s', (_, unconfirmedFor, says) => {
    expect(faultsOfUnits(credits({}, { unconfirmedFor }))).toEqual(
      says.map((words) => `policy.support.units.unconfirmedFor ${words}`),
    );
  });

  test('units of no known kind are named', () => {
    expect(faultsOfUnits({ kind: 'POINTS' })).toEqual(['policy.support.units.kind is no kind that there is']);
  });
});

describe('what two words say together', () => {
  const covered = { cover, versionGate: 'MAINTENANCE', upgrades: 'MAJOR' };

  test.each([
    ['a plan with cover', covered, []],
    [
      'versions by maintenance without cover',
      { versionGate: 'MAINTENANCE', upgrades: 'MAJOR' },
      ['versionGate asks for maintenance, but the plan has no cover'],
    ],
    [
      'versions by maintenance, but which',
      { ...covered, upgrades: null },
      ['upgrades is missing: a plan that gates versions by maintenance says which upgrades it gives'],
    ],
    [
      'upgrades of nothing gated',
      { upgrades: 'MINOR' },
      ['upgrades limits versions, but versionGate is NONE'],
    ],
    [
      'moving by cover without cover',
      { movingNeedsCover: true },
      ['movingNeedsCover asks for cover, but the plan has none'],
    ],
    [
      'a renewal of no cover',
      { support: { ...support, withoutCover: ['FORUM', 'RENEWAL'] } },
      ['support.withoutCover offers a renewal, but the plan has no cover'],
    ],
    [
      'a telephone that nobody answers',
      { support: { ...support, channels: ['EMAIL', 'PHONE'] } },
      ['support.phone and the channel PHONE go together: name both or neither'],
    ],
    [
      'a telephone beside the channels',
      { support: { ...support, phone: ['DIRECT'] } },
      ['support.phone and the channel PHONE go together: name both or neither'],
    ],
    [
      'a year and twelve months before the end',
      {
        ...covered,
        cover: {
          ...cover,
          notices: [
            { before: 'P1Y', termAtLeast: null, quote: 'NONE' },
            { before: 'P12M', termAtLeast: null, quote: 'NONE' },
          ],
        },
      },
      ['cover.notices has two notices for the same day before the end'],
    ],
  ])('%s', (_, changes, says) => {
    expect(faultsOf(changes)).toEqual(says.map((words) => `policy.${words}`));
  });
});
