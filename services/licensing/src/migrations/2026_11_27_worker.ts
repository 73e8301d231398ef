import { migration } from '@mainstay/kernel/db/migration';
import { scopedTable } from '@mainstay/kernel/db/policies';

const tables = [
  ...['maintenance_plan', 'maintenance_plan_version', 'app_user', 'membership'],
  ...['site', 'site_member', 'contract', 'contract_line', 'coverage_period'],
];

/** Work that falls due decides by what the vendor has, as an act does: who is covered until when, and who is told. */
export const workerReads = migration(
  '2026_11_27_worker',
  tables.flatMap((table) => scopedTable({ table, read: { app_worker: '*' } })),
);
