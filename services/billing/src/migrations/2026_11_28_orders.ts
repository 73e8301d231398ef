import { migration } from '@mainstay/kernel/db/migration';
import { scopedTable, writableTable, type WriteGrant } from '@mainstay/kernel/db/policies';

const owner = { account: 'account_id', reseller: 'reseller_id' } as const;

/** As of invoices: the buyer owns an order, and support agents are named nowhere. Jobs note what became of its lines. */
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

const placed = [
  'state',
  'number',
  'currency',
  'placed_on',
  'placed_at',
  'net_minor',
  'tax_minor',
  'total_minor',
];
const priced = [
  ...['description', 'unit_minor', 'net_minor', 'tax_rate_permille', 'tax_minor', 'yearly_net_minor'],
  // What licenses and the list of the day say of size and of support.
  ...['quantity', 'units_each', 'support_unit', 'support_units', 'support_valid_for'],
];
const delivered = ['state', 'stuck_code', 'stuck_message', 'fulfilled_at'];

/** Who buys orders, and pays or delivers nothing: it cannot say when an order was paid, without which none is. */
const buys: WriteGrant = { insert: '*', update: placed };
const counts: WriteGrant = { insert: '*', update: ['last'] };

/** What was ordered, by whom and for whom, and what became of each line (B3, B4). */
export const orders = migration('2026_11_28_orders', [
  `create table sales_order (
    ${ownership},
    -- For whom it was bought; another account than the buyer only where that is a reseller.
    customer_id text not null check (customer_id = account_id or reseller_id is not null),
    state text not null check (state in ('DRAFT', 'PLACED', 'PAID', 'FULFILLED', 'CANCELLED')),
    pay_by text not null check (pay_by in ('CARD', 'PURCHASE_ORDER')),
    purchase_order_number text check (length(purchase_order_number) between 1 and 50),
    -- The quote that it accepts.
    quote_id text,
    created_at timestamptz not null,
    number text,
    currency text check (currency ~ '^[A-Z]{3}$'),
    placed_on date,
    placed_at timestamptz,
    net_minor bigint check (net_minor >= 0),
    tax_minor bigint check (tax_minor >= 0),
    total_minor bigint check (total_minor = net_minor + tax_minor),
    -- The vendor's civil day of the value of the payment that completed it (M2).
    purchased_on date,
    paid_at timestamptz,
    fulfilled_at timestamptz,
    cancelled_at timestamptz,
    primary key (vendor_id, id),
    unique (vendor_id, number),
    foreign key (vendor_id, quote_id) references quote (vendor_id, id),
    check ((pay_by = 'PURCHASE_ORDER') = (purchase_order_number is not null)),
    check ((state = 'DRAFT') = (placed_at is null) or state = 'CANCELLED'),
    check ((placed_at is null) = (number is null) and (placed_at is null) = (currency is null)
      and (placed_at is null) = (placed_on is null) and (placed_at is null) = (total_minor is null)),
    check ((state in ('PAID', 'FULFILLED')) = (paid_at is not null) and (paid_at is null) = (purchased_on is null)),
    check ((state = 'FULFILLED') = (fulfilled_at is not null)),
    check ((state = 'CANCELLED') = (cancelled_at is not null))
  )`,
  `create table order_line (
    ${ownership},
    order_id text not null,
    position integer not null check (position between 1 and 1000),
    kind text not null check (kind in ('LICENSE', 'BUNDLE', 'MAINTENANCE', 'RENEWAL', 'FEE', 'TRAINING', 'SUPPORT_PACKAGE')),
    product_id text,
    metric text check (metric in ('LICENSE', 'SERVER', 'SITE', 'USERS', 'DEVICES')),
    quantity integer not null check (quantity > 0),
    units_each integer not null default 1 check (units_each > 0),
    years integer check (years > 0),
    -- The line whose licenses it is for, or those that it is for itself.
    of_line_id text,
    license_ids text[] not null default '{}' check (cardinality(license_ids) <= 1000),
    support_unit text check (support_unit in ('TICKET', 'CREDIT')),
    support_units integer check (support_units > 0),
    support_valid_for text,
    subject_kind text check (subject_kind in ('LICENSE', 'SITE', 'CONTRACT')),
    subject_id text,
    starts_on date,
    expires_on date check (expires_on > starts_on),
    terms integer check (terms > 0),
    base_expires_on date,
    -- As of placing; null before.
    description text,
    unit_minor bigint check (unit_minor >= 0),
    net_minor bigint check (net_minor >= 0),
    tax_rate_permille integer check (tax_rate_permille between 0 and 1000),
    tax_minor bigint check (tax_minor >= 0),
    yearly_net_minor bigint check (yearly_net_minor >= 0),
    state text not null default 'WAITING' check (state in ('WAITING', 'FULFILLED', 'STUCK')),
    stuck_code text,
    stuck_message text,
    fulfilled_at timestamptz,
    primary key (vendor_id, id),
    foreign key (vendor_id, order_id) references sales_order (vendor_id, id),
    foreign key (vendor_id, of_line_id) references order_line (vendor_id, id),
    unique (vendor_id, order_id, position),
    check ((unit_minor is null) = (net_minor is null) and (unit_minor is null) = (tax_minor is null)
      and (unit_minor is null) = (tax_rate_permille is null) and (unit_minor is null) = (description is null)),
    check ((kind = 'RENEWAL') = (subject_id is not null) and (subject_id is null) = (subject_kind is null)
      and (subject_id is null) = (starts_on is null) and (subject_id is null) = (expires_on is null)
      and (subject_id is null) = (terms is null)),
    check ((kind = 'SUPPORT_PACKAGE') = (support_unit is not null) and (support_unit is null) = (support_units is null)),
    check (of_line_id is null or license_ids = '{}'),
    check ((state = 'STUCK') = (stuck_code is not null) and (stuck_code is null) = (stuck_message is null)),
    check ((state = 'FULFILLED') = (fulfilled_at is not null))
  )`,
  // The order of the list, for each way a role is scoped.
  'create index sales_order_created on sales_order (vendor_id, created_at, id)',
  'create index sales_order_account_created on sales_order (vendor_id, account_id, created_at, id)',
  'create index sales_order_reseller_created on sales_order (vendor_id, reseller_id, created_at, id) where reseller_id is not null',
  'create index sales_order_state_created on sales_order (vendor_id, state, created_at, id)',
  "create index order_line_subject on order_line (vendor_id, subject_id) where kind = 'RENEWAL'",
  ...scopedTable({ table: 'sales_order', ...owner, read }),
  ...scopedTable({ table: 'order_line', ...owner, read }),
  ...writableTable({
    table: 'sales_order',
    ...owner,
    write: {
      app_admin: { insert: '*', update: [...placed, 'purchased_on', 'paid_at'] },
      ...{ app_reseller: buys, app_customer: buys },
      app_worker: { update: ['state', 'fulfilled_at'] },
    },
  }),
  ...writableTable({
    table: 'order_line',
    ...owner,
    write: {
      app_admin: { insert: '*', update: [...priced, ...delivered] },
      ...{ app_reseller: { insert: '*', update: priced }, app_customer: { insert: '*', update: priced } },
      app_worker: { update: delivered },
    },
  }),
  // What a line became: licenses, codes, periods of cover, contracts or lots of others.
  `create table order_line_object (
    vendor_id text not null,
    line_id text not null,
    object_id text not null,
    account_id text not null,
    reseller_id text check (reseller_id is null or reseller_id = account_id),
    primary key (vendor_id, line_id, object_id),
    foreign key (vendor_id, line_id) references order_line (vendor_id, id)
  )`,
  'create index order_line_object_found on order_line_object (vendor_id, object_id)',
  ...scopedTable({ table: 'order_line_object', ...owner, read }),
  ...writableTable({ table: 'order_line_object', ...owner, write: { app_worker: { insert: '*' } } }),
  // The next number of each kind of document: whoever takes one holds the row until it is written or was not.
  `create table document_counter (
    vendor_id text not null,
    kind text not null check (kind in ('INVOICE', 'ORDER', 'QUOTE')),
    last bigint not null check (last >= 0),
    primary key (vendor_id, kind)
  )`,
  `insert into document_counter (vendor_id, kind, last)
     select vendor_id, 'INVOICE', max(number::bigint) from invoice where number ~ '^[0-9]+$' group by vendor_id
     union all
     select vendor_id, 'QUOTE', max(substr(number, 3)::bigint) from quote where number ~ '^Q-[0-9]+$' group by vendor_id`,
  ...scopedTable({
    table: 'document_counter',
    read: { app_admin: '*', app_reseller: '*', app_customer: '*', app_worker: '*' },
  }),
  ...writableTable({
    table: 'document_counter',
    write: { app_admin: counts, app_reseller: counts, app_customer: counts, app_worker: counts },
  }),
  // An invoice says of itself all that is printed on it; the demo's oldest name no order.
  `alter table invoice add column order_id text, add column seller_name text, add column buyer_name text,
     add column buyer_country text, add column purchase_order_number text,
     add foreign key (vendor_id, order_id) references sales_order (vendor_id, id),
     add check (order_id is null or (seller_name is not null and buyer_name is not null and buyer_country is not null))`,
  `alter table invoice_line add column order_line_id text,
     add foreign key (vendor_id, order_line_id) references order_line (vendor_id, id)`,
  'create unique index invoice_order on invoice (vendor_id, order_id) where order_id is not null',
  ...['invoice', 'invoice_line', 'payment'].flatMap((table) =>
    scopedTable({ table, ...owner, read: { app_worker: '*' } }),
  ),
  ...writableTable({
    table: 'invoice',
    ...owner,
    write: {
      app_admin: { insert: '*', update: ['state', 'paid_minor'] },
      ...{ app_reseller: { insert: '*' }, app_customer: { insert: '*' } },
    },
  }),
  ...writableTable({
    table: 'invoice_line',
    ...owner,
    write: { app_admin: { insert: '*' }, app_reseller: { insert: '*' }, app_customer: { insert: '*' } },
  }),
  ...writableTable({ table: 'payment', ...owner, write: { app_admin: { insert: '*' } } }),
]);
