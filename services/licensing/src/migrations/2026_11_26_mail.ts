import { migration } from '@mainstay/kernel/db/migration';
import { scopedTable, writableTable, type WriteGrant } from '@mainstay/kernel/db/policies';

/** The queue is worked for all vendors, one after the other. */
const allVendors = { where: 'true' } as const;

/** Whoever acts may have a mail written; who gets it is said by the act and never by its input alone. */
const queued: WriteGrant = { insert: '*', rows: 'vendor' };

/**
 * Mails that wait to be sent, and what became of them. A row holds no address, name or text: those are read when it is
 * sent, so that a contact that was erased meanwhile gets none.
 */
export const mail = migration('2026_11_26_mail', [
  `create table mail (
    vendor_id text not null, id text not null,
    account_id text not null,
    -- No foreign key: a contact is erased, and its mails stay as numbers.
    contact_id text not null,
    kind text not null check (kind ~ '^[A-Z][A-Z_]{0,49}$'),
    dedup_key text not null check (length(dedup_key) between 1 and 400),
    template text not null check (template ~ '^[a-z][a-z-]{0,49}$'), data jsonb not null,
    -- By the tenant's clock, and by the real one.
    due_at timestamptz not null, queued_at timestamptz not null default clock_timestamp(),
    state text not null default 'QUEUED' check (state in ('QUEUED', 'SENDING', 'SENT', 'BOUNCED', 'REFUSED', 'FAILED')),
    -- Made once, before a server is asked for the first time.
    message_id text check (length(message_id) <= 400),
    attempts integer not null default 0 check (attempts >= 0),
    next_attempt_at timestamptz not null default '-infinity',
    accepted_at timestamptz, last_reply_code integer, last_fault text check (length(last_fault) <= 50),
    primary key (vendor_id, id),
    unique (vendor_id, message_id),
    unique (vendor_id, dedup_key),
    foreign key (vendor_id, account_id) references account (vendor_id, id),
    check (state = 'QUEUED' or state = 'FAILED' or message_id is not null),
    check ((state in ('SENT', 'BOUNCED')) = (accepted_at is not null))
  )`,
  "create index mail_waiting on mail (vendor_id, next_attempt_at) where state in ('QUEUED', 'SENDING')",
  'create index mail_account on mail (vendor_id, account_id, due_at, id)',

  ...scopedTable({
    table: 'mail',
    read: {
      app_admin: '*',
      app_worker: '*',
      app_jobs: {
        columns: [...['vendor_id', 'id', 'message_id', 'state', 'attempts', 'next_attempt_at', 'queued_at']],
        rows: allVendors,
      },
    },
  }),
  ...writableTable({
    table: 'mail',
    write: {
      ...{ app_admin: queued, app_agent: queued, app_reseller: queued, app_customer: queued },
      app_worker: queued,
      app_jobs: {
        update: [
          ...['state', 'message_id', 'attempts', 'next_attempt_at', 'accepted_at', 'last_reply_code'],
          'last_fault',
        ],
        rows: allVendors,
      },
    },
  }),
  // What a mail says, and where it goes.
  ...scopedTable({ table: 'vendor', read: { app_worker: '*' } }),
  ...scopedTable({ table: 'account', read: { app_worker: '*' } }),
  ...scopedTable({ table: 'contact', read: { app_worker: '*' } }),
  ...scopedTable({ table: 'product', read: { app_worker: '*' } }),
  ...scopedTable({ table: 'release', read: { app_worker: '*' } }),
  ...scopedTable({ table: 'license', read: { app_worker: '*' } }),
]);
