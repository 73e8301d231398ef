import { describe, expect, test } from '@jest/globals';
import { license, pack, today } from '../../../../test/harness/pack-case.js';
import { previewAssociate } from './associate-preview.rules.js';
import type { AssociateAsked, AssociateFacts } from './associate.rules.js';

const bare = (licenseId: string, siteId: string | null = null) => ({
  ...{ licenseId, siteId, accountId: 'owner', productId: 'product' },
});

const facts: AssociateFacts = {
  codes: new Map(
    [
      pack('may', '2026-05-01'),
      pack('june', '2026-04-02'),
      pack('early', '2025-11-01'),
      pack('old', '2025-01-01'),
      pack('used', '2026-05-01', { state: 'ASSOCIATED' }),
      pack('site', '2026-05-01', { metric: 'SITE' }),
    ].map((one) => [one.id, one]),
  ),
  subjects: new Map(
    [
      ...[license('covered', '2026-09-01'), license('lapsed', '2026-01-01'), license('bare', null)],
      license('place', null, {
        kind: 'SITE',
        ownCover: [{ startsOn: '2025-09-01', expiresOn: '2026-09-01' }],
      }),
    ].map((one) => [one.id, one]),
  ),
  customerKnown: true,
  uncovered: [bare('bare'), bare('lapsed'), bare('member', 'place')],
};

const on = (maintenanceCodeId: string, licenseId: string) => ({ maintenanceCodeId, licenseId });
const preview = (pairs: AssociateAsked['pairs'], more: Partial<AssociateAsked> = {}) =>
  previewAssociate(facts, { pairs, ...more }, today);
/** What a preview says of each pair, shortly. */
const told = (pairs: AssociateAsked['pairs'], more: Partial<AssociateAsked> = {}) =>
  preview(pairs, more).pairs.map(({ planned, warnings, refusals }) => ({
    cover: planned === null ? null : `${planned.period.startsOn}/${planned.period.expiresOn}`,
    warnings,
    refused: refusals.map(({ code, field }) => `${code} ${field.join('.')}`),
  }));

describe('before packs are used', () => {
  test('each pair tells its cover in the order in which it was asked, whatever order they are laid in', () => {
    expect(told([on('may', 'covered'), on('june', 'covered')])).toEqual([
      { cover: '2027-09-01/2028-09-01', warnings: ['STACKED', 'OTHERS_UNCOVERED'], refused: [] },
      { cover: '2026-09-01/2027-09-01', warnings: ['STACKED', 'OTHERS_UNCOVERED'], refused: [] },
    ]);
  });

  test('days that are past are counted, and days that a site doubles', () => {
    const [early, site] = preview([
      on('early', 'lapsed'),
      { maintenanceCodeId: 'site', siteId: 'place' },
    ]).pairs;
    // 2026-01-01 until 2026-05-01; 2026-05-01 until 2026-09-01.
    expect([early?.planned?.daysLost, early?.warnings]).toEqual([
      120,
      ['STACKED', 'OTHERS_UNCOVERED', 'DAYS_LOST'],
    ]);
    expect([site?.planned?.doubledDays, site?.warnings]).toEqual([123, ['DOUBLED']]);
  });

  test('licenses that remain without cover are named: those of the list and of its sites do not', () => {
    expect(preview([on('may', 'covered')]).uncoveredLicenseIds).toEqual(['bare', 'lapsed', 'member']);
    expect(preview([on('may', 'bare')]).uncoveredLicenseIds).toEqual(['lapsed', 'member']);
    expect(preview([{ maintenanceCodeId: 'site', siteId: 'place' }]).uncoveredLicenseIds).toEqual([
      'bare',
      'lapsed',
    ]);
    const all = [on('may', 'bare'), on('june', 'lapsed'), { maintenanceCodeId: 'site', siteId: 'place' }];
    expect(preview(all).uncoveredLicenseIds).toEqual([]);
    // Stacked, while all others would be covered by the same list: no stronger warning.
    expect(told([...all, on('early', 'covered')]).at(-1)?.warnings).toEqual(['STACKED']);
  });

  test('cover that is over already is refused until that is accepted, and covers nothing', () => {
    const over = { cover: '2025-01-01/2026-01-01', warnings: ['DAYS_LOST', 'OVER_ALREADY'] };
    expect(told([on('old', 'bare')])).toEqual([{ ...over, refused: ['COVER_PAST acceptPast'] }]);
    expect(told([on('old', 'bare')], { acceptPast: true })).toEqual([{ ...over, refused: [] }]);
    expect(preview([on('old', 'bare')], { acceptPast: true }).uncoveredLicenseIds).toContain('bare');
  });

  test('one fault refuses its pair alone, and the others tell what they come to without it', () => {
    expect(told([on('used', 'covered'), on('may', 'covered'), on('june', 'nowhere')])).toEqual([
      { cover: null, warnings: [], refused: ['CODE_USED pairs.0.maintenanceCodeId'] },
      { cover: '2026-09-01/2027-09-01', warnings: ['STACKED', 'OTHERS_UNCOVERED'], refused: [] },
      { cover: null, warnings: [], refused: ['SUBJECT_NOT_FOUND pairs.2.licenseId'] },
    ]);
  });

  test('what is wrong with the list as a whole is told of no pair', () => {
    const codesOf = ({ pairs, refusals }: ReturnType<typeof preview>) => [
      ...[pairs.length, refusals.map(({ code }) => code)],
    ];
    expect(codesOf(preview([]))).toEqual([0, ['PAIRS_INVALID']]);
    const unknown = previewAssociate(
      { ...facts, customerKnown: false },
      { pairs: [on('may', 'bare')], customerId: 'x' },
      today,
    );
    expect(codesOf(unknown)).toEqual([0, ['CUSTOMER_NOT_FOUND']]);
  });
});
