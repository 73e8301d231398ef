import { mirrorTable } from '@mainstay/kernel/events/mirror';
import { migration } from '@mainstay/kernel/db/migration';
import { scopedTable, writableTable, type WriteGrant } from '@mainstay/kernel/db/policies';
import { knownContracts } from '../facts/mirrors.js';

const owner = { account: 'account_id', reseller: 'reseller_id' } as const;
const insert: WriteGrant = { insert: '*' };
const accepts: WriteGrant = { insert: '*', update: ['state', 'decided_at'] };

/** What is renewed, by whom it is offered and taken, and that of one subject one renewal is open at a time (M5, B2). */
export const renewals = migration('2026_11_28_renewals', [
  ...mirrorTable(knownContracts),
  // Of which notice it is the quote: of one there is never a second.
  'alter table quote add column notice_id text',
  'create unique index quote_notice on quote (vendor_id, notice_id) where notice_id is not null',
  // Quotes from before say no more than which license they renew.
  `alter table quote_line
     add column subject_kind text check (subject_kind in ('LICENSE', 'SITE', 'CONTRACT')),
     add column subject_id text,
     add column terms integer check (terms > 0),
     -- The end that the offer rests on: accepted it is only while that has not moved.
     add column base_expires_on date,
     add check ((subject_id is null) = (subject_kind is null)),
     add check (subject_id is null or (kind = 'PERIOD') = (terms is not null) and (terms is null) = (base_expires_on is null))`,
  'create index quote_line_subject on quote_line (vendor_id, subject_id, quote_id) where subject_id is not null',
  ...writableTable({
    table: 'quote',
    ...owner,
    write: { app_reseller: accepts, app_customer: accepts },
  }),
  ...writableTable({ table: 'quote', ...owner, write: { app_admin: insert, app_worker: insert } }),
  ...writableTable({
    table: 'quote_line',
    ...owner,
    write: { app_admin: insert, app_reseller: insert, app_customer: insert, app_worker: insert },
  }),
  // What nobody pays is cancelled by a job, which changes orders already.
  'grant update (cancelled_at) on sales_order to app_worker',
  ...writableTable({ table: 'invoice', ...owner, write: { app_worker: { update: ['state'] } } }),
  // Whoever issues a quote plans its end; what is planned already they neither see nor move.
  ...writableTable({ table: 'due_work', write: { app_reseller: insert, app_customer: insert } }),
  // A renewal that was ordered and is not delivered yet. Whose the subject is decides who sees it, not who buys.
  `create table renewal_hold (
    vendor_id text not null,
    subject_id text not null,
    quote_id text not null,
    account_id text not null,
    reseller_id text,
    held_at timestamptz not null,
    primary key (vendor_id, subject_id),
    foreign key (vendor_id, quote_id) references quote (vendor_id, id)
  )`,
  'create index renewal_hold_quote on renewal_hold (vendor_id, quote_id)',
  'create index renewal_hold_account on renewal_hold (vendor_id, account_id)',
  ...scopedTable({
    table: 'renewal_hold',
    ...owner,
    read: { app_admin: '*', app_reseller: '*', app_customer: '*', app_analyst: '*', app_worker: '*' },
  }),
  ...writableTable({
    table: 'renewal_hold',
    ...owner,
    write: {
      app_admin: { insert: '*', delete: true },
      ...{ app_reseller: insert, app_customer: insert },
      app_worker: { update: ['reseller_id'], delete: true },
    },
  }),
]);
