import { describe, expect, test } from '@jest/globals';
import { cover, license, maintained, ms, stockholm, ungated } from '../../../../test/harness/license-case.js';
import { cutoff } from './entitlement.rules.js';

const losAngeles = 'America/Los_Angeles';
const cairo = 'Africa/Cairo';
const santiago = 'America/Santiago';

describe('the cut-off of a license that never had maintenance is the end of its purchase day', () => {
  test.each([
    ['in Stockholm in winter', '2026-03-10', stockholm, '2026-03-10T23:00:00Z'],
    ['in Stockholm in summer', '2026-05-03', stockholm, '2026-05-03T22:00:00Z'],
    ['on the last day of a year', '2025-12-31', stockholm, '2025-12-31T23:00:00Z'],
    ['on a leap day', '2028-02-29', stockholm, '2028-02-29T23:00:00Z'],
    ['in Los Angeles in winter', '2026-03-07', losAngeles, '2026-03-08T08:00:00Z'],
    ['on the 23 hours when its clocks go forward', '2026-03-08', losAngeles, '2026-03-09T07:00:00Z'],
    ['on the 25 hours when they go back', '2026-11-01', losAngeles, '2026-11-02T08:00:00Z'],
    ['in Cairo, the next day without a midnight', '2024-04-25', cairo, '2024-04-25T22:00:00Z'],
    ['in Cairo on that day', '2024-04-26', cairo, '2024-04-26T21:00:00Z'],
    ['in Santiago, the next day without a midnight', '2024-09-07', santiago, '2024-09-08T04:00:00Z'],
    ['in Santiago, the same in another year', '2026-09-05', santiago, '2026-09-06T04:00:00Z'],
    ['in Santiago on that day', '2026-09-06', santiago, '2026-09-07T03:00:00Z'],
    ['in Santiago on the 25 hours', '2024-04-06', santiago, '2024-04-07T04:00:00Z'],
  ])('%s', (_case, purchasedOn, zone, expected) => {
    expect(cutoff(license({ purchasedOn }), maintained, '2030-01-01', zone)).toBe(ms(expected));
  });
});

describe('the cut-off of a maintained license is the first instant without cover', () => {
  test.each([
    ['in Stockholm', '2027-03-10', stockholm, '2027-03-09T23:00:00Z'],
    ['in Los Angeles', '2026-01-01', losAngeles, '2026-01-01T08:00:00Z'],
    ['in Cairo on a day that begins at one', '2024-04-26', cairo, '2024-04-25T22:00:00Z'],
    ['in Cairo on the day after the 25 hours', '2024-11-01', cairo, '2024-10-31T22:00:00Z'],
    ['in Santiago on a day that begins at one', '2024-09-08', santiago, '2024-09-08T04:00:00Z'],
    ['in Santiago on such a day of another year', '2026-09-06', santiago, '2026-09-06T04:00:00Z'],
  ])('%s', (_case, expiresOn, zone, expected) => {
    const facts = license({ purchasedOn: '2023-09-08', periods: [cover('2023-09-08', expiresOn)] });
    expect(cutoff(facts, maintained, '2030-01-01', zone)).toBe(ms(expected));
  });
});

describe('the later of purchase and cover decides', () => {
  const purchaseEnd = '2025-01-10T23:00:00Z';
  const lapsed = cover('2025-01-10', '2026-01-01');
  const renewed = cover('2026-05-01', '2027-05-01');
  test.each([
    [
      'cover that ended before the purchase adds nothing',
      [cover('2024-01-01', '2025-01-01')],
      '2026-06-01',
      purchaseEnd,
    ],
    [
      'cover that ends on the purchase day adds nothing',
      [cover('2024-01-10', '2025-01-10')],
      '2026-06-01',
      purchaseEnd,
    ],
    [
      'nor does one that ends the day after: both end together',
      [cover('2024-01-11', '2025-01-11')],
      '2026-06-01',
      purchaseEnd,
    ],
    ['one day more moves it', [cover('2024-01-12', '2025-01-12')], '2026-06-01', '2025-01-11T23:00:00Z'],
    ['it stays where cover lapsed', [lapsed], '2026-06-01', '2025-12-31T23:00:00Z'],
    [
      'a pack after the lapse does not count before its first day',
      [lapsed, renewed],
      '2026-04-30',
      '2025-12-31T23:00:00Z',
    ],
    ['it counts from its first day on', [lapsed, renewed], '2026-05-01', '2027-04-30T22:00:00Z'],
    ['whatever order the periods come in', [renewed, lapsed], '2026-05-01', '2027-04-30T22:00:00Z'],
    ['first cover that begins later does not count before', [renewed], '2026-04-30', purchaseEnd],
    [
      'a coming year without a gap counts at once',
      [lapsed, cover('2026-01-01', '2027-01-01')],
      '2025-06-01',
      '2026-12-31T23:00:00Z',
    ],
    [
      'of two at once the one that lasts longer decides',
      [cover('2026-02-01', '2026-03-01'), cover('2026-01-01', '2027-01-01')],
      '2026-06-01',
      '2026-12-31T23:00:00Z',
    ],
  ])('%s', (_case, periods, asOf, expected) => {
    expect(cutoff(license({ periods }), maintained, asOf, stockholm)).toBe(ms(expected));
  });

  test('a plan that gates no versions has none, with cover or without', () => {
    expect(cutoff(license(), ungated, '2026-06-01', stockholm)).toBeNull();
    expect(cutoff(license({ periods: [lapsed] }), ungated, '2026-06-01', stockholm)).toBeNull();
  });
});
