import { describe, expect, test } from '@jest/globals';
import { groupMails, type DueMail } from './group-mails.rules.js';

const owner = { contactId: 'con_owner', addressKey: 'owner@example.com' };
const other = { contactId: 'con_other', addressKey: 'other@example.com' };
const reseller = { contactId: 'con_reseller', addressKey: 'reseller@example.com' };

function due(key: string, more: Partial<DueMail<string>> = {}): DueMail<string> {
  return { key, accountId: 'acc_1', day: '2026-03-10', recipients: [owner], item: `of ${key}`, ...more };
}

describe('mails are grouped', () => {
  test.each<[string, DueMail<string>[], [string, string, string, string[]][]]>([
    ['nothing', [], []],
    ['one thing', [due('a')], [['acc_1', 'con_owner', '2026-03-10', ['of a']]]],
    [
      'several things of one account, day and reader, in any order',
      [due('b'), due('a')],
      [['acc_1', 'con_owner', '2026-03-10', ['of a', 'of b']]],
    ],
    ['one thing asked for twice', [due('a'), due('a')], [['acc_1', 'con_owner', '2026-03-10', ['of a']]]],
    [
      'two days',
      [due('a'), due('b', { day: '2026-03-11' })],
      [
        ['acc_1', 'con_owner', '2026-03-10', ['of a']],
        ['acc_1', 'con_owner', '2026-03-11', ['of b']],
      ],
    ],
    [
      'two accounts with one reader',
      [due('a', { recipients: [reseller] }), due('b', { accountId: 'acc_2', recipients: [reseller] })],
      [
        ['acc_1', 'con_reseller', '2026-03-10', ['of a']],
        ['acc_2', 'con_reseller', '2026-03-10', ['of b']],
      ],
    ],
    [
      'several readers of one account',
      [due('a', { recipients: [owner, other] }), due('b', { recipients: [owner] })],
      [
        ['acc_1', 'con_owner', '2026-03-10', ['of a', 'of b']],
        ['acc_1', 'con_other', '2026-03-10', ['of a']],
      ],
    ],
    [
      'two readers with one address, of whom the first is meant',
      [due('a', { recipients: [owner, { ...reseller, addressKey: owner.addressKey }] })],
      [['acc_1', 'con_owner', '2026-03-10', ['of a']]],
    ],
  ])('%s', (_, given, expected) => {
    const mails = groupMails('notice', given);
    expect(mails.map(({ accountId, contactId, day, items }) => [accountId, contactId, day, items])).toEqual(
      expected,
    );
    expect(new Set(mails.map(({ dedupKey }) => dedupKey)).size).toBe(mails.length);
  });

  test('what is claimed later on a day has a key of its own; the same again has the same', () => {
    const keyOf = (...keys: string[]) =>
      groupMails(
        'notice',
        keys.map((key) => due(key)),
      )[0]?.dedupKey;
    expect(keyOf('a', 'b')).toBe(keyOf('b', 'a'));
    expect(keyOf('c')).not.toBe(keyOf('a', 'b'));
  });
});
