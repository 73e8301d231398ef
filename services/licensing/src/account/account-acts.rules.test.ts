import { describe, expect, test } from '@jest/globals';
import {
  createFaults,
  decideAccountCreate,
  resellerOfRecord,
  type AccountCreateAsked,
} from './account-create.rules.js';
import { accountAfter, changedFields, decideAccountUpdate } from './account-update.rules.js';
import { accountFaults } from './account.rules.js';
import { countryCodes } from './country-codes.rules.js';

const codesOf = (refusals: readonly { readonly code: string }[]) => refusals.map(({ code }) => code);

test('there are 249 countries, each once', () => {
  expect(countryCodes.size).toBe(249);
  expect([...countryCodes].every((code) => /^[A-Z]{2}$/u.test(code))).toBe(true);
});

describe('how a company is written down', () => {
  test.each([
    ['all well', { name: 'Sample Ltd', country: 'SE' }, []],
    ['nothing given', { name: null }, []],
    ['a blank name', { name: '\t ' }, ['NAME_INVALID']],
    ['a name of 200', { name: 'n'.repeat(200) }, []],
    ['a name of 201', { name: 'n'.repeat(201) }, ['NAME_INVALID']],
    ['two lines', { name: 'a\nb' }, ['NAME_INVALID']],
    ['a country in lower case', { country: 'se' }, ['COUNTRY_INVALID']],
    ['no assigned code', { country: 'UK' }, ['COUNTRY_INVALID']],
    ['three letters', { country: 'SWE' }, ['COUNTRY_INVALID']],
    ['both wrong, in order', { name: '', country: '' }, ['NAME_INVALID', 'COUNTRY_INVALID']],
  ])('%s', (_, asked, codes) => {
    expect(codesOf(accountFaults(asked))).toEqual(codes);
  });
});

const customer = { name: 'A', country: 'SE', kind: 'CUSTOMER' } as const;
const reseller = { ...customer, kind: 'RESELLER' } as const;

describe('a new account', () => {
  test('that is a reseller has none of record', () => {
    expect(codesOf(createFaults({ ...reseller, name: '', resellerId: 'r' }))).toEqual([
      'NAME_INVALID',
      'RESELLER_OF_RESELLER',
    ]);
    expect(createFaults({ ...customer, resellerId: 'r' })).toEqual([]);
    expect(createFaults({ ...reseller, resellerId: null })).toEqual([]);
  });

  const admin = { actingResellerId: null, reseller: null };
  const found = { id: 'r', kind: 'RESELLER' };

  test.each<[string, Parameters<typeof decideAccountCreate>[0], AccountCreateAsked, string[]]>([
    ['by an administrator', admin, customer, []],
    ['a reseller by an administrator', admin, reseller, []],
    ['with a reseller', { ...admin, reseller: found }, { ...customer, resellerId: 'r' }, []],
    ['with a reseller unknown', admin, { ...customer, resellerId: 'x' }, ['RESELLER_NOT_FOUND']],
    [
      'with a customer for reseller',
      { ...admin, reseller: { id: 'c', kind: 'CUSTOMER' } },
      { ...customer, resellerId: 'c' },
      ['NOT_A_RESELLER'],
    ],
    ['by a reseller', { actingResellerId: 'r', reseller: null }, customer, []],
    [
      'by a reseller that names itself',
      { actingResellerId: 'r', reseller: found },
      { ...customer, resellerId: 'r' },
      [],
    ],
    [
      'by a reseller for its customer',
      { actingResellerId: 'r', reseller: { id: 'c', kind: 'CUSTOMER' } },
      { ...customer, resellerId: 'c' },
      ['RESELLER_NOT_FOUND'],
    ],
    ['a reseller by a reseller', { actingResellerId: 'r', reseller: null }, reseller, ['KIND_FORBIDDEN']],
  ])('%s', (_, facts, asked, codes) => {
    expect(codesOf(decideAccountCreate(facts, asked))).toEqual(codes);
  });

  test.each<[string, string | null, AccountCreateAsked, string | null]>([
    ['a reseller is its own', null, reseller, 'new'],
    ['a customer buys direct', null, customer, null],
    ['or through whom the administrator names', null, { ...customer, resellerId: 'r' }, 'r'],
    ['or through who creates it', 'r', customer, 'r'],
  ])('%s', (_, actingResellerId, asked, expected) => {
    expect(resellerOfRecord('new', { actingResellerId, reseller: null }, asked)).toBe(expected);
  });
});

describe('a change of an account', () => {
  const before = { name: 'A', country: 'SE' };

  test.each([
    ['of its name', { name: ' B ' }, ['name']],
    ['of its country', { country: 'DE', name: null }, ['country']],
    ['to what it is', { ...before, name: 'A ' }, []],
  ])('%s', (_, asked, changed) => {
    expect(changedFields(before, accountAfter(before, asked))).toEqual(changed);
    const codes = changed.length === 0 ? ['NOTHING_CHANGED'] : [];
    expect(codesOf(decideAccountUpdate(before, asked))).toEqual(codes);
  });

  test('of nobody is refused', () => {
    expect(codesOf(decideAccountUpdate(null, { name: 'B' }))).toEqual(['ACCOUNT_NOT_FOUND']);
  });
});
