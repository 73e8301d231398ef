import { statement, type Transaction } from '@mainstay/kernel/db/scoped';
import type { CivilDate } from '@mainstay/kernel/values/civil';
import { versionInForce } from '@mainstay/kernel/values/policy-versions';
import { z } from 'zod';
import { listFor, type LoadedPriceList } from '../price/load-prices.js';
import type { KnownLicense, KnownProduct, LineFacts } from './decide-lines.rules.js';
import type { LineGiven } from './ordered-lines.rules.js';
import type { Buyer } from './write-order.js';

/** What lines are decided on, and the terms of the list that they are priced by. */
export interface LoadedLines extends Pick<LineFacts, 'products' | 'licenses' | 'prices'> {
  /** Null where the buyer's list is not there yet. */
  readonly terms: Pick<LoadedPriceList, 'currency' | 'taxRatePermille'> | null;
}

const products = statement<{ id: string; name: string; versions: unknown }>(
  'order.products',
  `select p.id, p.name, n.versions from known_product p
   left join known_plan n on n.vendor_id = p.vendor_id and n.id = p.plan_id where p.id = any($1::text[])`,
);

const licenses = statement<KnownLicense>(
  'order.licenses',
  `select id, account_id as "accountId", product_id as "productId", metric, quantity, status
   from known_license where id = any($1::text[])`,
);

/** Of a plan only what it covers decides here; the rest of its policy is for others to read. */
const planVersions = z.array(
  z.object({
    effectiveOn: z.string(),
    policy: z.object({ cover: z.object({ on: z.array(z.string()) }).nullable() }),
  }),
);

export async function loadLines(
  transaction: Transaction,
  { buyer, lines }: { readonly buyer: Buyer; readonly lines: readonly LineGiven[] },
  today: CivilDate,
): Promise<LoadedLines> {
  const productIds = lines.flatMap(({ productId }) => productId ?? []);
  const licenseIds = lines.flatMap((line) => line.licenseIds ?? []);
  const found = await transaction.query(products, [productIds]);
  const known = await transaction.query(licenses, [licenseIds]);
  const list = await listFor(transaction, buyer, today);
  return {
    products: new Map(
      found.map(({ id, name, versions }) => [id, { id, name, coverOn: coverOn(versions, today) }]),
    ),
    licenses: new Map(known.map((license) => [license.id, license])),
    prices: list?.prices ?? [],
    terms: list,
  };
}

function coverOn(versions: unknown, today: CivilDate): KnownProduct['coverOn'] {
  if (versions === null) return [];
  return versionInForce(planVersions.parse(versions), today)?.policy.cover?.on ?? [];
}
