import type pg from 'pg';
import { civilDayOf } from '@mainstay/kernel/values/civil';
import { connect, insertAll, type OwnerUrls } from '../load.js';
import { newestPolicy, readTenant, type Metric } from '../tenants.js';
import { makeContact, type MadeAccount } from '../world/accounts.js';
import type { MadeProduct } from '../world/catalog.js';
import { factsOf } from '../world/facts.js';
import { makeLicenses } from '../world/licenses.js';
import { TenantMaker } from '../world/maker.js';
import { makeCounters } from '../world/price-lists.js';
import { makeQuotes } from '../world/quotes.js';
import type { Row, Tables } from '../world/world.js';

/** What the builder adds to a sandbox, in an order that keys allow. */
const added = {
  licensing: [
    ...['contact', 'license', 'site', 'site_member', 'contract', 'contract_line', 'coverage_period'],
    'licensing.due_work',
  ],
  support: ['support_grant', 'ledger_entry', 'support.due_work'],
  billing: ['quote', 'quote_line', 'document_counter', 'billing.due_work'],
} as const;

export interface SandboxFilling {
  readonly ownerUrls: OwnerUrls;
  readonly vendorId: string;
  readonly seed: number;
}

/**
 * Puts contacts, licenses with their cover, lots and quotes into an empty sandbox, as of the day that its clock shows.
 * Their notices are planned by the house itself, when its clock next moves. For the administrator of a demo's or a
 * test's server, as the world is: no running process can do it.
 */
export async function fillSandbox({ ownerUrls, vendorId, seed }: SandboxFilling): Promise<void> {
  const clients = {
    licensing: await connect(ownerUrls.licensing),
    support: await connect(ownerUrls.support),
    billing: await connect(ownerUrls.billing),
  };
  try {
    const made = await make(clients.licensing, vendorId, seed);
    for (const [service, tables] of Object.entries(made) as [keyof typeof clients, Tables][]) {
      await clients[service].query('begin');
      await insertAll(clients[service], tables);
    }
    // Licensing last: what it knows of, the others have.
    for (const service of ['support', 'billing', 'licensing'] as const)
      await clients[service].query('commit');
  } finally {
    await Promise.all(Object.values(clients).map((client) => client.end()));
  }
}

async function make(licensing: pg.Client, vendorId: string, seed: number) {
  const { slug, now } = await emptySandbox(licensing, vendorId);
  const tenant = readTenant(slug.replace(/-sandbox$/u, ''));
  const today = civilDayOf(now.getTime(), tenant.zone);
  const maker = new TenantMaker(tenant, today, seed, vendorId);
  const accounts = await accountsOf(licensing, vendorId);
  const products = await productsOf(licensing, maker);
  accounts.forEach((account, index) => {
    makeContact(maker, account, `sandbox-${String(index + 1)}`, 1);
  });
  makeLicenses(maker, accounts, { products, terms: newestPolicy(tenant).cover, sales: [] });
  makeQuotes(maker, accounts);
  makeCounters(maker);
  for (const { accountId } of accounts)
    maker.addDue('licensing', { kind: 'notice-plan', key: accountId, dueAt: now.toISOString() });
  // What their years grant is granted by the house itself, when its clock next moves.
  for (const { id } of maker.rows('contract'))
    maker.addDue('support', { kind: 'contract-year', key: String(id), dueAt: now.toISOString() });
  const tablesOf = (names: readonly string[]): Tables =>
    Object.fromEntries(names.map((name) => [name.slice(name.indexOf('.') + 1), maker.rows(name)] as const));
  const owned = tablesOf(added.licensing);
  const facts = factsOf(owned);
  return {
    support: {
      ...tablesOf(added.support),
      known_license: facts.support['known_license'] ?? [],
      known_contract: facts.support['known_contract'] ?? [],
    },
    billing: {
      ...tablesOf(added.billing),
      known_license: facts.billing['known_license'] ?? [],
      known_contract: facts.billing['known_contract'] ?? [],
    },
    licensing: owned,
  };
}

async function emptySandbox(licensing: pg.Client, vendorId: string): Promise<{ slug: string; now: Date }> {
  const { rows } = await licensing.query<{ slug: string; now: Date; used: boolean }>(
    `select v.slug, v.frozen_at as now,
       exists (select from license l where l.vendor_id = v.vendor_id) as used
     from vendor v where v.vendor_id = $1 and v.sandbox and v.filled_at is not null`,
    [vendorId],
  );
  const [found] = rows;
  if (found === undefined) throw new Error(`There is no sandbox ${vendorId}.`);
  if (found.used) throw new Error(`The sandbox ${vendorId} has licenses already.`);
  return found;
}

async function accountsOf(licensing: pg.Client, vendorId: string): Promise<MadeAccount[]> {
  const { rows } = await licensing.query<{
    id: string;
    reseller_id: string | null;
    kind: MadeAccount['kind'];
  }>('select id, reseller_id, kind from account where vendor_id = $1 order by created_at, id', [vendorId]);
  return rows.map(({ id, reseller_id: resellerId, kind }) => ({
    ...{ accountId: id, resellerId, kind, createdDaysAgo: 1_500 },
    buysDirect: kind === 'CUSTOMER' && resellerId === null,
  }));
}

async function productsOf(
  licensing: pg.Client,
  { tenant, vendorId }: TenantMaker,
): Promise<[MadeProduct, ...MadeProduct[]]> {
  const { rows } = await licensing.query<Row & { id: string; plan_id: string; name: string; slug: string }>(
    'select id, plan_id, name, slug from product where vendor_id = $1',
    [vendorId],
  );
  const metrics = new Map<string, Metric>(tenant.products.map(({ slug, metric }) => [slug, metric]));
  const order = tenant.products.map(({ slug }) => slug);
  const [first, ...rest] = rows
    .toSorted((a, b) => order.indexOf(a.slug) - order.indexOf(b.slug))
    .map(({ id, plan_id: planId, name, slug }) => ({
      ...{ id, planId, name, metric: metrics.get(slug) ?? 'LICENSE' },
    }));
  if (first === undefined) throw new Error(`${tenant.name} sells nothing.`);
  return [first, ...rest];
}
