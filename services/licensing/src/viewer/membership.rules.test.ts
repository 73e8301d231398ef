import { describe, expect, test } from '@jest/globals';
import { chooseMembership, type MembershipFacts } from './membership.rules.js';

const now = 1_000;
const running: MembershipFacts = { id: 'running', startsAtMs: 0, endsAtMs: null };
const another: MembershipFacts = { id: 'another', startsAtMs: 500, endsAtMs: 2_000 };
const endsNow: MembershipFacts = { id: 'endsNow', startsAtMs: 0, endsAtMs: now };
const startsNow: MembershipFacts = { id: 'startsNow', startsAtMs: now, endsAtMs: now + 1 };
const startsLater: MembershipFacts = { id: 'startsLater', startsAtMs: now + 1, endsAtMs: null };

function answer(own: readonly MembershipFacts[], named: string | null): string {
  const choice = chooseMembership(own, named, now);
  return choice.kind === 'chosen' ? choice.membership.id : choice.reason;
}

describe('which membership a user acts under', () => {
  test.each<[string, MembershipFacts[], string | null, string]>([
    ['nobody', [], null, 'UNKNOWN'],
    ['nobody who names one', [], 'running', 'NOT_YOURS'],
    ['the only one', [running], null, 'running'],
    ['two running at once', [running, another], null, 'AMBIGUOUS'],
    ['two, one named', [running, another], 'another', 'another'],
    ['a named one of somebody else', [running], 'foreign', 'NOT_YOURS'],
    ['one that ends at this instant', [endsNow], null, 'ENDED'],
    ['one that starts at this instant', [startsNow], null, 'startsNow'],
    ['one that starts later', [startsLater], null, 'ENDED'],
    ['one running among ended and coming ones', [endsNow, running, startsLater], null, 'running'],
    ['a named one that has ended, beside a running one', [endsNow, running], 'endsNow', 'ENDED'],
    ['a named one that has not begun', [running, startsLater], 'startsLater', 'ENDED'],
  ])('%s', (_case, own, named, expected) => {
    expect(answer(own, named)).toBe(expected);
  });
});
