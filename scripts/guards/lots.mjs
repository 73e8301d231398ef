import { committed, database, rules } from './tests.mjs';

const grant = 'services/support/src/grant';
const migration = 'services/support/src/migrations/2026_11_27_lots.ts';
const ruled = (name) => rules(`${grant}/lots.rules.test.ts`, name);
const acted = (name) => database(`${grant}/grant-acts.db.test.ts`, name);
const expired = (name) => database(`${grant}/lot-expiry.db.test.ts`, name);
const entered = (name) => database(`${grant}/ledger.db.test.ts`, name);
const told = (name) => database(`${grant}/balance.db.test.ts`, name);

/** What lots of support units hold, when they end, and who may say otherwise. */
export const lots = [
  {
    name: 'lots: what is reserved does not expire',
    file: `${grant}/expiry.rules.ts`,
    find: 'isExpired(lot, day) ? lot.left : 0',
    replace: 'isExpired(lot, day) ? lot.left + lot.reserved : 0',
    test: ruled('without what is reserved'),
  },
  {
    name: 'lots: what comes back to an expired one is gone',
    file: `${grant}/expiry.rules.ts`,
    find: "isExpired(lot, day) ? [back, { kind: 'EXPIRED', units }] : [back]",
    replace: '[back]',
    test: ruled('to a lot that has expired meanwhile'),
  },
  {
    name: 'lots: those that never expire are used last',
    file: `${grant}/order-of-use.rules.ts`,
    find: "const never = '9999-99-99';",
    replace: "const never = '';",
    test: ruled('those that never expire last'),
  },
  {
    name: 'lots: a late job lends nothing',
    file: `${grant}/balance.rules.ts`,
    find: '!isExpired(lot, day) && lot.left > 0',
    replace: 'lot.left > 0',
    test: told('of any day is right'),
  },
  {
    name: 'lots: a day ends by the zone of the vendor',
    file: `${grant}/grant.reads.ts`,
    find: 'firstInstantAfter(day, viewer.zone)',
    replace: "firstInstantAfter(day, 'UTC')",
    test: told('is the sum of what was entered by the end of a day'),
  },
  {
    name: 'lots: none holds less than nothing',
    file: migration,
    find: 'check (${total} >= 0)',
    replace: '',
    test: entered('more than is left, however many take it at once'),
  },
  {
    name: 'lots: totals do not go astray in silence',
    file: migration,
    find: 'if kept <> (select count',
    replace: 'if false and kept <> (select count',
    test: entered('an entry whose lot a policy hides fails'),
  },
  {
    name: 'lots: nobody signs an entry for another',
    file: migration,
    find: "'actor_id = (select app.actor())'",
    replace: "'true'",
    test: entered('an entry in the name of another'),
  },
  {
    name: 'lots: an agent corrects none',
    file: migration,
    find: "`${own} and kind <> 'ADJUSTED'`",
    replace: 'own',
    test: entered('a correction by an agent'),
  },
  {
    name: 'lots: an analyst reads no reason',
    file: migration,
    find: 'app_analyst: told,',
    replace: "app_analyst: [...told, 'reason'],",
    test: committed('support'),
  },
  {
    name: 'lots: corrections are decided one after the other',
    file: `${grant}/lock-grant.ts`,
    find: ' for no key update',
    replace: '',
    test: acted('twice at once is decided one after the other'),
  },
  {
    name: 'lots: no correction takes what is not left',
    file: `${grant}/grant-correct.rules.ts`,
    find: 'lot.left + (units ?? 0) < 0',
    replace: 'lot.left + lot.reserved + (units ?? 0) < 0',
    test: acted('takes no more than is left'),
  },
  {
    name: 'lots: what has expired is corrected no more',
    file: `${grant}/grant-correct.rules.ts`,
    find: 'if (isExpired(lot, today))',
    replace: 'if (isExpired(lot, today) && lot.left === 0)',
    test: acted('has expired'),
  },
  {
    name: 'lots: a day that is moved moves its work',
    file: `${grant}/grant-correct.ts`,
    find: 'await planExpiry(transaction, lot.id, { expiresOn, zone });',
    replace: 'void planExpiry;\n  void zone;',
    test: acted('moves it, the work that is due on it'),
  },
  {
    name: 'lots: the work of a day looks before it acts',
    file: `${grant}/lot-expiry.ts`,
    find: "if (units === 0) return 'NOTHING';",
    replace: '',
    test: expired('of which nothing is left'),
  },
];
