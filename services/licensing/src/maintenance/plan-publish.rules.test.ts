import { describe, expect, test } from '@jest/globals';
import { decidePlanPublish, policyFaults, readPolicy } from './plan-publish.rules.js';

const policy = (then: string | null, changes: object = {}) =>
  JSON.stringify({
    ...{ cover: null, versionGate: 'NONE', upgrades: null, movingNeedsCover: false, releaseMailTo: 'NOBODY' },
    support: {
      ...{ units: { kind: 'UNLIMITED' }, excludedWork: [], withoutCover: [], channels: ['EMAIL'], phone: [] },
      responseTarget: null,
    },
    validation: then === null ? null : { every: 'P30D', manualLasts: 'P90D', grace: 'P14D', then },
    ...changes,
  });
const plan = { newestVersion: 3, newestEffectiveOn: '2026-06-01' };
const asked = { planId: 'pln_1', effectiveOn: '2026-12-01', policy: policy('WARN') };

describe('publishing a version of a plan (M15)', () => {
  test.each([
    ['a coming day', {}, []],
    ['today', { effectiveOn: '2026-11-25' }, []],
    ['yesterday', { effectiveOn: '2026-11-24' }, ['EFFECTIVE_IN_PAST']],
    [
      'the day of the version before',
      { effectiveOn: '2026-06-01' },
      ['EFFECTIVE_IN_PAST', 'EFFECTIVE_NOT_LATER'],
    ],
    ['stopping, unsaid', { policy: policy('STOP') }, ['STOP_NOT_ACCEPTED']],
    ['stopping, said not to be meant', { policy: policy('STOP'), acceptStop: false }, ['STOP_NOT_ACCEPTED']],
    ['stopping, meant', { policy: policy('STOP'), acceptStop: true }, []],
    ['never validating', { policy: policy(null) }, []],
  ])('%s', (_, changes, expected) => {
    const refusals = decidePlanPublish(plan, { ...asked, ...changes }, '2026-11-25');
    expect(refusals.map(({ code }) => code)).toEqual(expected);
  });

  test('a coming version is followed by a later one alone', () => {
    const coming = { newestVersion: 4, newestEffectiveOn: '2026-12-01' };
    expect(decidePlanPublish(coming, asked, '2026-11-25')).toMatchObject([
      { code: 'EFFECTIVE_NOT_LATER', facts: { newestVersion: 4 } },
    ]);
  });

  test('of a plan that nobody knows leads', () => {
    expect(decidePlanPublish(null, { ...asked, effectiveOn: '2020-01-01' }, '2026-11-25')).toMatchObject([
      { code: 'PLAN_NOT_FOUND' },
    ]);
  });

  test('every fault of a policy is named with its place', () => {
    expect(policyFaults({ ...asked, policy: 'no JSON' })).toMatchObject([{ message: 'policy is no JSON.' }]);
    expect(policyFaults({ ...asked, policy: policy('WARN', { upgrades: 'MAJOR', odd: 1 }) })).toMatchObject([
      { code: 'POLICY_INVALID', facts: { place: 'policy.odd' } },
      { code: 'POLICY_INVALID', facts: { place: 'policy.upgrades' } },
    ]);
    expect(readPolicy(policy('WARN')).ok).toBe(true);
  });
});
