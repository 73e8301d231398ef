import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { openDatabase, type Database } from '@mainstay/kernel/db/driver';
import { tellAccounts, tellLicenses, tellPlans, tellProducts } from '@mainstay/licensing/facts/tell';
import { cloneDatabase, type TestDatabase } from '../harness/database.js';
import { buildTestWorld } from '@mainstay/demo/test-world';
import type { Viewer } from '@mainstay/kernel/graph/viewer';

const world = buildTestWorld();
const made = new Map<string, TestDatabase>();
let licensing: Database;

beforeAll(async () => {
  for (const service of ['licensing', 'support', 'billing'] as const)
    made.set(service, await cloneDatabase(service, { demo: true }));
  const logger = { warn: () => undefined, error: () => undefined };
  licensing = openDatabase({ url: made.get('licensing')?.loginUrl ?? '', service: 'licensing', logger });
});

afterAll(async () => {
  await licensing.close();
  for (const database of made.values()) await database.drop();
});

async function rowsOf(
  service: string,
  text: string,
  values: readonly unknown[],
): Promise<Record<string, unknown>[]> {
  const owner = new pg.Client(made.get(service)?.ownerUrl ?? '');
  await owner.connect();
  try {
    const { rows } = await owner.query<Record<string, unknown>>(text, [...values]);
    return rows;
  } finally {
    await owner.end();
  }
}

function adminOf(vendorId: string): Viewer {
  return {
    ...{ role: 'VENDOR_ADMIN', databaseRole: 'app_admin', vendorId, accountId: null, licenseId: null },
    ...{
      userId: null,
      membershipId: 'mbr',
      keyId: null,
      scopes: [],
      now: '2026-11-02T12:00:00Z',
      zone: 'UTC',
    },
  };
}

/** The demo's builder plays no acts, so that what it tells the others is written a second time: it must be the same. */
describe.each(['support', 'billing'])('what %s knows in the demo is what licensing tells', (service) => {
  const vendors = [...new Set((world.licensing['vendor'] ?? []).map((row) => String(row['vendor_id'])))];

  test.each(vendors)('of the vendor %s', async (vendorId) => {
    const idsOf = (table: string) =>
      (world.licensing[table] ?? [])
        .filter((row) => row['vendor_id'] === vendorId)
        .map(({ id }) => String(id));
    const told = await licensing.transact(adminOf(vendorId), async (transaction) => ({
      accounts: await tellAccounts(transaction, idsOf('account'), 'account.changed'),
      licenses: await tellLicenses(transaction, idsOf('license'), 'license.changed'),
      products: await tellProducts(transaction, idsOf('product')),
      plans: await tellPlans(transaction, idsOf('maintenance_plan')),
    }));
    const accounts = await rowsOf(
      service,
      `select id, kind, reseller_id as "resellerId" from known_account where vendor_id = $1 order by id`,
      [vendorId],
    );
    expect(told.accounts.map(({ payload: { id, kind, resellerId } }) => ({ id, kind, resellerId }))).toEqual(
      accounts,
    );
    const products = await rowsOf(
      service,
      `select id, name, plan_id as "planId"${service === 'support' ? ', releases' : ''} from known_product
       where vendor_id = $1 order by id`,
      [vendorId],
    );
    expect(products).not.toEqual([]);
    // Support alone prices upgrades by releases.
    expect(
      told.products.map(({ payload: { releases, ...payload } }) =>
        service === 'support' ? { ...payload, releases } : payload,
      ),
    ).toEqual(products);
    const plans = await rowsOf(
      service,
      'select id, name, versions from known_plan where vendor_id = $1 order by id',
      [vendorId],
    );
    expect(plans).not.toEqual([]);
    expect(told.plans.map(({ payload }) => payload)).toEqual(plans);
    const licenses = await rowsOf(
      service,
      `select id, account_id as "accountId", reseller_id as "resellerId", product_id as "productId", status, cover
       from known_license where vendor_id = $1 order by id`,
      [vendorId],
    );
    expect(licenses.length).toBeGreaterThan(300);
    expect(
      told.licenses.map(({ payload: { id, accountId, resellerId, productId, status, cover } }) => ({
        ...{ id, accountId, resellerId, productId, status, cover },
      })),
    ).toEqual(licenses);
  });
});
