import { migration } from '@mainstay/kernel/db/migration';
import { scopedTable, writableTable } from '@mainstay/kernel/db/policies';
import { forAccountsAndStaff, owned, ownedColumns, ownedKeys } from './owned.js';

const accountsAndStaff = { app_admin: '*', app_agent: '*', app_reseller: '*', app_customer: '*' } as const;

const codeColumns = [
  ...[
    'vendor_id',
    'id',
    'account_id',
    'reseller_id',
    'product_id',
    'metric',
    'term',
    'purchased_on',
    'state',
  ],
  ...['order_line_id', 'created_at'],
];

const periodColumns = [
  ...[
    'vendor_id',
    'id',
    'account_id',
    'reseller_id',
    'subject_kind',
    'subject_id',
    'starts_on',
    'expires_on',
  ],
  ...['counted_from', 'anchor_day', 'plan_id', 'plan_version', 'created_at'],
];

/** What a payment becomes: licenses, units of maintenance and what they cover (B4, M2 to M4). */
export const fulfilment = migration('2026_11_28_fulfilment', [
  // What its licenses are known by.
  `alter table product add column identified_by text not null default 'CODE' check (identified_by in ('CODE', 'SERIAL'))`,
  // A unit of maintenance that was bought, to be associated once with a license or a site.
  `create table maintenance_code (
    ${ownedColumns},
    product_id text not null,
    code text not null,
    -- As it is compared: upper case, without dashes.
    code_key text not null,
    metric text not null check (metric in ('LICENSE', 'SITE')),
    term text not null check (term ~ '^P[1-9][0-9]{0,4}[DMY]$'),
    -- The purchase day: cover from it begins no earlier (M4).
    purchased_on date not null,
    state text not null check (state in ('UNUSED', 'ASSOCIATED', 'VOID')),
    order_line_id text,
    created_at timestamptz not null,
    ${ownedKeys},
    unique (vendor_id, code_key),
    foreign key (vendor_id, product_id) references product (vendor_id, id)
  )`,
  `create table maintenance_association (
    ${ownedColumns},
    maintenance_code_id text not null,
    subject_kind text not null check (subject_kind in ('LICENSE', 'SITE')),
    subject_id text not null,
    -- The period that it made; null once it was undone.
    period_id text,
    -- Bought together with its license: it cannot be undone.
    bundled boolean not null,
    associated_at timestamptz not null,
    undone_at timestamptz,
    license_id text generated always as (case when subject_kind = 'LICENSE' then subject_id end) stored,
    site_id text generated always as (case when subject_kind = 'SITE' then subject_id end) stored,
    ${ownedKeys},
    foreign key (vendor_id, maintenance_code_id) references maintenance_code (vendor_id, id),
    foreign key (vendor_id, license_id) references license (vendor_id, id),
    foreign key (vendor_id, site_id) references site (vendor_id, id),
    check ((undone_at is null) = (period_id is not null)),
    check (not bundled or undone_at is null)
  )`,
  // A code is used once.
  `create unique index maintenance_association_active on maintenance_association (vendor_id, maintenance_code_id)
     where undone_at is null`,
  'create index maintenance_association_subject on maintenance_association (vendor_id, subject_id, associated_at)',
  'create index maintenance_association_period on maintenance_association (vendor_id, period_id)',
  'create index maintenance_code_account on maintenance_code (vendor_id, account_id, purchased_on, id)',
  'create index maintenance_code_reseller on maintenance_code (vendor_id, reseller_id, purchased_on, id) where reseller_id is not null',
  'create index maintenance_code_purchased on maintenance_code (vendor_id, purchased_on, id)',
  // What was given because of cover: as long as it stands, the cover is not taken back (M4).
  `create table cover_use (
    vendor_id text not null,
    account_id text not null,
    reseller_id text,
    license_id text not null,
    kind text not null check (kind in ('TICKET', 'MOVE', 'DOWNLOAD', 'UPDATE_PASSWORD', 'OFFLINE_FILE')),
    object_id text not null,
    used_on date not null,
    primary key (vendor_id, license_id, kind, object_id),
    foreign key (vendor_id, account_id) references account (vendor_id, id),
    foreign key (vendor_id, account_id, reseller_id) references account (vendor_id, id, reseller_id) deferrable,
    foreign key (vendor_id, license_id) references license (vendor_id, id)
  )`,
  'create index cover_use_license on cover_use (vendor_id, license_id, used_on)',
  // Cover that begins when a mail server takes the mail that tells the license's code or serial (M2).
  `create table awaited_cover (
    ${ownedColumns},
    license_id text not null,
    term text not null,
    plan_id text not null,
    plan_version integer not null,
    ${ownedKeys},
    unique (vendor_id, license_id),
    foreign key (vendor_id, license_id) references license (vendor_id, id),
    foreign key (vendor_id, plan_id, plan_version) references maintenance_plan_version (vendor_id, plan_id, version)
  )`,
  // What each line of a paid order became, so that an order that is told twice is done once.
  `create table fulfilled_line (
    vendor_id text not null references vendor (vendor_id),
    line_id text not null,
    order_id text not null,
    object_ids text[] not null,
    fulfilled_at timestamptz not null,
    primary key (vendor_id, line_id)
  )`,
  ...scopedTable({
    table: 'maintenance_code',
    ...owned,
    read: { ...accountsAndStaff, app_worker: '*', app_analyst: codeColumns },
  }),
  ...['maintenance_association', 'cover_use'].flatMap((table) =>
    scopedTable({
      ...{ table, ...owned },
      read: { ...accountsAndStaff, app_analyst: '*', app_worker: '*' },
    }),
  ),
  ...scopedTable({ table: 'awaited_cover', ...owned, read: { app_admin: '*', app_worker: '*' } }),
  ...scopedTable({ table: 'fulfilled_line', read: { app_admin: '*', app_worker: '*' } }),
  ...writableTable({
    table: 'maintenance_code',
    ...owned,
    write: {
      ...forAccountsAndStaff({ update: ['state'] }),
      app_worker: { insert: '*', update: ['state', 'account_id', 'reseller_id'] },
    },
  }),
  ...writableTable({
    table: 'maintenance_association',
    ...owned,
    write: {
      ...forAccountsAndStaff({ insert: '*', update: ['period_id', 'undone_at'] }),
      app_worker: { insert: '*', update: ['account_id', 'reseller_id', 'period_id', 'undone_at'] },
    },
  }),
  ...writableTable({
    table: 'cover_use',
    ...owned,
    write: {
      ...forAccountsAndStaff({ insert: '*' }),
      app_worker: { insert: '*', update: ['account_id', 'reseller_id'] },
    },
  }),
  ...writableTable({
    table: 'awaited_cover',
    ...owned,
    write: { app_worker: { insert: '*', update: ['account_id', 'reseller_id', 'term'], delete: true } },
  }),
  ...writableTable({ table: 'fulfilled_line', write: { app_worker: { insert: '*' } } }),
  // A job makes what was paid for.
  ...['license', 'contract', 'contract_line'].flatMap((table) =>
    writableTable({ table, ...owned, write: { app_worker: { insert: '*' } } }),
  ),
  ...writableTable({
    table: 'coverage_period',
    ...owned,
    write: {
      app_worker: { insert: periodColumns, delete: true },
      app_agent: {
        insert: periodColumns,
        update: ['starts_on', 'expires_on', 'counted_from', 'anchor_day'],
        delete: true,
      },
      app_reseller: {
        ...{ insert: periodColumns, update: ['starts_on', 'expires_on', 'counted_from', 'anchor_day'] },
        delete: true,
      },
      app_customer: {
        ...{ insert: periodColumns, update: ['starts_on', 'expires_on', 'counted_from', 'anchor_day'] },
        delete: true,
      },
    },
  }),
  'grant update (starts_on, expires_on, counted_from, anchor_day) on coverage_period to app_worker',
  'grant update (covered_until) on license to app_worker',
]);
