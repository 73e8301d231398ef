import { database, rules } from './tests.mjs';

const perform = 'services/kernel/src/act/perform.ts';
const trail = 'services/kernel/src/act/trail.ts';
const relay = 'services/kernel/src/events/relay.ts';
const inbox = 'services/kernel/src/events/inbox.ts';
const kept = 'services/kernel/src/act/kept-answers.ts';
const transaction = 'services/kernel/src/db/transaction.ts';

const acted = (name) => database('services/kernel/src/act/perform.db.test.ts', name);
const transacted = (name) => database('services/kernel/src/db/transaction.db.test.ts', name);
const forgotten = (name) => database('services/kernel/src/act/kept-answers.db.test.ts', name);
const told = (name) => database('services/kernel/src/events/events.db.test.ts', name);

/** Treats each event as if it had never come: what is looked up for a batch and what is written with it are one guard. */
export const inboxOff = {
  file: inbox,
  find: `  if (known.has(placeOf(event))) return;
  await database.transactAs({ job: 'events', vendorId: event.vendorId }, async (transaction) => {
    const [fresh] = await transaction.query(remember, [producer, event.id, event.type]);
    if (fresh !== undefined) await`,
  replace: `  void known;
  await database.transactAs({ job: 'events', vendorId: event.vendorId }, async (transaction) => {
    await transaction.query(remember, [producer, event.id, event.type]);
    await`,
};

/** What changes something, what it leaves, and what the others are told. */
export const acts = [
  {
    name: 'acts: the role is asked first',
    file: perform,
    find: 'if (!act.roles.includes(acting.viewer.role)) throw notForRole();',
    replace: '',
    test: acted('is refused to a role that may not'),
  },
  {
    name: 'acts: duplicates in flight wait',
    file: perform,
    find: '  await transaction.query(lockKey, [act.name, key]);\n',
    replace: '',
    test: acted('stands for one effect and one answer, however many ask at once'),
  },
  {
    name: 'acts: a key stands for one input',
    file: perform,
    find: 'known.inputDigest !== inputDigest(input)',
    replace: 'false',
    test: acted('with another input is an error that names it'),
  },
  {
    name: 'acts: an answer is kept for thirty days',
    file: kept,
    find: 'const keptDays = 30;',
    replace: 'const keptDays = 29;',
    test: forgotten('an answer is kept for thirty days'),
  },
  {
    name: 'acts: all answers are forgotten that are older',
    file: kept,
    find: 'if (stopped || count < atOnce) return total;',
    replace: 'if (stopped || count <= atOnce) return total;',
    test: forgotten('of a backlog all are forgotten'),
  },
  {
    name: 'acts: every service forgets them by itself',
    file: 'services/support/src/service.ts',
    find: 'openKeptAnswers({ database, clock, logger });',
    replace: '{ stop: () => Promise.resolve(void openKeptAnswers) };',
    test: { project: 'journeys', path: 'test/journeys/kept-answers.journey.test.ts' },
  },
  {
    name: 'acts: a refusal leaves nothing',
    file: perform,
    find: 'if (refusals.length > 0) throw new Refused(refusals);',
    replace: '',
    test: acted('that is refused leaves nothing'),
  },
  {
    name: 'acts: who comes second is asked again',
    file: perform,
    find: 'if (!met || attempt === attempts) throw error;',
    replace: 'throw error;',
    test: acted('two at once of what can be once'),
  },
  {
    name: 'acts: who was in the way of another is asked again',
    file: perform,
    find: 'error instanceof Collision || (',
    replace: '(',
    test: acted('two at once that wait for each other'),
  },
  {
    name: 'acts: nobody signs the trail for another',
    file: trail,
    find: 'and: `${column} = (select app.actor())`',
    replace: "and: 'true'",
    test: acted('takes no entry in the name of another'),
  },
  {
    name: 'acts: what fails is undone',
    file: transaction,
    find: "if (this.#begun && !this.lost) await this.client.query('rollback');",
    replace: "if (this.#begun && !this.lost) await this.client.query('commit');",
    test: acted('that breaks half-way leaves nothing'),
  },
  {
    name: 'acts: a failure that was passed over commits nothing',
    file: transaction,
    find: "if (this.#failed) throw new Error('A statement of the act failed, and the act went on.');",
    replace: '',
    test: transacted('that breaks never carries out its last statement'),
  },
  {
    name: 'acts: what comes last is committed with it',
    file: transaction,
    find: 'await this.#submit(this.#last.statement, this.#last.values, true);',
    replace: 'await this.#submit(this.#last.statement, this.#last.values, false);',
    test: transacted('commits with its last statement'),
  },
  {
    name: 'acts: nothing is last twice',
    file: transaction,
    find: "if (this.#last !== null) throw new Error('A transaction has one last statement.');",
    replace: '',
    test: transacted('has one last statement'),
  },
  {
    name: 'acts: what answers no rows stays prepared',
    file: 'services/kernel/src/db/scoped-query.ts',
    find: 'if (this.#before === 0 && this.#columns === undefined) this.handleRowDescription({ fields: [] });',
    replace: '',
    test: transacted('keeps statements prepared'),
  },
  {
    name: 'acts: a mutation has nothing but acts to change with',
    file: 'services/licensing/src/contact/contact-create.mutation.ts',
    find: 'return mutations.act(contactCreate, input,',
    replace: 'void contacts.byId(input.accountId);\n    return mutations.act(contactCreate, input,',
    test: rules('test/house/mutations.test.ts', 'licensing.contactCreate goes through the wrapper'),
  },
  {
    name: 'events: the inbox applies once',
    ...inboxOff,
    test: told('what arrived but was never noted arrives again'),
  },
  {
    name: 'events: what comes twice in one batch is applied once',
    file: inbox,
    find: 'if (fresh !== undefined) await',
    replace: 'void fresh;\n    await',
    test: told('10,000 events end as delivered once'),
  },
  {
    name: 'events: a failed one holds back its aggregate',
    file: inbox,
    find: 'if (held.has(key)) continue;',
    replace: '',
    test: told('an event that cannot be applied holds back its own aggregate'),
  },
  {
    name: 'events: relays take turns',
    file: 'services/kernel/src/db/turn.ts',
    find: 'return turn?.mine === true;',
    replace: 'return turn !== undefined;',
    test: told('two relays take turns'),
  },
  {
    name: 'events: a consumer whose database is away is waited for',
    file: relay,
    find: 'const away = receipt.away || fault === databaseAway;',
    replace: 'const { away } = receipt;',
    test: told('a consumer whose database is away is waited for'),
  },
  {
    name: 'events: a backlog is read by its indexes',
    file: relay,
    find: 'order by position limit 200\n     ) d',
    replace: ') d',
    test: told('a backlog is read by its indexes'),
  },
  {
    name: 'events: who is away is waited for',
    file: relay,
    find: 'const givesUp = !away && attempts >= attemptsAtMost;',
    replace: 'const givesUp = attempts >= attemptsAtMost;',
    test: told('a consumer that is away for long is waited for'),
  },
];
