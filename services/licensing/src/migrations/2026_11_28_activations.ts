import { migration } from '@mainstay/kernel/db/migration';
import { scopedTable, writableTable, type ScopedTable, type WriteGrant } from '@mainstay/kernel/db/policies';
import { forAccountsAndStaff, owned, ownedColumns, ownedKeys } from './owned.js';

const ofLicense = { ...owned, license: 'license_id' } as const;

const accountsAndStaff: ScopedTable['read'] = {
  ...{ app_admin: '*', app_agent: '*', app_reseller: '*', app_customer: '*', app_worker: '*' },
};

/** A machine's name may hold somebody's, and its key what identifies it: an analyst sees neither. */
const withoutMachine = [
  ...['vendor_id', 'id', 'account_id', 'reseller_id', 'license_id', 'version_seen', 'activated_at'],
  ...['deactivated_at', 'ended_by', 'last_validated_at'],
];

const changed = ['machine_name', 'version_seen', 'deactivated_at', 'ended_by'] as const;
const activated: WriteGrant = { insert: '*', update: changed };

/** Whoever hands a license over hands over its machines and files with it (M10). */
const handedOver = ['account_id', 'reseller_id'] as const;

/** What of its own license, and of nobody else's, a running product holds while it takes a seat. */
const ownLicense = 'vendor_id = (select app.vendor()) and id = (select app.license())';
const ownAccount = 'vendor_id = (select app.vendor()) and id in (select l.account_id from license l)';

/** A row is locked by whoever may change some column of it: this one must stay as it is. */
function lockableByProduct(table: string, own: string): string[] {
  return [
    `create policy ${table}_app_product_lock on ${table} for update to app_product using (${own}) with check (${own})`,
    `grant update (vendor_id) on ${table} to app_product`,
  ];
}

const itself = { rows: 'vendor', and: 'actor_id = (select app.actor())' } as const;

