import { migration } from '@mainstay/kernel/db/migration';
import { writableTable } from '@mainstay/kernel/db/policies';

/** Administrators publish versions of plans; nobody changes one, and whoever adds one holds the plan by its name. */
export const planPublishing = migration('2026_11_28_plan_publish', [
  ...writableTable({ table: 'maintenance_plan', write: { app_admin: { update: ['name'] } } }),
  ...writableTable({ table: 'maintenance_plan_version', write: { app_admin: { insert: '*' } } }),
]);
