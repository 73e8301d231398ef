import { describe, expect, test } from '@jest/globals';
import { license, pack, today } from '../../../../test/harness/pack-case.js';
import {
  decideAssociate,
  pairFaults,
  plannedAssociations,
  withoutPeriod,
  type AssociateAsked,
  type AssociateFacts,
  type LaidPeriod,
  type PackFact,
  type PackSubject,
} from './associate.rules.js';

const factsOf = (
  codes: readonly PackFact[],
  subjects: readonly PackSubject[],
  more: Partial<AssociateFacts> = {},
): AssociateFacts => ({
  codes: new Map(codes.map((one) => [one.id, one])),
  subjects: new Map(subjects.map((one) => [one.id, one])),
  ...{ customerKnown: true, uncovered: [] },
  ...more,
});
const on = (licenseId: string, ...codes: string[]) =>
  codes.map((maintenanceCodeId) => ({ maintenanceCodeId, licenseId }));
const periodsOf = (facts: AssociateFacts, asked: AssociateAsked) =>
  plannedAssociations(facts, asked, today).map(({ period }) => [period.startsOn, period.expiresOn]);

describe('where a pack lies (M4)', () => {
  test.each([
    ['2026-05-01', '2026-09-01', ['2026-09-01', '2027-09-01'], 0],
    ['2026-05-01', '2026-01-01', ['2026-05-01', '2027-05-01'], 0],
    ['2026-05-01', null, ['2026-05-01', '2027-05-01'], 0],
    ['2025-11-01', '2026-01-01', ['2026-01-01', '2027-01-01'], 120],
  ])('bought on %s, covered until %s', (purchasedOn, until, expected, daysLost) => {
    const facts = factsOf([pack('a', purchasedOn)], [license('l', until)]);
    expect(periodsOf(facts, { pairs: on('l', 'a') })).toEqual([expected]);
    expect(plannedAssociations(facts, { pairs: on('l', 'a') }, today)[0]?.daysLost).toBe(daysLost);
  });

  test('codes stack in the order of their purchase days, then ids, whatever order they come in', () => {
    const codes = [pack('b', '2026-03-01'), pack('a', '2026-03-01'), pack('c', '2026-02-01')];
    const planned = plannedAssociations(
      factsOf(codes, [license('l', '2026-09-01')]),
      { pairs: on('l', 'b', 'a', 'c') },
      today,
    );
    expect(planned.map(({ maintenanceCodeId }) => maintenanceCodeId)).toEqual(['c', 'a', 'b']);
    expect(planned.map(({ period }) => period.startsOn)).toEqual(['2026-09-01', '2027-09-01', '2028-09-01']);
    expect(planned.map(({ stacksOn }) => stacksOn)).toEqual(['2026-09-01', '2027-09-01', '2028-09-01']);
  });

  test('a site code lies behind the own end of the site, and tells what it doubles', () => {
    const code = pack('a', '2026-05-01', { metric: 'SITE' });
    const site = license('s', null, {
      kind: 'SITE',
      ownCover: [{ startsOn: '2025-09-01', expiresOn: '2026-09-01' }],
    });
    const [planned] = plannedAssociations(
      factsOf([code], [site]),
      { pairs: [{ maintenanceCodeId: 'a', siteId: 's' }] },
      today,
    );
    expect(planned?.period).toMatchObject({ startsOn: '2026-05-01', expiresOn: '2027-05-01' });
    expect(planned?.doubledDays).toBe(123);
  });

  test('stacking names the licenses of that customer and product that have no cover', () => {
    const uncovered = ['bare', 'other'].map((licenseId) => ({
      ...{ licenseId, productId: 'product', accountId: licenseId === 'bare' ? 'owner' : 'another' },
      siteId: null,
    }));
    const facts = factsOf([pack('a', '2026-05-01')], [license('l', '2026-09-01')], { uncovered });
    expect(plannedAssociations(facts, { pairs: on('l', 'a') }, today)[0]?.uncoveredLicenseIds).toEqual([
      'bare',
    ]);
    const behindNothing = factsOf([pack('a', '2026-05-01')], [license('l', null)], { uncovered });
    expect(
      plannedAssociations(behindNothing, { pairs: on('l', 'a') }, today)[0]?.uncoveredLicenseIds,
    ).toEqual([]);
  });
});

