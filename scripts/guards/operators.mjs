import { database, rules } from './tests.mjs';

const events = 'services/kernel/src/events';
const exports = 'services/kernel/src/export';
const compared = (name) => database(`${events}/reconcile.db.test.ts`, name);
const exported = (name) => ({ project: 'journeys', path: 'test/journeys/export.journey.test.ts', name });

/** What an operator's commands may say, send and hand out. */
export const operators = [
  {
    name: 'reconcile: what is told again is held as by an act that changes it',
    file: `${events}/told-again.ts`,
    find: ' for no key update',
    replace: '',
    test: compared('an act that changes what is compared is waited for'),
  },
  {
    name: 'reconcile: what is on its way is left alone',
    file: `${events}/reconcile.ts`,
    find: 'ids.filter((id) => !owed.has(id))',
    replace: 'ids.filter(() => owed.size >= 0)',
    test: compared('what is on its way is left alone'),
  },
  {
    name: 'reconcile: what is sent goes to the service that lacks it alone',
    file: `${events}/told-again.ts`,
    find: 'consumer = $1::text and delivered_at is null',
    replace: 'delivered_at is null and $1::text is not null',
    test: compared('what is on its way is left alone'),
  },
  {
    name: "export: an account's has its rows alone",
    file: `${exports}/snapshot.ts`,
    find: '` and ${account.where}`',
    replace: "' and $2::text is not null'",
    test: exported('of an account no row of another account or vendor'),
  },
  {
    name: "export: a vendor's rows alone, also of an account",
    file: `${exports}/snapshot.ts`,
    find: 'where t.vendor_id = $1${condition}',
    replace: 'where $1::text is not null${condition}',
    test: exported('of an account no row of another account or vendor'),
  },
  {
    name: 'export: secrets stay',
    file: `${exports}/snapshot.ts`,
    find: '.filter((column) => !(column in withheld))',
    replace: '',
    test: exported('of an account no secret is there'),
  },
  {
    name: 'export: a table that nobody thought of makes it fail',
    file: `${exports}/snapshot.ts`,
    find: 'if (strays.length > 0)',
    replace: 'if (strays.length < 0)',
    test: database('test/house/export.db.test.ts', 'makes an export fail'),
  },
  {
    name: 'export: who is narrowed by policies gets no part that looks like all',
    file: `${exports}/snapshot.ts`,
    find: "await client.query('set local row_security = off');",
    replace: '',
    test: database('test/house/export.db.test.ts', 'is not read in part'),
  },
  {
    name: 'export: nothing is replaced unasked',
    file: `${exports}/whole.ts`,
    find: 'await link(draft, target);',
    replace: 'await rename(draft, target);',
    test: rules(`${exports}/whole.test.ts`, 'put there meanwhile'),
  },
];