/** Which machine runs a license, what the running product asked, and what was signed for it. */
export const activations = migration('2026_11_28_activations', [
  `create table activation (
    ${ownedColumns},
    license_id text not null,
    -- Of the fingerprint, which is not kept itself.
    machine_key text not null check (machine_key ~ '^[0-9A-HJKMNP-TV-Z]{16}$'),
    machine_name text check (length(machine_name) between 1 and 200),
    version_seen text check (length(version_seen) between 5 and 100),
    activated_at timestamptz not null,
    deactivated_at timestamptz,
    ended_by text check (ended_by in ('DEACTIVATED', 'MOVED')),
    last_validated_at timestamptz,
    ${ownedKeys},
    foreign key (vendor_id, license_id) references license (vendor_id, id),
    check ((deactivated_at is null) = (ended_by is null)),
    check (deactivated_at >= activated_at)
  )`,
  // The same fingerprint is the same seat.
  'create unique index activation_active on activation (vendor_id, license_id, machine_key) where deactivated_at is null',
  'create index activation_license on activation (vendor_id, license_id, activated_at, id)',
  'create index activation_account on activation (vendor_id, account_id)',
  ...scopedTable({
    table: 'activation',
    ...ofLicense,
    read: { ...accountsAndStaff, app_product: '*', app_analyst: withoutMachine },
  }),
  ...writableTable({
    table: 'activation',
    ...ofLicense,
    write: {
      ...forAccountsAndStaff(activated),
      app_admin: { insert: '*', update: [...changed, ...handedOver] },
      app_reseller: { insert: '*', update: [...changed, ...handedOver] },
      app_product: { insert: '*', update: [...changed, 'last_validated_at'] },
      app_worker: { update: handedOver },
    },
  }),

  // Its own trail (decision 11): one row for what a running product asked, which nobody changes.
  `create table validation (
    vendor_id text not null,
    id text not null,
    license_id text not null,
    activation_id text,
    machine_key text not null,
    version text not null check (length(version) between 5 and 100),
    validated_at timestamptz not null,
    valid boolean not null,
    -- In order of precedence; empty where it is valid.
    reasons text[] not null check (valid = (reasons = '{}')),
    policy_version integer not null,
    -- The key under which it was sent: sent again, it is one use.
    key text check (length(key) between 1 and 100),
    primary key (vendor_id, id),
    foreign key (vendor_id, license_id) references license (vendor_id, id),
    foreign key (vendor_id, activation_id) references activation (vendor_id, id)
  )`,
  'create unique index validation_key on validation (vendor_id, license_id, key) where key is not null',
  'create index validation_license on validation (vendor_id, license_id, validated_at, id)',
  ...scopedTable({
    table: 'validation',
    license: 'license_id',
    read: {
      ...{ app_admin: '*', app_agent: '*' },
      // Whoever sees the license, now: rows of use are many, and do not move with their owner.
      ...Object.fromEntries(
        ['app_reseller', 'app_customer'].map((role) => [
          role,
          {
            columns: '*',
            rows: 'vendor',
            and: 'exists (select from license l where l.vendor_id = validation.vendor_id and l.id = license_id)',
          },
        ]),
      ),
      app_analyst: [
        ...['vendor_id', 'id', 'license_id', 'activation_id', 'version', 'validated_at', 'valid'],
        ...['reasons', 'policy_version'],
      ],
    },
  }),
  ...scopedTable({
    table: 'validation',
    license: 'license_id',
    read: { app_product: ['vendor_id', 'license_id', 'key'] },
  }),
  ...writableTable({
    table: 'validation',
    license: 'license_id',
    write: { app_product: { insert: '*' } },
  }),

  `create table license_file (
    ${ownedColumns},
    license_id text not null,
    activation_id text not null,
    kind text not null check (kind in ('ONLINE', 'MANUAL', 'OFFLINE')),
    -- Of an answer to a machine without a network: what it showed, as it is compared.
    request_key text check ((kind = 'OFFLINE') = (request_key is not null)),
    signing_key_id text not null,
    issued_at timestamptz not null,
    text text not null check (length(text) between 1 and 4000),
    ${ownedKeys},
    foreign key (vendor_id, license_id) references license (vendor_id, id),
    foreign key (vendor_id, activation_id) references activation (vendor_id, id)
  )`,
  // The same request has the same answer.
  'create unique index license_file_request on license_file (vendor_id, license_id, request_key) where request_key is not null',
  'create index license_file_activation on license_file (vendor_id, activation_id, issued_at, id)',
  'create index license_file_account on license_file (vendor_id, account_id)',
  ...scopedTable({
    table: 'license_file',
    ...ofLicense,
    read: { ...accountsAndStaff, app_product: '*' },
  }),
  ...writableTable({
    table: 'license_file',
    ...ofLicense,
    write: {
      ...forAccountsAndStaff({ insert: '*' }),
      app_admin: { insert: '*', update: handedOver },
      app_reseller: { insert: '*', update: handedOver },
      app_product: { insert: '*' },
      app_worker: { update: handedOver },
    },
  }),

  `create table signing_key (
    vendor_id text not null references vendor (vendor_id),
    id text not null,
    -- The 32 bytes of the public key, base64url; and PKCS #8, base64, which the role that signs reads alone.
    public_key text not null,
    private_key text not null,
    created_at timestamptz not null,
    retired_at timestamptz check (retired_at >= created_at),
    primary key (vendor_id, id)
  )`,
  // One key signs at a time; those before it are known for what they have signed.
  'create unique index signing_key_current on signing_key (vendor_id) where retired_at is null',
  ...scopedTable({
    table: 'signing_key',
    read: {
      app_worker: '*',
      ...Object.fromEntries(
        ['app_admin', 'app_agent', 'app_reseller', 'app_customer', 'app_analyst', 'app_product'].map(
          (role) => [role, ['vendor_id', 'id', 'public_key', 'created_at', 'retired_at']],
        ),
      ),
    },
  }),
  ...writableTable({
    table: 'signing_key',
    write: {
      app_worker: { insert: '*' },
      app_admin: { insert: '*', update: ['retired_at'] },
    },
  }),

  // Giving up a machine may use cover.
  ...scopedTable({
    table: 'cover_use',
    license: 'license_id',
    read: { app_product: ['vendor_id', 'license_id', 'kind', 'object_id'] },
  }),
  ...writableTable({ table: 'cover_use', license: 'license_id', write: { app_product: { insert: '*' } } }),

  // A running product takes and gives up seats of its license, in the order in which everybody locks.
  ...scopedTable({
    table: 'account',
    read: {
      app_product: {
        columns: ['vendor_id', 'id', 'reseller_id'],
        rows: 'vendor',
        and: 'id in (select l.account_id from license l)',
      },
    },
  }),
  ...lockableByProduct('license', ownLicense),
  ...lockableByProduct('account', ownAccount),
  'alter table audit_entry drop constraint audit_entry_actor_kind_check',
  `alter table audit_entry add constraint audit_entry_actor_kind_check
    check (actor_kind in ('MEMBERSHIP', 'KEY', 'PRODUCT', 'OPERATOR', 'JOB'))`,
  ...writableTable({ table: 'audit_entry', write: { app_product: { insert: '*', ...itself } } }),
  ...writableTable({ table: 'outbox_event', write: { app_product: { insert: '*', rows: 'vendor' } } }),
  ...writableTable({ table: 'event_delivery', write: { app_product: { insert: '*', rows: 'vendor' } } }),
  ...scopedTable({ table: 'idempotent_answer', read: { app_product: { columns: '*', ...itself } } }),
  ...writableTable({ table: 'idempotent_answer', write: { app_product: { insert: '*', ...itself } } }),

  // A running product signs in by its product (as the issuer) and its code or serial (as the subject): exact matches.
  'create index product_id_alone on product (id)',
  ...scopedTable({
    table: 'product',
    read: {
      app_login: { columns: ['vendor_id', 'id'], rows: { where: 'id = (select app.issuer())' } },
    },
  }),
  ...scopedTable({
    table: 'license',
    read: {
      app_login: {
        columns: ['vendor_id', 'id', 'product_id', 'code_key', 'serial_key'],
        rows: { where: 'product_id = (select app.issuer()) and code_key = (select app.subject())' },
      },
    },
  }),
  `create policy license_app_login_serial on license for select to app_login
    using (product_id = (select app.issuer()) and serial_key = (select app.subject()))`,
  `create policy vendor_app_login_product on vendor for select to app_login
    using (vendor_id in (select p.vendor_id from product p))`,
]);
