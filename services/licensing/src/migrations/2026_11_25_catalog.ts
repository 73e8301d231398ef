import { migration } from '@mainstay/kernel/db/migration';
import { scopedTable, type ScopedTable } from '@mainstay/kernel/db/policies';

/** Whoever belongs to the vendor sees its whole catalog, down to the running product. */
const everybody: ScopedTable['read'] = {
  app_admin: '*',
  app_agent: '*',
  app_reseller: '*',
  app_customer: '*',
  app_analyst: '*',
  app_product: '*',
};

/** One trigger for each way rows change; a release moved between products changes both lists. */
const revisionTriggers = [
  ['inserted', 'insert', 'new'],
  ['updated_from', 'update', 'old'],
  ['updated_to', 'update', 'new'],
  ['deleted', 'delete', 'old'],
].map(
  ([name, event, side]) =>
    `create trigger release_${name} after ${event} on release referencing ${side} table as changed
       for each statement execute function raise_catalog_revision()`,
);

/** What is sold: products, their releases, and the maintenance plans they are sold under. */
export const catalog = migration('2026_11_25_catalog', [
  `create table maintenance_plan (
    vendor_id text not null references vendor (vendor_id),
    id text not null,
    name text not null check (length(name) between 1 and 200),
    primary key (vendor_id, id)
  )`,
  `create table maintenance_plan_version (
    vendor_id text not null,
    plan_id text not null,
    version integer not null check (version > 0),
    effective_on date not null,
    policy jsonb not null check (jsonb_typeof(policy) = 'object'),
    primary key (vendor_id, plan_id, version),
    unique (vendor_id, plan_id, effective_on),
    foreign key (vendor_id, plan_id) references maintenance_plan (vendor_id, id)
  )`,
  `create table product (
    vendor_id text not null references vendor (vendor_id),
    id text not null,
    name text not null check (length(name) between 1 and 200),
    slug text not null check (slug ~ '^[a-z][a-z0-9-]{0,62}$'),
    plan_id text not null,
    -- Rises with every change of the product's releases; lists kept in memory are known by it.
    catalog_revision integer not null default 1 check (catalog_revision > 0),
    primary key (vendor_id, id),
    unique (vendor_id, slug),
    foreign key (vendor_id, plan_id) references maintenance_plan (vendor_id, id)
  )`,
  `create table release (
    vendor_id text not null,
    id text not null,
    product_id text not null,
    version text not null check (length(version) between 5 and 100),
    -- Sorts as Semantic Versioning does, byte by byte.
    semver_key text collate "C" not null,
    major integer not null check (major >= 0),
    prerelease boolean not null,
    released_at timestamptz not null,
    yanked_at timestamptz check (yanked_at >= released_at),
    primary key (vendor_id, id),
    unique (vendor_id, product_id, version),
    foreign key (vendor_id, product_id) references product (vendor_id, id)
  )`,
  'create index product_name on product (vendor_id, name, id)',
  'create index release_newest on release (vendor_id, product_id, semver_key, id)',
  'create index release_stable on release (vendor_id, product_id, semver_key, id) where not prerelease',
  `create function raise_catalog_revision() returns trigger language plpgsql as $$ begin
    update product p set catalog_revision = p.catalog_revision + 1
      where (p.vendor_id, p.id) in (select c.vendor_id, c.product_id from changed c);
    return null;
  end $$`,
  ...revisionTriggers,
  ...['maintenance_plan', 'maintenance_plan_version', 'product', 'release'].flatMap((table) =>
    scopedTable({ table, read: everybody }),
  ),
]);
