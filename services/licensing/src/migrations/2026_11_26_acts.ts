import { writableTable } from '@mainstay/kernel/db/policies';
import { migration } from '@mainstay/kernel/db/migration';
import { forAccountsAndStaff, owned } from './owned.js';

/** What acts may change, role by role. A row is locked by whoever may change some column of it. */
export const acts = migration('2026_11_26_acts', [
  ...writableTable({
    table: 'account',
    account: 'id',
    reseller: 'reseller_id',
    write: {
      app_admin: { insert: '*', update: ['name', 'name_key', 'country'] },
      app_agent: { update: ['name', 'name_key', 'country'] },
      app_reseller: { insert: '*', update: ['name', 'name_key', 'country'] },
      app_customer: { update: ['name', 'name_key', 'country'] },
    },
  }),
  ...writableTable({
    table: 'contact',
    ...owned,
    write: forAccountsAndStaff({
      insert: '*',
      update: ['name', 'email', 'email_key', 'phone'],
      delete: true,
    }),
  }),
]);
