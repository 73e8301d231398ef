import { describe, expect, test } from '@jest/globals';
import { decideContactErase, eraseFaults } from './contact-erase.rules.js';

const contact = { name: 'A. (B) Person', email: 'person@example.com', phone: '+00 1' };

describe('an erasure', () => {
  test.each([
    ['a reason', 'left the company', []],
    ['a blank one', ' ', ['REASON_INVALID']],
    ['one of 500', 'r'.repeat(500), []],
    ['one of 501', 'r'.repeat(501), ['REASON_INVALID']],
  ])('takes %s', (_, reason, codes) => {
    expect(eraseFaults({ reason }).map(({ code }) => code)).toEqual(codes);
  });

  test.each([
    ['is done', contact, 'left the company', []],
    ['of somebody with a dash', { ...contact, name: 'B-C \\ [D]' }, 'was b-c \\ [d]', ['REASON_PERSONAL']],
    ['of nobody', null, 'left the company', ['CONTACT_NOT_FOUND']],
    ['for a reason that names the person', contact, 'a. (b) person left', ['REASON_PERSONAL']],
    ['for a reason with the address', contact, 'Mail to PERSON@example.com bounces', ['REASON_PERSONAL']],
    ['for a reason with the number', contact, 'calls +00 1 no more', ['REASON_PERSONAL']],
    ['where there is no number', { ...contact, phone: null }, 'calls +00 1 no more', []],
  ])('%s', (_, known, reason, codes) => {
    expect(decideContactErase(known, { reason }).map(({ code }) => code)).toEqual(codes);
  });
});
