import { migration } from '@mainstay/kernel/db/migration';
import { scopedTable, writableTable, type WriteGrant } from '@mainstay/kernel/db/policies';

/** An operator acts in the trail of the tenant that it names, and there as itself alone. */
const asItself = { rows: 'vendor', and: 'actor_id = (select app.actor())' } as const;

/** A copy is filled by a job of the copy's own, which adds what its tenant was made with. */
const copied: WriteGrant = { insert: '*' };

/** Sandboxes, whose clocks are moved; who moves them, and who makes one. */
export const clocks = migration('2026_11_27_clocks', [
  `alter table vendor
    -- Of which tenant it is a copy, and since when the copy is whole.
    add column sandbox_of text, add column filled_at timestamptz,
    add column advancing_from timestamptz, add column advancing_to timestamptz,
    add check ((sandbox_of is null) or sandbox),
    add check ((advancing_from is null) = (advancing_to is null)),
    add check (advancing_to is null or (clock_kind = 'FROZEN' and frozen_at between advancing_from and advancing_to)),
    -- What the operator may say of one move; the real clock rules its length.
    add check (advancing_to is null or advancing_to <= advancing_from + interval '400 days')`,
  "create index vendor_moving on vendor (vendor_id) where clock_kind = 'FROZEN'",
  'alter table audit_entry drop constraint audit_entry_actor_kind_check',
  `alter table audit_entry add constraint audit_entry_actor_kind_check
    check (actor_kind in ('MEMBERSHIP', 'KEY', 'OPERATOR', 'JOB'))`,

  'grant select (advancing_to) on vendor to app_login',
  'grant select (frozen_at, advancing_to, sandbox_of, filled_at) on vendor to app_jobs',
  ...writableTable({
    table: 'vendor',
    write: {
      app_admin: { update: ['advancing_from', 'advancing_to'] },
      app_worker: { update: ['frozen_at', 'advancing_from', 'advancing_to', 'filled_at'] },
    },
  }),
  ...writableTable({
    table: 'vendor',
    write: { app_operator: { update: ['advancing_from', 'advancing_to'], rows: 'vendor' } },
  }),
  // The copy stands beside the tenant that is acted for, and can be nothing but a copy of it.
  ...writableTable({
    table: 'vendor',
    write: {
      app_operator: {
        insert: '*',
        rows: { where: "sandbox_of = (select app.vendor()) and sandbox and clock_kind = 'FROZEN'" },
      },
    },
  }),
  ...writableTable({ table: 'audit_entry', write: { app_operator: { insert: '*', ...asItself } } }),
  ...writableTable({ table: 'outbox_event', write: { app_operator: { insert: '*', rows: 'vendor' } } }),
  ...writableTable({ table: 'event_delivery', write: { app_operator: { insert: '*', rows: 'vendor' } } }),
  ...scopedTable({
    table: 'idempotent_answer',
    read: { app_operator: { columns: '*', ...asItself } },
  }),
  ...writableTable({ table: 'idempotent_answer', write: { app_operator: { insert: '*', ...asItself } } }),

  ...['maintenance_plan', 'maintenance_plan_version', 'release', 'account', 'app_user', 'membership'].flatMap(
    (table) => writableTable({ table, write: { app_worker: copied } }),
  ),
  // The trigger that raises the revision works as whoever added a release.
  ...writableTable({ table: 'product', write: { app_worker: { ...copied, update: ['catalog_revision'] } } }),
]);
