import { expect, test } from '@jest/globals';
import { attemptsAtMost, replyOf, stateAfter, waitAfter, type MailReply } from './reply.rules.js';

test.each<[string | undefined, number | undefined, MailReply['kind']]>([
  ['RCPT TO', 450, 'LATER'],
  ['RCPT TO', 550, 'NEVER'],
  ['DATA', 451, 'LATER'],
  ['DATA', 554, 'NEVER'],
  // Our own address, name or password, or a server that has no time: no mail is at fault.
  ['MAIL FROM', 550, 'AWAY'],
  ['AUTH PLAIN', 535, 'AWAY'],
  ['CONN', 421, 'AWAY'],
  ['CONN', undefined, 'AWAY'],
  ['DATA', undefined, 'AWAY'],
  [undefined, undefined, 'AWAY'],
])('an answer to %s with %s is %s', (command, code, kind) => {
  expect(replyOf({ command, code }).kind).toBe(kind);
});

test.each<[MailReply, number, string, string | null]>([
  [{ kind: 'ACCEPTED', code: 250 }, 1, 'SENT', null],
  [{ kind: 'NEVER', code: 550 }, 1, 'REFUSED', 'REFUSED'],
  [{ kind: 'LATER', code: 450 }, 1, 'QUEUED', 'LATER'],
  [{ kind: 'LATER', code: 450 }, attemptsAtMost - 1, 'QUEUED', 'LATER'],
  [{ kind: 'LATER', code: 450 }, attemptsAtMost, 'FAILED', 'LATER'],
  [{ kind: 'AWAY', code: null }, attemptsAtMost * 10, 'QUEUED', 'AWAY'],
])('after %j in attempt %d a mail is %s', (reply, attempts, state, fault) => {
  expect(stateAfter(reply, attempts)).toEqual({ state, fault });
});

test('waits grow and have an end', () => {
  expect([1, 2, 3, 7, 8, 1_000].map(waitAfter)).toEqual([
    30_000, 60_000, 120_000, 1_920_000, 3_600_000, 3_600_000,
  ]);
});
