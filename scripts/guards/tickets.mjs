import { database } from './tests.mjs';

const ticket = 'services/support/src/ticket';
const assessment = 'services/support/src/assessment';
const acted = (name) => database(`${ticket}/ticket-acts.db.test.ts`, name);
const priced = (name) => database(`${assessment}/assessment.db.test.ts`, name);

/** What a case takes, and what it leaves when it ends. */
export const tickets = [
  {
    name: 'tickets: the last unit is taken once',
    file: `${ticket}/open-facts.ts`,
    find: ' order by id for no key update',
    replace: ' order by id',
    test: acted('of the last unit is once'),
  },
  {
    name: 'tickets: what was answered counts',
    file: `${ticket}/ticket-state.rules.ts`,
    find: "ticket.metAt === null && ticket.state !== 'RESOLVED'",
    replace: "ticket.state !== 'RESOLVED'",
    test: acted('withdrawn before the first reply it is released'),
  },
  {
    name: 'tickets: reopened for fourteen days alone',
    file: `${ticket}/ticket-state.rules.ts`,
    find: 'if (nowMs < untilMs) return [];',
    replace: 'if (nowMs < untilMs + 86_400_000) return [];',
    test: acted('closed it is reopened for fourteen days'),
  },
  {
    name: 'tickets: a withdrawn one leaves no price',
    file: `${ticket}/ticket-close.ts`,
    find: '    await dropProposed(transaction, id, moment.now);\n',
    replace: '',
    test: priced('once it is withdrawn its price'),
  },
  {
    name: 'tickets: a resolved one leaves no price',
    file: `${ticket}/ticket-resolve.ts`,
    find: '    await dropProposed(transaction, id, moment.now);\n',
    replace: '',
    test: priced('once it is found a bug its price'),
  },
  {
    name: 'tickets: dearer work waits for a yes',
    file: `${assessment}/price.rules.ts`,
    find: "return !agreedInAdvance && category !== 'QUESTION';",
    replace: 'return false;',
    test: priced('anything dearer waits'),
  },
  {
    name: 'tickets: a modification always asks',
    file: `${assessment}/price.rules.ts`,
    find: 'if (alwaysAsks) return true;',
    replace: '',
    test: priced('a modification always asks'),
  },
  {
    name: 'tickets: no more credits than there are',
    file: `${assessment}/assess.rules.ts`,
    find: 'if (units - held <= available) return [];',
    replace: 'if (units >= 0) return [];',
    test: priced('too small a balance is refused'),
  },
  {
    name: 'tickets: a release counts from its instant on',
    file: `${assessment}/ticket-assess.ts`,
    find: "where l.id = $1::text and (r->>'releasedAt')::timestamptz <= $2::timestamptz`",
    replace: 'where l.id = $1::text and $2::timestamptz is not null`',
    test: priced('priced by the releases that it passes'),
  },
];
