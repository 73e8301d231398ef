import { database } from './tests.mjs';

const events = 'services/kernel/src/events';
const compared = (name) => database(`${events}/reconcile.db.test.ts`, name);

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
];