describe('what is refused, the first fault of each pair', () => {
  const codeOf = (facts: AssociateFacts, asked: AssociateAsked) =>
    decideAssociate(facts, asked, today).map(({ code }) => code);
  const bare = license('l', null);

  test.each([
    ['CODE_NOT_FOUND', factsOf([], [bare])],
    ['CODE_USED', factsOf([pack('a', today, { state: 'ASSOCIATED' })], [])],
    ['CODE_VOID', factsOf([pack('a', today, { state: 'VOID' })], [])],
    ['SUBJECT_NOT_FOUND', factsOf([pack('a', today)], [])],
    [
      'LICENSE_REVOKED',
      factsOf([pack('a', today, { accountId: 'x' })], [license('l', null, { revoked: true })]),
    ],
    ['CUSTOMER_MISMATCH', factsOf([pack('a', today, { accountId: 'x', metric: 'SITE' })], [bare])],
    ['KIND_MISMATCH', factsOf([pack('a', today, { metric: 'SITE', productId: 'x' })], [bare])],
    ['PRODUCT_MISMATCH', factsOf([pack('a', today, { productId: 'x' })], [bare])],
    ['COVER_PAST', factsOf([pack('a', '2025-01-01')], [bare])],
  ])('%s', (code, facts) => {
    expect(codeOf(facts, { pairs: on('l', 'a') })).toEqual([code]);
  });

  test('CUSTOMER_NOT_FOUND asks for company, contact person and e-mail, before anything else', () => {
    const facts = factsOf([], [], { customerKnown: false });
    const [refusal] = decideAssociate(facts, { pairs: on('l', 'a'), customerId: 'x' }, today);
    expect(refusal).toMatchObject({ code: 'CUSTOMER_NOT_FOUND', field: ['customerId'] });
    expect(refusal?.message).toMatch(/company, a contact person and an e-mail/u);
  });

  test('cover that is over is taken where that is accepted', () => {
    const facts = factsOf([pack('a', '2025-01-01')], [bare]);
    expect(codeOf(facts, { pairs: on('l', 'a'), acceptPast: true })).toEqual([]);
    expect(codeOf(factsOf([pack('a', '2025-05-02')], [bare]), { pairs: on('l', 'a') })).toEqual([]);
  });

  test('a reseller uses its codes for its customers, and an owner its own alone', () => {
    const ofCustomer = license('l', null, { accountId: 'customer', resellerId: 'owner' });
    expect(codeOf(factsOf([pack('a', today)], [ofCustomer]), { pairs: on('l', 'a') })).toEqual([]);
    const ofOther = license('l', null, { accountId: 'customer', resellerId: 'another' });
    expect(codeOf(factsOf([pack('a', today)], [ofOther]), { pairs: on('l', 'a') })).toEqual([
      'CUSTOMER_MISMATCH',
    ]);
    const chosen = { pairs: on('l', 'a'), customerId: 'somebody' };
    expect(codeOf(factsOf([pack('a', today)], [ofCustomer]), chosen)).toEqual(['CUSTOMER_MISMATCH']);
  });

  test.each<[string, AssociateAsked['pairs']]>([
    ['none', []],
    [
      'too many',
      Array.from({ length: 101 }, (_, index) => ({ maintenanceCodeId: String(index), licenseId: 'l' })),
    ],
    ['neither', [{ maintenanceCodeId: 'a' }]],
    ['both', [{ maintenanceCodeId: 'a', licenseId: 'l', siteId: 's' }]],
    ['twice', on('l', 'a', 'a')],
  ])('a list with %s', (_, pairs) => {
    expect(pairFaults({ pairs }).map(({ code }) => code)).toEqual(['PAIRS_INVALID']);
  });
});

describe('undone, what lies behind flows forward (M4)', () => {
  const laid = (id: string, startsOn: string, expiresOn: string, purchasedOn: string | null): LaidPeriod => ({
    ...{ id, startsOn, expiresOn, purchasedOn, countedFrom: startsOn, term: 'P12M', anchorDay: 1 },
  });
  const days = (periods: readonly LaidPeriod[]) =>
    periods.map(({ id, startsOn, expiresOn }) => [id, startsOn, expiresOn]);
  const [a, b] = [
    laid('a', '2026-09-01', '2027-09-01', '2026-05-01'),
    laid('b', '2027-09-01', '2028-09-01', '2026-06-01'),
  ];

  test('to the end before it', () => {
    const before = laid('before', '2025-09-01', '2026-09-01', null);
    expect(days(withoutPeriod([before, a, b], 'a'))).toEqual([['b', '2026-09-01', '2027-09-01']]);
    // Behind cover of a site, which is no part of the chain.
    expect(days(withoutPeriod([a, b], 'a'))).toEqual([['b', '2026-09-01', '2027-09-01']]);
  });

  test('but no pack before its purchase day', () => {
    const first = laid('a', '2026-05-01', '2027-05-01', '2026-05-01');
    const second = laid('b', '2027-05-01', '2028-05-01', '2026-06-01');
    expect(days(withoutPeriod([first, second], 'a'))).toEqual([['b', '2026-06-01', '2027-06-01']]);
    const earlier = laid('b', '2027-05-01', '2028-05-01', '2026-04-01');
    expect(days(withoutPeriod([first, earlier], 'a'))).toEqual([['b', '2026-04-01', '2027-04-01']]);
  });

  test('the last leaves all others, and what begins by itself stays', () => {
    expect(withoutPeriod([a, b], 'b')).toEqual([]);
    const apart = laid('c', '2029-01-01', '2030-01-01', '2029-01-01');
    expect(days(withoutPeriod([a, b, apart], 'a'))).toEqual([['b', '2026-09-01', '2027-09-01']]);
  });
});
