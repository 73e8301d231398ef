import { describe, expect, test } from '@jest/globals';
import {
  decideResellerChange,
  resellerChangeFaults,
  type ResellerChangeAsked,
  type ResellerChangeFacts,
} from './reseller-change.rules.js';

const today = '2026-03-10';
const customer = { kind: 'CUSTOMER', resellerId: 'r1' } as const;
const reseller = { kind: 'RESELLER' } as const;
const planned = { id: 'c1', state: 'PLANNED', toResellerId: 'r2', on: '2026-04-01' } as const;
const asked = { resellerId: 'r2', reason: 'moves' };

describe('who may be of record from a day on', () => {
  test.each<[string, Partial<ResellerChangeFacts>, Partial<ResellerChangeAsked>, string[]]>([
    ['another reseller, today', {}, {}, []],
    ['another reseller, on a coming day', {}, { on: '2027-01-01' }, []],
    ['another reseller, yesterday', {}, { on: '2026-03-09' }, ['DAY_PAST']],
    ['nobody', { reseller: null }, { resellerId: null }, []],
    ['the same', {}, { resellerId: 'r1' }, ['NOTHING_CHANGED']],
    [
      'nobody, of one who buys direct',
      { account: { kind: 'CUSTOMER', resellerId: null }, reseller: null },
      { resellerId: null },
      ['NOTHING_CHANGED'],
    ],
    ['an account that is not there', { reseller: null }, {}, ['RESELLER_NOT_FOUND']],
    ['a customer', { reseller: { kind: 'CUSTOMER' } }, {}, ['NOT_A_RESELLER']],
    ['of a reseller', { account: { kind: 'RESELLER', resellerId: 'r9' } }, {}, ['NOT_A_CUSTOMER']],
    ['of a reseller, to itself', { account: { kind: 'RESELLER', resellerId: 'r2' } }, {}, ['NOT_A_CUSTOMER']],
    ['of nobody', { account: null }, { on: '2020-01-01' }, ['ACCOUNT_NOT_FOUND']],
    ['as planned', { standing: planned }, { on: '2026-04-01' }, ['NOTHING_CHANGED']],
    ['as planned, on another day', { standing: planned }, { on: '2026-04-02' }, []],
    ['taken back', { standing: planned }, { resellerId: 'r1', on: '2026-04-01' }, []],
    ['while one runs', { standing: { ...planned, state: 'CLOSING' } }, {}, ['CHANGE_RUNNING']],
    [
      'two faults, in order of precedence',
      { reseller: { kind: 'CUSTOMER' } },
      { on: '2020-01-01' },
      ['NOT_A_RESELLER', 'DAY_PAST'],
    ],
  ])('%s', (_, facts, more, codes) => {
    const given = { account: customer, reseller, standing: null, ...facts };
    expect(decideResellerChange(given, { ...asked, ...more }, today).map(({ code }) => code)).toEqual(codes);
  });

  test.each([
    [{ ...asked, on: '2200-12-31' }, []],
    [{ resellerId: null, reason: 'moves' }, []],
    [{ reason: 'moves' }, ['RESELLER_UNSAID']],
    [{ ...asked, on: '2201-01-01', reason: ' ' }, ['DAY_INVALID', 'REASON_INVALID']],
  ])('%j', (input, codes) => {
    expect(resellerChangeFaults(input).map(({ code }) => code)).toEqual(codes);
  });
});
