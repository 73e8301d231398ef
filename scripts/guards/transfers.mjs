import { database, rules } from './tests.mjs';

const transfer = 'services/licensing/src/transfer';
const ruled = (name) => rules(`${transfer}/license-transfer.rules.test.ts`, name);
const done = (name) => database(`${transfer}/license-transfer.db.test.ts`, name);

/** What goes from a reseller to its customers, and what never does. */
export const transfers = [
  {
    name: "transfer: what is a customer's stays",
    file: `${transfer}/license-transfer.rules.ts`,
    find: 'if (!license.resellers)',
    replace: "if (license.id === '')",
    test: ruled("what is a customer's"),
  },
  {
    name: 'transfer: a line of a contract stays',
    file: `${transfer}/license-transfer.rules.ts`,
    find: 'if (license.onContract)',
    replace: "if (license.id === '')",
    test: ruled('a line of a contract'),
  },
  {
    name: "transfer: never to another reseller's customer",
    file: `${transfer}/license-transfer.rules.ts`,
    find: 'customers.get(customerId) !== license.resellerId',
    replace: '!customers.has(customerId)',
    test: ruled("to another reseller's customer"),
  },
  {
    name: 'transfer: a company is made once',
    file: `${transfer}/license-transfer.ts`,
    find: ' || made.has(to.key)',
    replace: '',
    test: done('makes a company once'),
  },
  {
    name: 'transfer: all that is of the license goes along',
    file: `${transfer}/license-tables.ts`,
    find: "'cover_use', 'awaited_cover'",
    replace: "'awaited_cover'",
    test: done('every table whose rows are of a license'),
  },
  {
    name: 'transfer: a license leaves its site',
    file: `${transfer}/license-transfer.ts`,
    find: 'set left_on = greatest(m.joined_on, $2::date)',
    replace: 'set left_on = m.left_on',
    test: done('a license leaves its site'),
  },
  {
    name: 'transfer: the days that a site gave go along',
    file: `${transfer}/license-transfer.ts`,
    find: '  await keepCover(transaction, given, moment);\n',
    replace: '',
    test: done('a license leaves its site'),
  },
  {
    name: 'transfer: a name is found however it is spaced',
    file: `${transfer}/load-transfer.ts`,
    find: "regexp_replace(name_key, ' +', ' ', 'g')",
    replace: 'name_key',
    test: done('however many spaces'),
  },
  {
    name: "transfer: no customer's key hands anything on",
    file: `${transfer}/license-transfer.ts`,
    find: "databaseRole === 'app_customer'",
    replace: "databaseRole === 'app_product'",
    test: done("no key of a customer's own"),
  },
  {
    name: 'transfer: what one license holds up goes nowhere, and so it is previewed',
    file: `${transfer}/transfer-preview.rules.ts`,
    find: 'count: faults.length === 0 ? facts.items.length : 0',
    replace: 'count: going.length',
    test: rules(`${transfer}/transfer-preview.rules.test.ts`, 'one that cannot go says why'),
  },
  {
    name: 'transfer: only packs that are left to use are told to stay',
    file: `${transfer}/transfer.reads.ts`,
    find: " and c.state = 'UNUSED'",
    replace: '',
    test: database(`${transfer}/transfer-preview.db.test.ts`, 'which packs stay'),
  },
  {
    name: 'transfer: that a license is being renewed goes along',
    file: 'services/billing/src/facts/mirrors.ts',
    find: "  'license.transferred': holdsGoAlong,\n",
    replace: '',
    test: database('services/billing/src/facts/license-transferred.db.test.ts', 'goes along'),
  },
];
