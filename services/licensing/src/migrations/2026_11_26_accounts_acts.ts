import { migration } from '@mainstay/kernel/db/migration';
import { writableTable } from '@mainstay/kernel/db/policies';
import { forAccountsAndStaff, owned } from './owned.js';

/** Sites and their members; who joins or leaves moves the last known end of a license's cover. */
export const accountsActs = migration('2026_11_26_accounts_acts', [
  ...writableTable({
    table: 'site',
    ...owned,
    write: forAccountsAndStaff({ insert: '*', update: ['name'] }),
  }),
  ...writableTable({
    table: 'site_member',
    ...owned,
    write: forAccountsAndStaff({ insert: '*', update: ['left_on'] }),
  }),
  ...writableTable({
    table: 'license',
    ...owned,
    write: forAccountsAndStaff({ update: ['covered_until'] }),
  }),
]);
