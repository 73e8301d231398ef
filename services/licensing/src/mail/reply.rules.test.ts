import { expect, test } from '@jest/globals';
import {
  putOffAtMost,
  replyOf,
  stateAfter,
  waitAfter,
  type MailReply,
  type MailStanding,
} from './reply.rules.js';

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

test.each<[MailReply, number, MailStanding]>([
  [{ kind: 'ACCEPTED', code: 250 }, 0, { state: 'SENT', fault: null, putOff: 0 }],
  [{ kind: 'ACCEPTED', code: 250 }, 7, { state: 'SENT', fault: null, putOff: 7 }],
  [{ kind: 'NEVER', code: 550 }, 0, { state: 'REFUSED', fault: 'REFUSED', putOff: 0 }],
  [{ kind: 'LATER', code: 450 }, 0, { state: 'QUEUED', fault: 'LATER', putOff: 1 }],
  [{ kind: 'LATER', code: 450 }, 58, { state: 'QUEUED', fault: 'LATER', putOff: putOffAtMost - 1 }],
  [{ kind: 'LATER', code: 450 }, 59, { state: 'FAILED', fault: 'LATER', putOff: putOffAtMost }],
  [{ kind: 'AWAY', code: null }, 0, { state: 'QUEUED', fault: 'AWAY', putOff: 0 }],
  [{ kind: 'AWAY', code: 421 }, 59, { state: 'QUEUED', fault: 'AWAY', putOff: 59 }],
])('after %j a mail that was put off %d times is %j', (reply, before, after) => {
  expect(stateAfter(reply, before)).toEqual(after);
});

test('waits grow and have an end', () => {
  expect([1, 2, 3, 7, 8, 1_000].map(waitAfter)).toEqual([
    30_000, 60_000, 120_000, 1_920_000, 3_600_000, 3_600_000,
  ]);
});
