import { describe, expect, test } from '@jest/globals';
import { contactFaults, emailKey } from './contact.rules.js';

describe('how a person is written down', () => {
  test.each([
    ['all well', { name: 'Ann', email: 'ann@example.com', phone: '+46 (0)8-123.45/6' }, []],
    ['nothing given', {}, []],
    ['nulls', { name: null, email: null, phone: null }, []],
    ['a blank name', { name: '  ' }, ['NAME_INVALID']],
    ['a name of 200', { name: 'n'.repeat(200) }, []],
    ['a name of 201', { name: 'n'.repeat(201) }, ['NAME_INVALID']],
    ['no domain', { email: 'ann@' }, ['EMAIL_INVALID']],
    ['no dot', { email: 'ann@localhost' }, ['EMAIL_INVALID']],
    ['two addresses', { email: 'ann@example.com, bob@example.com' }, ['EMAIL_INVALID']],
    ['a name with its address', { email: 'Ann <ann@example.com>' }, ['EMAIL_INVALID']],
    ['a line break', { email: 'ann@example.com\nbcc: x@example.com' }, ['EMAIL_INVALID']],
    ['an address of 255', { email: `${'a'.repeat(243)}@example.com` }, ['EMAIL_INVALID']],
    ['letters for digits', { phone: 'call me' }, ['PHONE_INVALID']],
    ['no digit', { phone: '+--' }, ['PHONE_INVALID']],
    [
      'all wrong at once, in order',
      { name: '', email: '', phone: '' },
      ['NAME_INVALID', 'EMAIL_INVALID', 'PHONE_INVALID'],
    ],
  ])('%s', (_, asked, codes) => {
    expect(contactFaults(asked).map(({ code }) => code)).toEqual(codes);
  });

  test('two writings of one address are one', () => {
    expect(emailKey(' Ann@Example.COM ')).toBe(emailKey('ann@example.com'));
  });
});
