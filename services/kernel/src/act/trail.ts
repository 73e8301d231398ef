import { migration, type SqlMigration } from '../db/migration.js';
import { scopedTable, writableTable, type RoleGrant, type WriteGrant } from '../db/policies.js';
import type { AppRole } from '../db/roles.js';

type Actor = 'app_admin' | 'app_agent' | 'app_reseller' | 'app_customer' | 'app_worker';

/** An analyst, a product and an operator change nothing here. */
function forActors<Grant>(grant: Grant): Record<Actor, Grant> {
  return {
    ...{ app_admin: grant, app_agent: grant, app_reseller: grant, app_customer: grant },
    app_worker: grant,
  };
}

/** The vendor's rows, and among them those of whoever acts. */
function ownBy(column: string): WriteGrant & { readonly rows: 'vendor' } {
  return { insert: '*', rows: 'vendor', and: `${column} = (select app.actor())` };
}

/** Queue tables are worked by jobs for all vendors, one after the other. */
const allVendors = { where: 'true' } as const;

const readByJobs: Partial<Record<AppRole, RoleGrant>> = { app_jobs: { columns: '*', rows: allVendors } };

const tables: readonly string[] = [
  `create table audit_entry (
    vendor_id text not null, id text not null,
    -- By the tenant's clock, which a sandbox moves, and by the real one.
    acted_at timestamptz not null, recorded_at timestamptz not null default clock_timestamp(),
    act text not null,
    actor_kind text not null check (actor_kind in ('MEMBERSHIP', 'KEY', 'JOB')),
    actor_id text not null, user_id text,
    account_id text, object_ids text[] not null,
    reason text, decision jsonb, changes jsonb not null,
    primary key (vendor_id, id)
  )`,
  'create index audit_entry_recorded on audit_entry (vendor_id, recorded_at, id)',
  'create index audit_entry_actor on audit_entry (vendor_id, actor_id, recorded_at, id)',
  'create index audit_entry_objects on audit_entry using gin (object_ids)',
  `create table outbox_event (
    vendor_id text not null, id text not null,
    type text not null, aggregate text not null, payload jsonb not null,
    occurred_at timestamptz not null, recorded_at timestamptz not null default clock_timestamp(),
    primary key (vendor_id, id)
  )`,
  `create table event_delivery (
    vendor_id text not null, event_id text not null, consumer text not null,
    -- Of one aggregate in the order of its changes, because each change holds the aggregate's lock.
    position bigint not null generated always as identity,
    -- Repeated from the event, so that what is next for a consumer is one index.
    aggregate text not null,
    attempts integer not null default 0, next_attempt_at timestamptz not null default '-infinity',
    delivered_at timestamptz, gave_up_at timestamptz, last_fault text,
    primary key (vendor_id, event_id, consumer),
    foreign key (vendor_id, event_id) references outbox_event (vendor_id, id),
    check (delivered_at is null or gave_up_at is null)
  )`,
  'create index event_delivery_waiting on event_delivery (consumer, vendor_id, aggregate, position) where delivered_at is null',
  `create table inbox_event (
    vendor_id text not null, producer text not null, event_id text not null, type text not null,
    received_at timestamptz not null default clock_timestamp(),
    primary key (vendor_id, producer, event_id)
  )`,
  `create table idempotent_answer (
    vendor_id text not null, actor_id text not null, act text not null, key text not null check (length(key) between 1 and 100),
    input_digest text not null, result jsonb not null, recorded_at timestamptz not null default clock_timestamp(),
    primary key (vendor_id, actor_id, act, key)
  )`,
  'create index idempotent_answer_recorded on idempotent_answer (recorded_at)',
];

const grants: readonly string[] = [
  ...scopedTable({ table: 'audit_entry', read: { app_admin: '*' } }),
  ...writableTable({ table: 'audit_entry', write: forActors(ownBy('actor_id')) }),
  ...scopedTable({ table: 'outbox_event', read: readByJobs }),
  ...writableTable({
    table: 'outbox_event',
    write: forActors<WriteGrant>({ insert: '*', rows: 'vendor' }),
  }),
  ...scopedTable({ table: 'event_delivery', read: readByJobs }),
  ...writableTable({
    table: 'event_delivery',
    write: {
      ...forActors<WriteGrant>({ insert: '*', rows: 'vendor' }),
      app_jobs: {
        update: ['attempts', 'next_attempt_at', 'delivered_at', 'gave_up_at', 'last_fault'],
        rows: allVendors,
      },
    },
  }),
  ...scopedTable({ table: 'inbox_event', read: { app_worker: '*' } }),
  ...writableTable({ table: 'inbox_event', write: { app_worker: { insert: '*' } } }),
  ...scopedTable({
    table: 'idempotent_answer',
    read: {
      ...forActors<RoleGrant>({ columns: '*', rows: 'vendor', and: 'actor_id = (select app.actor())' }),
      app_jobs: { columns: ['recorded_at'], rows: allVendors },
    },
  }),
  ...writableTable({
    table: 'idempotent_answer',
    write: { ...forActors(ownBy('actor_id')), app_jobs: { delete: true, rows: allVendors } },
  }),
];

/**
 * What every act leaves in its own transaction, alike in every service: an entry in the trail, events for the others,
 * and the answer that its idempotency key stands for. Nobody can change an entry: no role has a grant to.
 */
export function trailMigration(name: string): SqlMigration {
  return migration(name, [
    "create function app.actor() returns text language sql stable parallel safe as $$ select nullif(current_setting('app.actor', true), '') $$",
    ...tables,
    ...grants,
  ]);
}
