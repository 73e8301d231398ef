import { describe, expect, test } from '@jest/globals';
import { decideSiteMemberAdd, decideSiteMemberRemove, type SiteMemberFacts } from './site-member.rules.js';
import { decideSiteCreate, decideSiteRename, siteNameFaults } from './site.rules.js';

const codesOf = (refusals: readonly { readonly code: string }[]) => refusals.map(({ code }) => code);

test.each([
  ['A', []],
  [' ', ['NAME_INVALID']],
  ['n'.repeat(200), []],
  ['n'.repeat(201), ['NAME_INVALID']],
  ['a\nb', ['NAME_INVALID']],
])('the name "%s"', (name, codes) => {
  expect(codesOf(siteNameFaults({ name }))).toEqual(codes);
});

test.each([
  ['is made', {}, []],
  ['of no account', { account: null, product: null }, ['ACCOUNT_NOT_FOUND']],
  ['of no product', { product: null, taken: true }, ['PRODUCT_NOT_FOUND']],
  ['of a name that is taken', { taken: true }, ['NAME_TAKEN']],
])('a site %s', (_, given, codes) => {
  expect(codesOf(decideSiteCreate({ account: {}, product: {}, taken: false, ...given }))).toEqual(codes);
});

test.each([
  ['another name', { site: { name: 'A' }, taken: false }, []],
  ['the same', { site: { name: 'B' }, taken: false }, ['NOTHING_CHANGED']],
  ['one that is taken', { site: { name: 'A' }, taken: true }, ['NAME_TAKEN']],
  ['one where there is no site', { site: null, taken: false }, ['SITE_NOT_FOUND']],
])('a site takes %s', (_, facts, codes) => {
  expect(codesOf(decideSiteRename(facts, { name: ' B ' }))).toEqual(codes);
});

describe('a license and a site', () => {
  const facts: SiteMemberFacts = {
    site: { id: 's1', accountId: 'a1', productId: 'p1' },
    license: { accountId: 'a1', productId: 'p1', status: 'SUSPENDED' },
    membership: null,
  };
  const at = (siteId: string) => ({ siteId, joinedOn: '2026-08-01' });
  const revoked = { accountId: 'a2', productId: 'p2', status: 'REVOKED' };

  test.each<[string, Partial<SiteMemberFacts>, string[]]>([
    ['joins', {}, []],
    ['no site', { site: null, license: null }, ['SITE_NOT_FOUND']],
    ['no license', { license: null }, ['LICENSE_NOT_FOUND']],
    ['there already', { membership: at('s1') }, ['ALREADY_MEMBER']],
    ['elsewhere', { membership: at('s2') }, ['AT_ANOTHER_SITE']],
    [
      'all wrong at once, in order',
      { license: revoked, membership: at('s2') },
      ['ACCOUNT_MISMATCH', 'PRODUCT_MISMATCH', 'LICENSE_REVOKED', 'AT_ANOTHER_SITE'],
    ],
  ])('%s', (_, given, codes) => {
    expect(codesOf(decideSiteMemberAdd({ ...facts, ...given }))).toEqual(codes);
  });

  test('part where they were together', () => {
    expect(decideSiteMemberRemove({ ...facts, membership: at('s1') })).toEqual([]);
    expect(codesOf(decideSiteMemberRemove({ ...facts, membership: at('s2') }))).toEqual(['NOT_A_MEMBER']);
    expect(codesOf(decideSiteMemberRemove(facts))).toEqual(['NOT_A_MEMBER']);
    expect(codesOf(decideSiteMemberRemove({ ...facts, site: null }))).toEqual(['SITE_NOT_FOUND']);
  });
});
