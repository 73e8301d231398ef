import { migration } from '@mainstay/kernel/db/migration';
import { scopedTable } from '@mainstay/kernel/db/policies';
import { ownedColumns, ownedKeys } from './owned.js';

/** Exactly the user who signs in: nobody is found by half a name. */
const sameUser = { where: 'issuer = (select app.issuer()) and subject = (select app.subject())' };

/** Who there is: vendors with their clocks, accounts and their people, those who sign in, and keys. */
export const accounts = migration('2026_11_25_accounts', [
  `create table vendor (
    vendor_id text primary key,
    name text not null check (length(name) between 1 and 200),
    slug text not null check (slug ~ '^[a-z][a-z0-9-]{0,62}$'),
    zone text not null,
    currency text not null check (currency ~ '^[A-Z]{3}$'),
    clock_kind text not null check (clock_kind in ('REAL', 'FROZEN')),
    frozen_at timestamptz,
    sandbox boolean not null,
    created_at timestamptz not null,
    check ((clock_kind = 'FROZEN') = (frozen_at is not null)),
    -- A real tenant's time cannot be stopped.
    check (clock_kind = 'REAL' or sandbox)
  )`,
  `create table account (
    vendor_id text not null references vendor (vendor_id),
    id text not null,
    kind text not null check (kind in ('CUSTOMER', 'RESELLER')),
    name text not null check (length(name) between 1 and 200),
    name_key text collate "C" not null,
    reseller_id text,
    country text not null check (country ~ '^[A-Z]{2}$'),
    created_at timestamptz not null,
    primary key (vendor_id, id),
    unique (vendor_id, id, reseller_id),
    foreign key (vendor_id, reseller_id) references account (vendor_id, id),
    -- A reseller's own row carries its own id, so that one equality finds it together with its customers.
    check ((kind = 'RESELLER') = (reseller_id is not distinct from id))
  )`,
  `create table contact (
    ${ownedColumns},
    name text not null check (length(name) between 1 and 200),
    email text not null check (length(email) <= 320),
    email_key text collate "C" not null,
    phone text check (length(phone) between 1 and 50),
    created_at timestamptz not null,
    ${ownedKeys}
  )`,
  `create table app_user (
    vendor_id text not null references vendor (vendor_id),
    id text not null,
    issuer text not null,
    subject text not null,
    primary key (vendor_id, id),
    unique (vendor_id, issuer, subject)
  )`,
  `create table membership (
    vendor_id text not null,
    id text not null,
    user_id text not null,
    account_id text,
    reseller_id text,
    role text not null check (role in ('VENDOR_ADMIN', 'SUPPORT_AGENT', 'RESELLER', 'CUSTOMER', 'ANALYST')),
    starts_at timestamptz not null,
    ends_at timestamptz check (ends_at >= starts_at),
    ${ownedKeys},
    foreign key (vendor_id, user_id) references app_user (vendor_id, id),
    -- The vendor's own staff act for no account, everybody else for one; a reseller for a reseller's.
    check ((role in ('RESELLER', 'CUSTOMER')) = (account_id is not null)),
    check (account_id is not null or reseller_id is null),
    check (role not in ('RESELLER', 'CUSTOMER') or (role = 'RESELLER') = (reseller_id is not distinct from account_id))
  )`,
  `create table operator (
    issuer text not null,
    subject text not null,
    primary key (issuer, subject)
  )`,
  `create table api_key (
    vendor_id text not null references vendor (vendor_id),
    id text not null,
    account_id text,
    reseller_id text,
    name text not null check (length(name) between 1 and 200),
    -- SHA-256 of the key; the key itself is shown once and kept nowhere.
    key_hash text not null check (key_hash ~ '^[0-9a-f]{64}$'),
    scopes text[] not null check (cardinality(scopes) between 1 and 20),
    created_at timestamptz not null,
    expires_at timestamptz check (expires_at > created_at),
    revoked_at timestamptz,
    ${ownedKeys},
    unique (vendor_id, key_hash),
    check (account_id is not null or reseller_id is null)
  )`,
  // The orders and filters of the list of accounts, for the vendor's staff and for a reseller.
  'create index account_name on account (vendor_id, name_key, id)',
  'create index account_created on account (vendor_id, created_at, id)',
  'create index account_kind_name on account (vendor_id, kind, name_key, id)',
  'create index account_reseller_name on account (vendor_id, reseller_id, name_key, id) where reseller_id is not null',
  'create index account_reseller_created on account (vendor_id, reseller_id, created_at, id) where reseller_id is not null',
  'create index contact_account on contact (vendor_id, account_id, created_at, id)',
  'create index contact_email on contact (vendor_id, email_key)',
  'create index membership_user on membership (vendor_id, user_id)',
  // Sign-in knows no vendor yet. Not unique: one person may be a user of two vendors.
  'create index app_user_sign_in on app_user (issuer, subject)',
  'create index api_key_sign_in on api_key (key_hash)',
  'create index vendor_created on vendor (created_at, vendor_id)',

  ...scopedTable({
    table: 'operator',
    read: { app_login: { columns: '*', rows: sameUser } },
  }),
  ...scopedTable({
    table: 'app_user',
    read: { app_login: { columns: '*', rows: sameUser } },
  }),
  // The users that a membership names are themselves narrowed to the one who signs in.
  ...scopedTable({
    table: 'membership',
    read: {
      app_login: {
        columns: '*',
        rows: { where: '(vendor_id, user_id) in (select u.vendor_id, u.id from app_user u)' },
      },
    },
  }),
  ...scopedTable({
    table: 'api_key',
    read: {
      app_login: {
        columns: [
          'vendor_id',
          'id',
          'account_id',
          'reseller_id',
          'key_hash',
          'scopes',
          'expires_at',
          'revoked_at',
        ],
        rows: { where: 'key_hash = (select app.key_hash())' },
      },
    },
  }),
  ...scopedTable({
    table: 'vendor',
    read: {
      app_admin: '*',
      app_agent: '*',
      app_reseller: '*',
      app_customer: '*',
      app_analyst: '*',
      app_product: '*',
      app_operator: { columns: '*', rows: { where: 'true' } },
      app_login: {
        columns: ['vendor_id', 'zone', 'clock_kind', 'frozen_at', 'sandbox'],
        rows: {
          where:
            'vendor_id in (select u.vendor_id from app_user u union all select k.vendor_id from api_key k)',
        },
      },
    },
  }),
  // A customer sees its own account alone: not even its reseller's.
  ...scopedTable({
    table: 'account',
    account: 'id',
    reseller: 'reseller_id',
    read: { app_admin: '*', app_agent: '*', app_reseller: '*', app_customer: '*', app_analyst: '*' },
  }),
  ...scopedTable({
    table: 'contact',
    account: 'account_id',
    reseller: 'reseller_id',
    read: {
      app_admin: '*',
      app_agent: '*',
      app_reseller: '*',
      app_customer: '*',
      app_analyst: ['vendor_id', 'id', 'account_id', 'reseller_id', 'created_at'],
    },
  }),
]);
