import { migration } from '@mainstay/kernel/db/migration';
import { scopedTable, writableTable } from '@mainstay/kernel/db/policies';

/** Lots that orders and contracts become, each once, however often it is told. */
export const unitsBought = migration('2026_11_28_units_bought', [
  `create table fulfilled_line (
    vendor_id text not null,
    line_id text not null,
    grant_id text not null,
    primary key (vendor_id, line_id),
    foreign key (vendor_id, grant_id) references support_grant (vendor_id, id)
  )`,
  ...scopedTable({ table: 'fulfilled_line', read: { app_worker: '*' } }),
  ...writableTable({ table: 'fulfilled_line', write: { app_worker: { insert: '*' } } }),
  ...writableTable({ table: 'support_grant', write: { app_worker: { insert: '*' } } }),
]);
