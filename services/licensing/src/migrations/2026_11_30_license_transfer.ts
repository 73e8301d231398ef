import { migration } from '@mainstay/kernel/db/migration';
import { scopedTable, writableTable } from '@mainstay/kernel/db/policies';
import { owned } from './owned.js';

/** Who hands licenses on to customers: the vendor's administrators, and resellers of their own (M10). */
const transferring = 'app_admin, app_reseller';
const grant = { update: ['account_id'] } as const;

/** Licenses go from their reseller to its customers, one by one or a whole order at once. */
export const licenseTransfer = migration('2026_11_30_license_transfer', [
  // The order that it was bought by; null for one that came otherwise.
  'alter table license add column order_id text',
  // Policies hold for the owner too, who is of no vendor: for this one statement they do not.
  ...['license', 'fulfilled_line'].map((table) => `alter table ${table} no force row level security`),
  `update license l set order_id = f.order_id from fulfilled_line f
   where f.vendor_id = l.vendor_id and l.id = any(f.object_ids)`,
  ...['license', 'fulfilled_line'].map((table) => `alter table ${table} force row level security`),
  'create index license_order on license (vendor_id, order_id, id) where order_id is not null',
  ...['license', 'coverage_period', 'maintenance_association', 'activation', 'license_file', 'notice'].map(
    (table) => `grant update (account_id) on ${table} to ${transferring}`,
  ),
  // What waits for a mail is read and written by staff and jobs; of it only this is a reseller's.
  ...scopedTable({
    ...{ table: 'awaited_cover', ...owned },
    read: { app_reseller: ['vendor_id', 'license_id', 'account_id', 'reseller_id'] },
  }),
  ...['cover_use', 'awaited_cover'].flatMap((table) =>
    writableTable({ ...{ table, ...owned }, write: { app_admin: grant, app_reseller: grant } }),
  ),
]);
