import { describe, expect, test } from '@jest/globals';
import {
  changedFields,
  contactAfter,
  decideContactUpdate,
  updateFaults,
  type ContactUpdateAsked,
  type ContactUpdateFacts,
} from './contact-update.rules.js';

const before = { name: 'Sample Person', email: 'person@example.com', phone: '+00 1' };

describe('an asked change by itself', () => {
  test.each<[string, ContactUpdateAsked, string[]]>([
    ['nothing at all', {}, []],
    ['a phone to remove', { removePhone: true }, []],
    ['a phone that stays', { phone: '+00 2', removePhone: false }, []],
    ['an empty phone', { phone: '' }, ['PHONE_INVALID']],
    ['a phone given and removed', { phone: '+00 2', removePhone: true }, ['PHONE_UNCLEAR']],
    ['a blank reason', { reason: ' ' }, ['REASON_INVALID']],
    ['a reason of 500', { reason: 'r'.repeat(500) }, []],
    ['a reason of 501', { reason: 'r'.repeat(501) }, ['REASON_INVALID']],
    [
      'all wrong at once, in order',
      { name: '', email: '', phone: '', removePhone: true, reason: '' },
      ['NAME_INVALID', 'EMAIL_INVALID', 'PHONE_INVALID', 'PHONE_UNCLEAR', 'REASON_INVALID'],
    ],
  ])('%s', (_, asked, codes) => {
    expect(updateFaults(asked).map(({ code }) => code)).toEqual(codes);
  });
});

describe('a contact after it', () => {
  test.each<[string, ContactUpdateAsked, object, string[]]>([
    ['keeps what is left out', {}, before, []],
    ['keeps what is null', { name: null, email: null, phone: null, removePhone: null }, before, []],
    ['takes a name without its spaces', { name: ' Another ' }, { ...before, name: 'Another' }, ['name']],
    ['loses its phone', { removePhone: true }, { ...before, phone: null }, ['phone']],
    [
      'takes another writing of its address',
      { email: 'Person@example.com' },
      { ...before, email: 'Person@example.com' },
      ['email'],
    ],
  ])('%s', (_, asked, after, changed) => {
    expect(contactAfter(before, asked)).toEqual(after);
    expect(changedFields(before, contactAfter(before, asked))).toEqual(changed);
  });
});

describe('a change of a contact', () => {
  const facts: ContactUpdateFacts = { before, taken: false, byStaff: false };

  test.each<[string, Partial<ContactUpdateFacts>, ContactUpdateAsked, string[]]>([
    ['is done', {}, { name: 'Another' }, []],
    ['of staff is done with a reason', { byStaff: true }, { name: 'Another', reason: 'misspelled' }, []],
    ['of staff says why', { byStaff: true }, { name: 'Another' }, ['REASON_REQUIRED']],
    ['of staff says why first', { byStaff: true, before: null }, {}, ['REASON_REQUIRED']],
    ['of nobody', { before: null }, { name: 'Another' }, ['CONTACT_NOT_FOUND']],
    ['to an address that is taken', { taken: true }, { email: 'b@example.com' }, ['EMAIL_TAKEN']],
    ['to its own address in another writing', { taken: true }, { email: 'PERSON@example.com' }, []],
    ['to nothing', {}, {}, ['NOTHING_CHANGED']],
    ['to what it is', {}, { ...before, name: ' Sample Person ' }, ['NOTHING_CHANGED']],
    ['for a reason with the old name', {}, { name: 'B', reason: 'no sample person' }, ['REASON_PERSONAL']],
    ['for a reason with the new one', {}, { name: 'New One', reason: 'is New One' }, ['REASON_PERSONAL']],
    ['for a reason that holds it within a word', {}, { name: 'Ann', reason: 'announced' }, []],
    [
      'with two faults at once, in order',
      {},
      { reason: 'of person@example.com.' },
      ['REASON_PERSONAL', 'NOTHING_CHANGED'],
    ],
  ])('%s', (_, given, asked, codes) => {
    expect(decideContactUpdate({ ...facts, ...given }, asked).map(({ code }) => code)).toEqual(codes);
  });
});
