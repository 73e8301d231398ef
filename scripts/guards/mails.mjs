import { database, rules } from './tests.mjs';

const mail = 'services/licensing/src/mail';
const sent = (name) => database(`${mail}/mail-sender.db.test.ts`, name);

/** What leaves by mail, to whom, and how often. */
export const mails = [
  {
    name: 'mails: senders take turns',
    file: 'services/kernel/src/db/turn.ts',
    find: 'return turn?.mine === true;',
    replace: 'return turn !== undefined;',
    test: sent('of many vendors and two senders at once'),
  },
  {
    name: 'mails: a Message-ID is made once',
    file: `${mail}/mail-queue.ts`,
    find: "coalesce(m.message_id, '<' || m.id || '@' || $3::text || '>')",
    replace: "'<' || m.id || '.' || gen_random_uuid() || '@' || $3::text || '>'",
    test: sent('accepted and never recorded goes again under the same Message-ID'),
  },
  {
    name: 'mails: of an account go to its people alone',
    file: `${mail}/mail-content.ts`,
    find: ' and c.account_id in (a.id, a.reseller_id)',
    replace: '',
    test: sent('is not sent to a contact that was erased meanwhile'),
  },
  {
    name: 'mails: markup in a name stays text',
    file: `${mail}/templates/letter.ts`,
    find: "text.replace(/[&<>\"']/gu, (symbol) => entities[symbol] ?? '')",
    replace: 'text',
    test: rules(`${mail}/templates/templates.test.ts`, 'stay text'),
  },
  {
    name: 'mails: a refusal for good is not tried again',
    file: `${mail}/reply.rules.ts`,
    find: "code < 500 ? 'LATER' : 'NEVER'",
    replace: "'LATER'",
    test: sent('that is refused for good at'),
  },
  {
    name: 'mails: a server that is away brings no mail nearer to being given up',
    file: `${mail}/reply.rules.ts`,
    find: "return { state: 'QUEUED', fault: 'AWAY', putOff };",
    replace: "return { state: 'QUEUED', fault: 'AWAY', putOff: putOff + 1 };",
    test: sent('waits for a server that is away without growing nearer'),
  },
];
