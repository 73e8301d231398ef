import { database, driver, pages, madeByHelper, noHole, committed } from './tests.mjs';

const policies = 'services/kernel/src/db/policies.ts';
const scope = 'services/kernel/src/db/scope.ts';
const pageArgs = 'services/kernel/src/db/page-args.ts';
const cursor = 'services/kernel/src/db/cursor.ts';

/** Which rows and columns. */
export const rows = [
  {
    name: 'rows: security is enabled',
    file: policies,
    find: '`alter table ${table} enable row level security`,',
    replace: '',
    test: madeByHelper,
  },
  {
    name: 'rows: security is forced',
    file: policies,
    find: '`alter table ${table} force row level security`,',
    replace: '',
    test: madeByHelper,
  },
  {
    name: 'rows: of the vendor',
    file: policies,
    find: "`${definition.vendor ?? 'vendor_id'} = (select app.vendor())`",
    replace: "'true'",
    test: driver('each role sees its rows'),
  },
  {
    name: 'rows: of the account',
    file: policies,
    find: "`${vendor} and ${column} = (select app.${rows === 'license' ? 'license' : 'account'}())`",
    replace: 'vendor',
    test: driver('each role sees its rows'),
  },
  {
    name: 'rows: narrowed further',
    file: policies,
    find: 'grant.and === undefined ? scope : `${scope} and ${grant.and}`',
    replace: 'scope',
    test: database('services/support/src/scope.db.test.ts', 'a reseller does not'),
  },
  {
    name: 'scope: of a key',
    file: scope,
    find: "viewer.role === 'PARTNER' && !viewer.scopes.includes(needed)",
    replace: 'false',
    test: driver('never reach the database'),
  },
  {
    name: "scope: a viewer's database role",
    file: scope,
    find: '!knownRoles.has(viewer.databaseRole)',
    replace: 'false',
    test: driver('never reach the database'),
  },
  {
    name: 'scope: no vendor, no rows',
    file: scope,
    find: "viewer.vendorId === null && viewer.databaseRole !== 'app_operator'",
    replace: 'false',
    test: driver('never reach the database'),
  },
  ...[
    ['vendor', 2],
    ['account', 3],
    ['license', 4],
    ['issuer', 2],
    ['subject', 3],
    ['key_hash', 4],
  ].map(([setting, place]) => ({
    name: `scope: app.${setting} ends with its statement`,
    file: scope,
    find: `set_config('app.${setting}', $${place}, true)`,
    replace: `set_config('app.${setting}', $${place}, false)`,
    test: database('services/kernel/src/db/scope.db.test.ts', 'what one kind of scope sets is gone'),
  })),
  {
    name: "grant: a ticket's subject is not the analyst's",
    file: 'services/support/src/migrations/2026_11_25_tickets.ts',
    find: "        'number',\n        'state',",
    replace: "        'number',\n        'subject',\n        'state',",
    test: committed('support'),
  },
  {
    name: "grant: codes are not the analyst's",
    file: 'services/licensing/src/migrations/2026_11_25_licenses.ts',
    find: "        'product_id',\n        'metric',",
    replace: "        'product_id',\n        'activation_code',\n        'metric',",
    test: committed('licensing'),
  },
  {
    name: "grant: invoices are not the agent's",
    file: 'services/billing/src/migrations/2026_11_25_invoices.ts',
    find: "  app_admin: '*',\n  app_reseller",
    replace: "  app_admin: '*',\n  app_agent: '*',\n  app_reseller",
    test: committed('billing'),
  },
  {
    name: 'key: codes of two vendors never meet',
    file: 'services/licensing/src/migrations/2026_11_25_licenses.ts',
    find: 'unique (vendor_id, code_key)',
    replace: 'unique (code_key)',
    test: noHole('licensing'),
  },
  {
    name: 'page: at most a hundred',
    file: pageArgs,
    find: ' || asked > maximalSize',
    replace: '',
    test: pages('a page above 100'),
  },
  {
    name: 'page: at least one',
    file: pageArgs,
    find: ' || asked < 1',
    replace: '',
    test: pages('a page of none|a negative page'),
  },
  {
    name: 'cursor: of this order and direction',
    file: cursor,
    find: 'order !== expected.order || direction !== expected.direction',
    replace: 'false',
    test: pages('a cursor of the other direction'),
  },
  {
    name: 'cursor: of the type of its key',
    file: cursor,
    find: 'value === null ? !expected.nullable : !isOfType(value, expected.type)',
    replace: 'false',
    test: pages('a cursor with a key of another type'),
  },
];
