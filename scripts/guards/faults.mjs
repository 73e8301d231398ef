import { inboxOff } from './acts.mjs';

// The short form kills a house of four processes, and tells events, sends acts and breaks mails off twice for certain.
const test = { project: 'journeys', path: 'test/faults/survives.journey.test.ts' };

/** What is done once though parts are killed: seen here on the whole house, each by what the run counts afterwards. */
export const faults = [
  {
    name: 'faults: an event that is remembered is not applied again',
    ...inboxOff,
    test,
  },
  {
    name: 'faults: a key that was answered is not acted on again',
    file: 'services/kernel/src/act/perform.ts',
    find: 'if (known !== null) return { result: known };',
    replace: 'void known;',
    test,
  },
  {
    name: 'faults: a mail that was in flight goes again as the same one',
    file: 'services/licensing/src/mail/mail-queue.ts',
    find: "coalesce(m.message_id, '<' || m.id || '@' || $3::text || '>')",
    replace: "'<' || m.id || '.' || gen_random_uuid() || '@' || $3::text || '>'",
    test,
  },
];
