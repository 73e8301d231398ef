import { migration } from '@mainstay/kernel/db/migration';
import { scopedTable, writableTable } from '@mainstay/kernel/db/policies';

const owner = { account: 'account_id', reseller: 'reseller_id' } as const;

/**
 * As of invoices: the buyer owns a quote, a reseller sees its own and never those made to its customers direct, and
 * support agents are named nowhere. Jobs end quotes that no longer hold.
 */
const read = {
  app_admin: '*',
  app_reseller: '*',
  app_customer: '*',
  app_analyst: '*',
  app_worker: '*',
} as const;

/** `reseller_id` is the buyer's own id where the buyer is a reseller, else null: a customer's reseller is no part of it. */
const ownership = `vendor_id text not null,
    id text not null,
    account_id text not null,
    reseller_id text check (reseller_id is null or reseller_id = account_id)`;

/** Offers to renew cover: who would buy, for whom, and until when they hold (B2). */
export const quotes = migration('2026_11_27_quotes', [
  `create table quote (
    ${ownership},
    -- Whose cover it renews; another account than the buyer only where that is a reseller.
    customer_id text not null check (customer_id = account_id or reseller_id is not null),
    number text not null,
    state text not null check (state in ('OPEN', 'ACCEPTED', 'EXPIRED', 'VOID')),
    issued_on date not null,
    issued_at timestamptz not null,
    -- The last day on which it holds.
    valid_through date not null check (valid_through >= issued_on),
    currency text not null check (currency ~ '^[A-Z]{3}$'),
    net_minor bigint not null check (net_minor >= 0),
    tax_minor bigint not null check (tax_minor >= 0),
    total_minor bigint not null check (total_minor = net_minor + tax_minor),
    decided_at timestamptz check (decided_at >= issued_at),
    void_reason text check (void_reason in ('WITHDRAWN', 'RESELLER_CHANGED')),
    primary key (vendor_id, id),
    unique (vendor_id, number),
    check ((state = 'OPEN') = (decided_at is null)),
    check ((state = 'VOID') = (void_reason is not null))
  )`,
  `create table quote_line (
    ${ownership},
    quote_id text not null,
    license_id text,
    position integer not null check (position between 1 and 1000),
    kind text not null check (kind in ('PERIOD', 'FEE')),
    description text not null,
    starts_on date,
    expires_on date check (expires_on > starts_on),
    quantity integer not null check (quantity > 0),
    unit_minor bigint not null check (unit_minor >= 0),
    net_minor bigint not null check (net_minor >= 0),
    tax_rate_permille integer not null check (tax_rate_permille between 0 and 1000),
    tax_minor bigint not null check (tax_minor >= 0),
    primary key (vendor_id, id),
    foreign key (vendor_id, quote_id) references quote (vendor_id, id),
    unique (vendor_id, quote_id, position),
    check ((kind = 'PERIOD') = (starts_on is not null) and (kind = 'PERIOD') = (expires_on is not null))
  )`,
  // The two orders of the list, for each way a role is scoped.
  'create index quote_issued on quote (vendor_id, issued_on, id)',
  'create index quote_account_issued on quote (vendor_id, account_id, issued_on, id)',
  'create index quote_reseller_issued on quote (vendor_id, reseller_id, issued_on, id) where reseller_id is not null',
  'create index quote_state_issued on quote (vendor_id, state, issued_on, id)',
  'create index quote_valid on quote (vendor_id, valid_through, id)',
  'create index quote_account_valid on quote (vendor_id, account_id, valid_through, id)',
  'create index quote_reseller_valid on quote (vendor_id, reseller_id, valid_through, id) where reseller_id is not null',
  'create index quote_line_license on quote_line (vendor_id, license_id, quote_id) where license_id is not null',
  ...scopedTable({ table: 'quote', ...owner, read }),
  ...scopedTable({ table: 'quote_line', ...owner, read }),
  ...writableTable({
    table: 'quote',
    ...owner,
    write: {
      app_admin: { update: ['state', 'decided_at', 'void_reason'] },
      app_worker: { update: ['state', 'decided_at', 'void_reason'] },
    },
  }),
]);
