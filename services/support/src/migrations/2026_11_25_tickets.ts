import { migration } from '@mainstay/kernel/db/migration';
import { scopedTable } from '@mainstay/kernel/db/policies';

const ownership = `vendor_id text not null,
    id text not null,
    account_id text not null,
    reseller_id text`;

/**
 * Tickets and their messages. Accounts and licenses belong to licensing, so their ids stand here without a foreign
 * key. The indexes are the two orders of the list for each way a role is scoped, and each filter in the usual order.
 */
export const tickets = migration('2026_11_25_tickets', [
  `create table ticket (
    ${ownership},
    license_id text,
    number integer not null check (number > 0),
    subject text not null check (length(subject) between 1 and 500),
    state text not null check (state in ('OPEN', 'WAITING_FOR_CUSTOMER', 'RESOLVED', 'CLOSED', 'WITHDRAWN')),
    channel text not null check (channel in ('PORTAL', 'EMAIL', 'CHAT', 'PHONE', 'REMOTE')),
    initiated_by text not null check (initiated_by in ('CUSTOMER', 'VENDOR')),
    opened_at timestamptz not null,
    closed_at timestamptz check (closed_at >= opened_at),
    primary key (vendor_id, id),
    unique (vendor_id, number),
    -- Lets a message name its ticket together with the account: a message of another account cannot be filed here.
    unique (vendor_id, account_id, id),
    check ((closed_at is not null) = (state in ('CLOSED', 'WITHDRAWN')))
  )`,
  `create table ticket_message (
    ${ownership},
    ticket_id text not null,
    author_kind text not null check (author_kind in ('CUSTOMER', 'STAFF')),
    body text not null check (length(body) between 1 and 100000),
    sent_at timestamptz not null,
    public boolean not null,
    primary key (vendor_id, id),
    foreign key (vendor_id, account_id, ticket_id) references ticket (vendor_id, account_id, id),
    -- Only staff write notes among themselves.
    check (public or author_kind = 'STAFF')
  )`,
  'create index ticket_opened on ticket (vendor_id, opened_at, id)',
  "create index ticket_open_opened on ticket (vendor_id, opened_at, id) where state in ('OPEN', 'WAITING_FOR_CUSTOMER')",
  'create index ticket_state_opened on ticket (vendor_id, state, opened_at, id)',
  'create index ticket_account_opened on ticket (vendor_id, account_id, opened_at, id)',
  'create index ticket_account_number on ticket (vendor_id, account_id, number, id)',
  'create index ticket_reseller_opened on ticket (vendor_id, reseller_id, opened_at, id) where reseller_id is not null',
  'create index ticket_reseller_number on ticket (vendor_id, reseller_id, number, id) where reseller_id is not null',
  'create index ticket_license_opened on ticket (vendor_id, license_id, opened_at, id) where license_id is not null',
  'create index ticket_license_number on ticket (vendor_id, license_id, number, id) where license_id is not null',
  'create index ticket_message_sent on ticket_message (vendor_id, ticket_id, sent_at, id)',
  // A subject is free text that people write: it may hold personal data, so an analyst has no grant on it.
  ...scopedTable({
    table: 'ticket',
    account: 'account_id',
    reseller: 'reseller_id',
    read: {
      app_admin: '*',
      app_agent: '*',
      app_reseller: '*',
      app_customer: '*',
      app_analyst: [
        'vendor_id',
        'id',
        'account_id',
        'reseller_id',
        'license_id',
        'number',
        'state',
        'channel',
        'initiated_by',
        'opened_at',
        'closed_at',
      ],
    },
  }),
  // Notes that staff keep among themselves do not exist for a customer or a reseller.
  ...scopedTable({
    table: 'ticket_message',
    account: 'account_id',
    reseller: 'reseller_id',
    read: {
      app_admin: '*',
      app_agent: '*',
      app_reseller: { columns: '*', and: 'public' },
      app_customer: { columns: '*', and: 'public' },
      app_analyst: [
        'vendor_id',
        'id',
        'account_id',
        'reseller_id',
        'ticket_id',
        'author_kind',
        'sent_at',
        'public',
      ],
    },
  }),
]);
