import { describe, expect, test } from '@jest/globals';
import { newestPolicy, readTenant } from '@mainstay/demo/tenants';
import {
  decideSupport,
  servingCover,
  type CoverFact,
  type SupportCase,
} from './support-entitlement.rules.js';

const today = '2026-11-02';
const policyOf = (slug: string) => newestPolicy(readTenant(slug));
const covered = (startsOn: string, expiresOn: string, id = 'cov_1'): CoverFact => ({
  ...{ id, source: 'LICENSE', startsOn, expiresOn, planId: 'pln_1', planVersion: 1 },
});
const running = covered('2026-01-01', '2027-01-01');
const lapsed = covered('2025-01-01', '2026-01-01');

const caseOf = (slug: string, given: Partial<SupportCase> = {}): SupportCase => ({
  ...{ status: 'ACTIVE', cover: [running], policy: policyOf(slug), policyVersion: 1 },
  ...{ available: 0, work: null, asOf: today, today },
  ...given,
});

describe('who is served', () => {
  test.each([
    ['Cronwell under cover', caseOf('cronwell')],
    ['Deskhaven under cover with a ticket', caseOf('deskhaven', { available: 1 })],
    ['Cartwright with five credits and no cover', caseOf('cartwright', { cover: [], available: 5 })],
    ['Cartwright about no license', caseOf('cartwright', { status: null, cover: [], available: 5 })],
    ['Tubeworks under cover, whatever the work', caseOf('tubeworks', { work: 'TRAINING' })],
    ['on the last day of cover', caseOf('cronwell', { asOf: '2026-12-31' })],
    ['on its first', caseOf('cronwell', { asOf: '2026-01-01' })],
  ])('%s', (_, asked) => {
    expect(decideSupport(asked)).toMatchObject({ accepted: true, leading: null, failed: [], remedies: [] });
  });
});

describe('who is not', () => {
  test.each([
    ['without cover', caseOf('cronwell', { cover: [lapsed] }), ['NOT_COVERED'], ['RENEW']],
    ['never covered', caseOf('cronwell', { cover: [] }), ['NOT_COVERED'], ['BUY']],
    ['on the day cover ends', caseOf('cronwell', { asOf: '2027-01-01' }), ['NOT_COVERED'], ['RENEW']],
    [
      'covered later alone',
      caseOf('cronwell', { cover: [covered('2026-12-01', '2027-12-01')] }),
      ['NOT_COVERED'],
      ['WAIT_FOR', 'RENEW'],
    ],
    ['under cover without a ticket', caseOf('deskhaven'), ['UNITS_TOO_FEW'], ['BUY']],
    [
      'with neither',
      caseOf('deskhaven', { cover: [lapsed] }),
      ['NOT_COVERED', 'UNITS_TOO_FEW'],
      ['RENEW', 'BUY'],
    ],
    ['with four credits', caseOf('cartwright', { available: 4 }), ['UNITS_TOO_FEW'], ['BUY']],
    ['excluded work', caseOf('deskhaven', { available: 1, work: 'TRAINING' }), ['WORK_EXCLUDED'], []],
    [
      'excluded work leads, for a renewal would not help',
      caseOf('deskhaven', { cover: [], work: 'CONSULTING' }),
      ['WORK_EXCLUDED', 'NOT_COVERED', 'UNITS_TOO_FEW'],
      [],
    ],
    ['suspended', caseOf('cronwell', { status: 'SUSPENDED' }), ['LICENSE_SUSPENDED'], ['PAY']],
    ['revoked', caseOf('cronwell', { status: 'REVOKED', cover: [] }), ['LICENSE_REVOKED', 'NOT_COVERED'], []],
  ])('%s', (_, asked, failed, actions) => {
    const decision = decideSupport(asked);
    expect(decision).toMatchObject({ accepted: false, leading: failed[0], failed });
    expect(decision.remedies.map(({ action }) => action)).toEqual(actions);
  });

  test('is told until when cover must reach: never before tomorrow', () => {
    const asked = caseOf('cronwell', { cover: [lapsed], asOf: '2026-02-01' });
    expect(decideSupport(asked).remedies).toMatchObject([{ action: 'RENEW', until: '2026-11-03' }]);
  });
});

test('of several periods the one that lasts longest serves, and none on a day that none covers', () => {
  const longer = covered('2026-06-01', '2027-06-01', 'cov_2');
  expect(servingCover([running, longer], today)).toBe(longer);
  expect(servingCover([running, longer], '2026-03-01')).toBe(running);
  expect(servingCover([running, longer], '2027-06-01')).toBeNull();
});
