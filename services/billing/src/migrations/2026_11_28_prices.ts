import { migration } from '@mainstay/kernel/db/migration';
import { scopedTable, writableTable, type ScopedTable } from '@mainstay/kernel/db/policies';

/**
 * Who buys from a list sees that list alone: what a reseller pays is no business of customers, nor the other way round.
 * Support agents see no money, and are named nowhere. Jobs copy lists into sandboxes.
 */
const read: ScopedTable['read'] = {
  app_admin: '*',
  app_analyst: '*',
  app_reseller: { columns: '*', and: "list_kind = 'RESELLER'" },
  app_customer: { columns: '*', and: "list_kind = 'LIST'" },
  app_worker: '*',
};

/** What is published stays as it is: nobody may change a row or take one away. */
const write = { app_admin: { insert: '*' }, app_worker: { insert: '*' } } as const;

/** Price lists by version, each in force from a day until the next one is, and what stands in them (B1). */
export const prices = migration('2026_11_28_prices', [
  `create table price_list (
    vendor_id text not null,
    id text not null,
    list_kind text not null check (list_kind in ('LIST', 'RESELLER')),
    version integer not null check (version > 0),
    effective_on date not null,
    currency text not null check (currency ~ '^[A-Z]{3}$'),
    -- Of all that it sells.
    tax_rate_permille integer not null check (tax_rate_permille between 0 and 1000),
    published_at timestamptz not null,
    primary key (vendor_id, id),
    unique (vendor_id, list_kind, version)
  )`,
  `create table price (
    vendor_id text not null,
    id text not null,
    list_id text not null,
    list_kind text not null check (list_kind in ('LIST', 'RESELLER')),
    position integer not null check (position between 1 and 500),
    kind text not null check (kind in ('LICENSE', 'MAINTENANCE', 'BUNDLE', 'TRAINING', 'SUPPORT_PACKAGE')),
    product_id text,
    metric text check (metric in ('LICENSE', 'SERVER', 'SITE', 'USERS', 'DEVICES')),
    years integer check (years between 1 and 10),
    -- The whole quantity has this price from here on.
    from_quantity integer not null check (from_quantity > 0),
    unit_minor bigint not null check (unit_minor > 0),
    support_unit text check (support_unit in ('TICKET', 'CREDIT')),
    support_units integer check (support_units > 0),
    -- Null where the units never expire.
    support_valid_for text,
    primary key (vendor_id, id),
    foreign key (vendor_id, list_id) references price_list (vendor_id, id),
    unique (vendor_id, list_id, position),
    unique nulls not distinct (vendor_id, list_id, kind, product_id, metric, years, support_unit, support_units, from_quantity),
    check ((kind = 'SUPPORT_PACKAGE') = (product_id is null)),
    check ((kind in ('LICENSE', 'MAINTENANCE', 'BUNDLE')) = (metric is not null)),
    check ((kind in ('MAINTENANCE', 'BUNDLE')) = (years is not null)),
    check ((kind = 'SUPPORT_PACKAGE') = (support_unit is not null)),
    check ((support_unit is null) = (support_units is null)),
    check (support_valid_for is null or support_unit is not null)
  )`,
  'create index price_list_effective on price_list (vendor_id, list_kind, effective_on, version)',
  'create index price_of_product on price (vendor_id, product_id, list_id) where product_id is not null',
  ...scopedTable({ table: 'price_list', read }),
  ...scopedTable({ table: 'price', read }),
  ...writableTable({ table: 'price_list', write }),
  ...writableTable({ table: 'price', write }),
]);
