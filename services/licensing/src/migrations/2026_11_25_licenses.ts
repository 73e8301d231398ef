import { migration } from '@mainstay/kernel/db/migration';
import { scopedTable, type ScopedTable } from '@mainstay/kernel/db/policies';
import { owned, ownedColumns, ownedKeys } from './owned.js';

const accountsAndStaff: ScopedTable['read'] = {
  app_admin: '*',
  app_agent: '*',
  app_reseller: '*',
  app_customer: '*',
  app_analyst: '*',
};

const lineWithoutPrice = [
  'vendor_id',
  'id',
  'account_id',
  'reseller_id',
  'contract_id',
  'license_id',
  'quantity',
  'from_on',
  'until_on',
];

/** Each order of the list of licenses, for each way a role is scoped. */
const licenseIndexes = ['covered_until', 'purchased_on', 'created_at'].flatMap((column) => [
  `create index license_${column} on license (vendor_id, ${column}, id)`,
  `create index license_account_${column} on license (vendor_id, account_id, ${column}, id)`,
  `create index license_reseller_${column} on license (vendor_id, reseller_id, ${column}, id) where reseller_id is not null`,
  `create index license_product_${column} on license (vendor_id, product_id, ${column}, id)`,
]);

/** What is owned, and what covers it. */
export const licenses = migration('2026_11_25_licenses', [
  `create table license (
    ${ownedColumns},
    product_id text not null,
    activation_code text,
    -- The code as it is compared: upper case, without dashes. Equal codes of two vendors never meet.
    code_key text,
    serial text,
    serial_key text,
    metric text not null check (metric in ('LICENSE', 'SERVER', 'SITE', 'USERS', 'DEVICES')),
    quantity integer not null check (quantity > 0),
    status text not null check (status in ('ACTIVE', 'REVOKED', 'SUSPENDED')),
    revoked_at timestamptz,
    suspended_at timestamptz,
    purchased_on date not null,
    prereleases boolean not null,
    -- The last end of effective cover (own, site's, contract's); null where there never was any. Kept by the writer.
    covered_until date,
    created_at timestamptz not null,
    ${ownedKeys},
    unique (vendor_id, code_key),
    unique (vendor_id, serial_key),
    foreign key (vendor_id, product_id) references product (vendor_id, id),
    check ((activation_code is null) = (code_key is null)),
    check ((serial is null) = (serial_key is null)),
    check (activation_code is not null or serial is not null),
    check ((status = 'REVOKED') = (revoked_at is not null)),
    check (status <> 'SUSPENDED' or suspended_at is not null),
    check (status <> 'ACTIVE' or suspended_at is null)
  )`,
  `create table site (
    ${ownedColumns},
    product_id text not null,
    name text not null check (length(name) between 1 and 200),
    ${ownedKeys},
    foreign key (vendor_id, product_id) references product (vendor_id, id)
  )`,
  `create table site_member (
    ${ownedColumns},
    site_id text not null,
    license_id text not null,
    joined_on date not null,
    left_on date check (left_on >= joined_on),
    ${ownedKeys},
    foreign key (vendor_id, site_id) references site (vendor_id, id),
    foreign key (vendor_id, license_id) references license (vendor_id, id),
    -- A license is at one site at a time.
    exclude using gist (vendor_id with =, license_id with =, daterange(joined_on, left_on) with &&)
  )`,
  `create table contract (
    ${ownedColumns},
    number text not null check (length(number) between 1 and 50),
    ${ownedKeys},
    unique (vendor_id, number)
  )`,
  `create table contract_line (
    ${ownedColumns},
    contract_id text not null,
    license_id text not null,
    quantity integer not null check (quantity > 0),
    yearly_price_minor bigint not null check (yearly_price_minor >= 0),
    from_on date not null,
    until_on date check (until_on >= from_on),
    ${ownedKeys},
    foreign key (vendor_id, contract_id) references contract (vendor_id, id),
    foreign key (vendor_id, license_id) references license (vendor_id, id),
    exclude using gist (vendor_id with =, contract_id with =, license_id with =, daterange(from_on, until_on) with &&)
  )`,
  `create table coverage_period (
    ${ownedColumns},
    subject_kind text not null check (subject_kind in ('LICENSE', 'SITE', 'CONTRACT')),
    subject_id text not null,
    starts_on date not null,
    expires_on date not null,
    counted_from date not null,
    anchor_day integer not null check (anchor_day between 1 and 31),
    plan_id text not null,
    plan_version integer not null,
    created_at timestamptz not null,
    -- The subject by its kind, so that keys hold it to a row that exists.
    license_id text generated always as (case when subject_kind = 'LICENSE' then subject_id end) stored,
    site_id text generated always as (case when subject_kind = 'SITE' then subject_id end) stored,
    contract_id text generated always as (case when subject_kind = 'CONTRACT' then subject_id end) stored,
    ${ownedKeys},
    foreign key (vendor_id, plan_id, plan_version) references maintenance_plan_version (vendor_id, plan_id, version),
    foreign key (vendor_id, license_id) references license (vendor_id, id),
    foreign key (vendor_id, site_id) references site (vendor_id, id),
    foreign key (vendor_id, contract_id) references contract (vendor_id, id),
    -- Half-open: expires_on is the first day without cover.
    check (starts_on < expires_on),
    check (counted_from >= starts_on),
    exclude using gist (vendor_id with =, subject_id with =, daterange(starts_on, expires_on) with &&)
  )`,
  ...licenseIndexes,
  'create index license_status_created_at on license (vendor_id, status, created_at, id)',
  'create index site_account on site (vendor_id, account_id, id)',
  'create index site_member_license on site_member (vendor_id, license_id, joined_on)',
  'create index site_member_site on site_member (vendor_id, site_id, joined_on)',
  'create index contract_account on contract (vendor_id, account_id, id)',
  'create index contract_line_license on contract_line (vendor_id, license_id, from_on)',
  'create index contract_line_contract on contract_line (vendor_id, contract_id, from_on)',
  'create index coverage_period_subject on coverage_period (vendor_id, subject_id, starts_on)',

  ...scopedTable({
    table: 'license',
    ...owned,
    license: 'id',
    read: {
      app_admin: '*',
      app_agent: '*',
      app_reseller: '*',
      app_customer: '*',
      app_product: '*',
      // Without codes and serials, neither to show nor to filter by.
      app_analyst: [
        'vendor_id',
        'id',
        'account_id',
        'reseller_id',
        'product_id',
        'metric',
        'quantity',
        'status',
        'revoked_at',
        'suspended_at',
        'purchased_on',
        'prereleases',
        'covered_until',
        'created_at',
      ],
    },
  }),
  ...scopedTable({ table: 'site', ...owned, read: accountsAndStaff }),
  ...scopedTable({
    table: 'site_member',
    ...owned,
    license: 'license_id',
    read: { ...accountsAndStaff, app_product: '*' },
  }),
  ...scopedTable({ table: 'contract', ...owned, read: accountsAndStaff }),
  // Prices of a contract's lines are money: agents see none, and an account learns them from its invoices.
  ...scopedTable({
    table: 'contract_line',
    ...owned,
    license: 'license_id',
    read: {
      app_admin: '*',
      app_analyst: '*',
      app_agent: lineWithoutPrice,
      app_reseller: lineWithoutPrice,
      app_customer: lineWithoutPrice,
      app_product: lineWithoutPrice,
    },
  }),
  // A running product sees what covers its license: its own periods, its sites' and its contracts'. The two inner
  // tables are narrowed by their own policies.
  ...scopedTable({
    table: 'coverage_period',
    ...owned,
    read: {
      ...accountsAndStaff,
      app_product: {
        columns: '*',
        rows: 'vendor',
        and: `subject_id in (select app.license() union all select m.site_id from site_member m
          union all select l.contract_id from contract_line l)`,
      },
    },
  }),
]);
