import { migration } from '@mainstay/kernel/db/migration';
import { scopedTable, writableTable, type WriteGrant } from '@mainstay/kernel/db/policies';
import { forAccountsAndStaff, owned, ownedColumns, ownedKeys } from './owned.js';

/** Whoever changes what covers a license, plans its notices anew in the same transaction. */
const planned: WriteGrant = {
  insert: '*',
  update: [
    ...['account_id', 'reseller_id', 'due_at', 'state', 'reason', 'quote', 'plan_id', 'plan_version'],
    'decided_at',
  ],
};

/**
 * The notices before cover ends (M8), and which releases were announced (M11). A notice of one license, end and offset
 * is one row for ever: what was sent cannot be sent again.
 */
export const notices = migration('2026_11_27_notices', [
  `create table notice (
    ${ownedColumns},
    license_id text not null,
    -- The first day without cover that it tells of.
    expires_on date not null,
    before text not null check (before ~ '^P[1-9][0-9]{0,4}[DM]$'),
    -- 09:00 of the vendor on the day that the offset names, also where that had passed before anybody knew.
    due_at timestamptz not null,
    state text not null check (state in ('PLANNED', 'SENT', 'SKIPPED', 'WITHDRAWN')),
    reason text check (reason in ('BEFORE_COVER', 'NEARER_ONE_WENT', 'RENEWED', 'COVER_MOVED', 'COVER_OVER',
      'PLAN_DIFFERS', 'LICENSE_REVOKED', 'LICENSE_SUSPENDED', 'NOBODY_TO_TELL')),
    quote text not null check (quote in ('NONE', 'ON_REQUEST', 'ATTACHED')),
    -- The version that the cover was sold under (M15).
    plan_id text not null,
    plan_version integer not null,
    -- When it was sent, skipped or withdrawn, by the tenant's clock.
    decided_at timestamptz,
    ${ownedKeys},
    unique (vendor_id, license_id, expires_on, before),
    foreign key (vendor_id, license_id) references license (vendor_id, id),
    foreign key (vendor_id, plan_id, plan_version) references maintenance_plan_version (vendor_id, plan_id, version),
    check ((state = 'PLANNED') = (decided_at is null)),
    check ((state in ('SKIPPED', 'WITHDRAWN')) = (reason is not null))
  )`,
  'create index notice_license on notice (vendor_id, license_id, due_at, id)',
  "create index notice_waiting on notice (vendor_id, account_id, due_at) where state = 'PLANNED'",
  "create index notice_untold on notice (vendor_id, account_id) where reason = 'NOBODY_TO_TELL'",
  ...scopedTable({
    table: 'notice',
    ...owned,
    read: {
      ...{ app_admin: '*', app_agent: '*', app_reseller: '*', app_customer: '*', app_analyst: '*' },
      app_worker: '*',
    },
  }),
  ...writableTable({
    table: 'notice',
    ...owned,
    write: { ...forAccountsAndStaff(planned), app_worker: planned },
  }),
  // An account that changes its own sites moves its notices, and may have nothing else done.
  ...writableTable({
    table: 'due_work',
    write: {
      app_customer: {
        insert: '*',
        rows: 'vendor',
        and: "kind = 'notices' and split_part(key, ' ', 1) = (select app.account())",
      },
      app_reseller: {
        insert: '*',
        rows: 'vendor',
        and: "kind = 'notices' and split_part(key, ' ', 1) in (select a.id from account a)",
      },
    },
  }),
  `create table release_announcement (
    vendor_id text not null,
    release_id text not null,
    announced_at timestamptz not null,
    primary key (vendor_id, release_id),
    foreign key (vendor_id, release_id) references release (vendor_id, id)
  )`,
  ...scopedTable({ table: 'release_announcement', read: { app_worker: '*' } }),
  ...writableTable({ table: 'release_announcement', write: { app_worker: { insert: '*' } } }),
  // The log of mails: all of a vendor, and those of one state.
  'create index mail_due on mail (vendor_id, due_at, id)',
  'create index mail_state on mail (vendor_id, state, due_at, id)',
]);
