import { writableTable, type WriteGrant } from '@mainstay/kernel/db/policies';
import { migration } from '@mainstay/kernel/db/migration';

const owned = { account: 'account_id', reseller: 'reseller_id' };

function forAccountsAndStaff(grant: WriteGrant): Record<string, WriteGrant> {
  return { app_admin: grant, app_agent: grant, app_reseller: grant, app_customer: grant };
}

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
