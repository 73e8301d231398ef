import { database, rules } from './tests.mjs';

const activation = 'services/licensing/src/activation';
const taken = (name) => database(`${activation}/activations.db.test.ts`, name);
const asked = (name) => database(`${activation}/validations.db.test.ts`, name);
const ruled = (name) => rules(`${activation}/activation.rules.test.ts`, name);
const read = (name) => rules('sdk/test/offline.test.ts', name);
const unnamed = (name) => rules('test/gateway/public-documents.test.ts', name);

const locked = `'select id from account where id = $1::text for no key update',
);

const lockLicense = statement<LockedSeats>(
  'activation.lockLicense',
  \`select id, account_id as "accountId", reseller_id as "resellerId", product_id as "productId", metric, quantity,
     status, revoked_at as "revokedAt", suspended_at as "suspendedAt"
   from license where id = $1::text and account_id = $2::text for no key update\``;

/** Seats of licenses, what running products are told, and files that are read without a network. */
export const machines = [
  {
    name: 'machines: the last seat is taken once',
    // The locks of account and license stand behind each other: both go.
    file: `${activation}/lock-seats.ts`,
    find: locked,
    replace: locked.replaceAll(' for no key update', ''),
    test: taken('two who want the last seat'),
  },
  {
    name: 'machines: a refusal names what was told',
    file: `${activation}/seats.rules.ts`,
    find: '.map((refusal) => ({ ...refusal, field: [named.license] }))',
    replace: '',
    test: ruled('by the name under which license and machine were told'),
  },
  {
    name: 'machines: giving one up needs cover where the plan says so',
    file: `${activation}/moving.rules.ts`,
    find: 'if (!movingNeedsCover || active) return [];',
    replace: 'if (movingNeedsCover || !active) return [];',
    test: ruled('where moving needs cover'),
  },
  {
    name: 'machines: a file does not follow cover',
    file: `${activation}/license-file.rules.ts`,
    find: "kind === 'ONLINE' ? validation.every : validation.manualLasts",
    replace: "kind === 'ONLINE' ? validation.grace : validation.manualLasts",
    test: ruled('issued 2026-12-20'),
  },
  {
    name: 'machines: an old request revives nothing',
    file: `${activation}/offline-answer-create.ts`,
    find: 'if (answered?.standing !== false) return seat;',
    replace: 'return seat;',
    test: asked('revived by no old request'),
  },
  {
    name: 'machines: a signature is as we write it',
    file: 'sdk/src/offline/file.ts',
    find: 'return bits < 6 && (held & ((1 << bits) - 1)) === 0 ? bytes : null;',
    replace: 'return bits < 6 ? bytes : null;',
    test: read('flip of a single bit'),
  },
  {
    name: 'machines: a consequence follows overdue validation alone',
    file: 'sdk/src/offline/verify.ts',
    find: "consequence: due === 'OVERDUE' ? content.consequence : null,",
    replace:
      "consequence: due === 'OVERDUE' || found.has('VERSION_AFTER_CUTOFF') ? content.consequence : null,",
    test: read('a release of 2027-01-05'),
  },
  {
    name: 'machines: without a token only a known document is read',
    file: 'gateway/src/document/public-documents.ts',
    find: 'return document !== undefined && isObject(value) ? value : null;',
    replace: 'return isObject(value) ? value : null;',
    test: unnamed('another text'),
  },
  {
    name: 'machines: who guesses is slowed down',
    file: 'gateway/src/front/without-token.ts',
    find: 'Math.max(addresses.take(address, nowMs), guesses.wait(address, nowMs))',
    replace: 'addresses.take(address, nowMs)',
    test: unnamed('too much is refused for a while'),
  },
];
