import { dueMigration } from '@mainstay/kernel/due/due-table';
import { migration } from '@mainstay/kernel/db/migration';
import { scopedTable } from '@mainstay/kernel/db/policies';

export const due = dueMigration('2026_11_27_due');

/** Due work is looked for in the vendors whose clock is the real one. */
export const vendorClocks = migration(
  '2026_11_27_vendor_clocks',
  scopedTable({
    table: 'vendor',
    read: { app_jobs: { columns: ['vendor_id', 'zone', 'clock_kind'], rows: { where: 'true' } } },
  }),
);
