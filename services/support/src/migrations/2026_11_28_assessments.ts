import { migration } from '@mainstay/kernel/db/migration';
import { scopedTable, writableTable } from '@mainstay/kernel/db/policies';

const owned = { account: 'account_id', reseller: 'reseller_id' } as const;
const decided = ['state', 'decided_at'];

/** What work on a ticket was found to be and to cost (S7), and the releases by which upgrades are priced (S6). */
export const assessments = migration('2026_11_28_assessments', [
  `create table assessment (
    vendor_id text not null,
    id text not null,
    account_id text not null,
    reseller_id text,
    ticket_id text not null,
    category text not null check (category in ('QUESTION', 'ADVICE', 'INVESTIGATION', 'MODIFICATION', 'UPGRADE')),
    units integer not null check (units > 0),
    from_version text, to_version text,
    steps integer check (steps >= 0),
    state text not null check (state in ('PROPOSED', 'ACCEPTED', 'DECLINED', 'UNANSWERED', 'SUPERSEDED')),
    assessed_at timestamptz not null,
    decided_at timestamptz,
    primary key (vendor_id, id),
    foreign key (vendor_id, account_id, ticket_id) references ticket (vendor_id, account_id, id) on update cascade,
    check ((category = 'UPGRADE') = (steps is not null))
  )`,
  // One price holds for a ticket at a time.
  "create unique index assessment_holding on assessment (vendor_id, ticket_id) where state <> 'SUPERSEDED'",
  ...scopedTable({
    table: 'assessment',
    ...owned,
    read: {
      ...{ app_admin: '*', app_agent: '*', app_reseller: '*', app_customer: '*', app_analyst: '*' },
      app_worker: '*',
    },
  }),
  ...writableTable({
    table: 'assessment',
    ...owned,
    write: {
      ...{ app_admin: { insert: '*', update: decided }, app_agent: { insert: '*', update: decided } },
      ...{ app_reseller: { update: decided }, app_customer: { update: decided } },
      app_worker: { update: [...decided, 'account_id', 'reseller_id'] },
    },
  }),
  // Who declines a price closes its ticket.
  'grant update (finding) on ticket to app_reseller, app_customer',
  `create table known_release (
    vendor_id text not null,
    id text not null,
    product_id text not null,
    version text not null,
    yanked boolean not null,
    primary key (vendor_id, id)
  )`,
  'create index known_release_product on known_release (vendor_id, product_id)',
  ...scopedTable({
    table: 'known_release',
    read: { app_admin: '*', app_agent: '*', app_worker: '*' },
  }),
  ...writableTable({ table: 'known_release', write: { app_worker: { insert: '*', update: ['yanked'] } } }),
]);
