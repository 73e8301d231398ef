import type { Instant } from '@mainstay/kernel/act/act';
import { statement, type Transaction } from '@mainstay/kernel/db/scoped';
import type { CivilDate } from '@mainstay/kernel/values/civil';
import type { Price, PriceListKind } from './price.rules.js';

export interface NewPriceList {
  readonly list: PriceListKind;
  readonly version: number;
  readonly effectiveOn: CivilDate;
  readonly currency: string;
  readonly taxRatePermille: number;
  readonly prices: readonly Price[];
}

const newest = statement<{ version: number }>(
  'priceList.newestVersion',
  'select coalesce(max(version), 0) as version from price_list where list_kind = $1::text',
);

const insert = statement(
  'priceList.insert',
  `insert into price_list (vendor_id, id, list_kind, version, effective_on, currency, tax_rate_permille, published_at)
   values (app.vendor(), $1::text, $2::text, $3::integer, $4::date, $5::text, $6::integer, $7::timestamptz)`,
);

const insertPrices = statement(
  'priceList.insertPrices',
  `insert into price (vendor_id, id, list_id, list_kind, position, kind, product_id, metric, years, from_quantity,
     unit_minor, support_unit, support_units, support_valid_for)
   select app.vendor(), p->>'id', $1::text, $2::text, place, p->>'kind', p->>'productId', p->>'metric',
     (p->>'years')::integer, (p->>'fromQuantity')::integer, (p->>'unitMinor')::bigint, p->'support'->>'unit',
     (p->'support'->>'units')::integer, p->'support'->>'validFor'
   from jsonb_array_elements($3::jsonb) with ordinality as given (p, place) order by place`,
);

/** Two who publish at once meet at the unique key, and the second is asked again. */
export async function nextVersion(transaction: Transaction, list: PriceListKind): Promise<number> {
  const [found] = await transaction.query(newest, [list]);
  return (found?.version ?? 0) + 1;
}

/** Tells its id. */
export async function writePriceList(
  transaction: Transaction,
  { list, version, effectiveOn, currency, taxRatePermille, prices }: NewPriceList,
  { now, newId }: Instant,
): Promise<string> {
  const id = newId('prl');
  await transaction.query(insert, [id, list, version, effectiveOn, currency, taxRatePermille, now]);
  const rows = prices.map((price) => ({ ...price, id: newId('prc') }));
  await transaction.query(insertPrices, [id, list, JSON.stringify(rows)]);
  return id;
}
