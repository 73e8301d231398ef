import { migration } from '@mainstay/kernel/db/migration';
import { scopedTable, writableTable } from '@mainstay/kernel/db/policies';

const owner = ['vendor_id', 'id', 'account_id', 'reseller_id'];

/** What an account has here follows it to another reseller of record, as licensing tells (M10). */
export const resellers = migration('2026_11_27_resellers', [
  ...['ticket', 'ticket_message'].flatMap((table) => scopedTable({ table, read: { app_worker: owner } })),
  ...['ticket', 'ticket_message', 'ledger_entry'].flatMap((table) =>
    writableTable({ table, write: { app_worker: { update: ['reseller_id'] } } }),
  ),
  // Beside its totals, under the policy that came with them.
  'grant update (reseller_id) on support_grant to app_worker',
]);
