import { migration } from '@mainstay/kernel/db/migration';
import { scopedTable, writableTable, type WriteGrant } from '@mainstay/kernel/db/policies';

const owned = { account: 'account_id', reseller: 'reseller_id' } as const;

/** Whoever counts takes the row until it has written its ticket, or has not. */
const counts: WriteGrant = { insert: '*', update: ['last'] };
const standing = ['state', 'closed_at', 'resolved_at', 'pauses', 'due_at'];
const served = [...standing, 'met_at', 'breached_at', 'finding', 'license_id'];
const own = 'actor_id = (select app.actor())';
/** An account holds units for its tickets and gives them back; nothing else of a ledger is its to write. */
const held: WriteGrant = { insert: '*', and: `${own} and kind in ('RESERVED', 'RELEASED', 'EXPIRED')` };
const totals = ['left', 'reserved', 'consumed', 'expired'].map((total) => `${total}_units`);
const asked: WriteGrant = { insert: '*', and: "author_kind = 'CUSTOMER' and public" };
/** What accounts plan by what they do. */
const theirs = "kind in ('target-breach', 'assessment-unanswered')";
const planned: WriteGrant = {
  ...{ insert: '*', update: ['due_at', 'attempts', 'next_attempt_at', 'gave_up_at'] },
  ...{ rows: 'vendor', and: theirs },
};
const told = [
  ...[
    'work',
    'plan_id',
    'plan_version',
    'served_by',
    'cover_id',
    'agreed_in_advance',
    'finding',
    'resolved_at',
  ],
  ...['target', 'pauses', 'due_at', 'met_at', 'breached_at'],
];

/** What is done with tickets, what decided that they are served, and until when they are to be answered. */
export const ticketActs = migration('2026_11_28_ticket_acts', [
  `alter table ticket
     add column work text,
     -- What decided when it was opened; of the demo's oldest nothing is known.
     add column plan_id text, add column plan_version integer,
     add column served_by text check (served_by in ('COVER', 'UNITS', 'VENDOR')),
     add column cover_id text,
     add column agreed_in_advance boolean not null default false,
     add column finding text check (finding in ('ANSWERED', 'BUG', 'EXCLUDED', 'IMPOSSIBLE', 'UNCONFIRMED')),
     add column resolved_at timestamptz,
     -- Of the version that it was opened under (M15); null where the plan has none.
     add column target jsonb,
     add column pauses jsonb not null default '[]',
     add column due_at timestamptz,
     -- The first public reply of staff, whether there is a target or not.
     add column met_at timestamptz,
     add column breached_at timestamptz,
     add check ((plan_id is null) = (plan_version is null))`,
  `grant select (${told.join(', ')}) on ticket to app_analyst`,
  'grant select on ticket to app_worker',
  'grant select on ticket_message to app_worker',
  ...writableTable({
    table: 'ticket',
    ...owned,
    write: {
      ...{ app_admin: { insert: '*', update: served }, app_agent: { insert: '*', update: served } },
      ...{ app_reseller: { insert: '*', update: standing }, app_customer: { insert: '*', update: standing } },
    },
  }),
  // Under the policy that came with its reseller's.
  `grant update (account_id, ${served.join(', ')}) on ticket to app_worker`,
  ...writableTable({
    table: 'ticket_message',
    ...owned,
    write: {
      ...{ app_admin: { insert: '*' }, app_agent: { insert: '*' } },
      ...{ app_reseller: asked, app_customer: asked },
    },
  }),
  'grant update (account_id) on ticket_message to app_worker',
  // A ticket goes along with its license to another account, with what was said; what was paid for it stays with who paid.
  `alter table ticket_message drop constraint ticket_message_vendor_id_account_id_ticket_id_fkey,
     add foreign key (vendor_id, account_id, ticket_id) references ticket (vendor_id, account_id, id) on update cascade`,
  `alter table ledger_entry drop constraint ledger_entry_vendor_id_account_id_ticket_id_fkey,
     add foreign key (vendor_id, ticket_id) references ticket (vendor_id, id)`,
  'create index ledger_entry_ticket on ledger_entry (vendor_id, ticket_id, grant_id) where ticket_id is not null',
  ...writableTable({ table: 'ledger_entry', ...owned, write: { app_reseller: held, app_customer: held } }),
  ...writableTable({
    table: 'support_grant',
    ...owned,
    write: { app_reseller: { update: totals }, app_customer: { update: totals } },
  }),
  ...scopedTable({
    table: 'due_work',
    read: {
      app_reseller: { columns: '*', rows: 'vendor', and: theirs },
      app_customer: { columns: '*', rows: 'vendor', and: theirs },
    },
  }),
  ...writableTable({ table: 'due_work', write: { app_reseller: planned, app_customer: planned } }),
  `create table ticket_counter (
    vendor_id text not null primary key,
    last integer not null check (last >= 0)
  )`,
  'insert into ticket_counter (vendor_id, last) select vendor_id, max(number) from ticket group by vendor_id',
  ...scopedTable({
    table: 'ticket_counter',
    read: { app_admin: '*', app_agent: '*', app_reseller: '*', app_customer: '*' },
  }),
  ...writableTable({
    table: 'ticket_counter',
    write: { app_admin: counts, app_agent: counts, app_reseller: counts, app_customer: counts },
  }),
  // When support is open, at an offset that is the same all year (S3).
  `create table support_calendar (
    vendor_id text not null primary key,
    offset_minutes integer not null check (offset_minutes between -1080 and 1080),
    opening jsonb not null,
    holidays jsonb not null default '[]',
    extra_openings jsonb not null default '[]'
  )`,
  ...scopedTable({
    table: 'support_calendar',
    read: {
      ...{ app_admin: '*', app_agent: '*', app_reseller: '*', app_customer: '*', app_analyst: '*' },
      app_worker: '*',
    },
  }),
  ...writableTable({ table: 'support_calendar', write: { app_worker: { insert: '*' } } }),
]);
