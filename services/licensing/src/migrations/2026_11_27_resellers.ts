import { migration } from '@mainstay/kernel/db/migration';
import { scopedTable, writableTable } from '@mainstay/kernel/db/policies';

/** By `ownedTables`; those that a job already changes get one column more under the policy that they have. */
const moved = [
  'contact',
  'api_key',
  'license',
  'site',
  'site_member',
  'contract',
  'contract_line',
  'coverage_period',
];

/** Changes of the reseller of record: who sees a customer, from when on (M10). Staff alone know of coming ones. */
export const resellers = migration('2026_11_27_resellers', [
  `create table reseller_change (
    vendor_id text not null, id text not null,
    account_id text not null, from_reseller_id text, to_reseller_id text,
    effective_on date not null,
    state text not null check (state in ('PLANNED', 'CLOSING', 'DONE', 'WITHDRAWN')),
    planned_at timestamptz not null, settled_at timestamptz,
    primary key (vendor_id, id),
    foreign key (vendor_id, account_id) references account (vendor_id, id),
    foreign key (vendor_id, from_reseller_id) references account (vendor_id, id),
    foreign key (vendor_id, to_reseller_id) references account (vendor_id, id),
    check ((state in ('DONE', 'WITHDRAWN')) = (settled_at is not null))
  )`,
  // Of one account one at a time is planned or on its way.
  `create unique index reseller_change_standing on reseller_change (vendor_id, account_id)
    where state in ('PLANNED', 'CLOSING')`,
  'create index reseller_change_account on reseller_change (vendor_id, account_id, planned_at, id)',
  ...scopedTable({ table: 'reseller_change', read: { app_admin: '*', app_agent: '*', app_worker: '*' } }),
  ...writableTable({
    table: 'reseller_change',
    write: {
      app_admin: { insert: '*', update: ['state', 'settled_at'] },
      app_worker: { update: ['state', 'settled_at'] },
    },
  }),
  // All that names the former reseller names the new one, in one transaction; keys are checked when it ends.
  ...scopedTable({
    table: 'api_key',
    read: { app_worker: ['vendor_id', 'id', 'account_id', 'reseller_id'] },
  }),
  ...['account', 'membership', ...moved].flatMap((table) =>
    writableTable({ table, write: { app_worker: { update: ['reseller_id'] } } }),
  ),
]);
