import { statement, type Transaction } from '@mainstay/kernel/db/scoped';
import type { CivilDate } from '@mainstay/kernel/values/civil';
import type { Price, PriceListKind } from './price.rules.js';

export interface LoadedPriceList {
  readonly list: PriceListKind;
  readonly currency: string;
  readonly taxRatePermille: number;
  readonly prices: readonly Price[];
}

/** Of each kind the list that took effect last; of two on one day the one that was published later. */
const inForce = statement<LoadedPriceList>(
  'priceList.inForce',
  `select distinct on (l.list_kind) l.list_kind as list, l.currency, l.tax_rate_permille as "taxRatePermille", (
     select coalesce(json_agg(json_build_object('kind', p.kind, 'productId', p.product_id, 'metric', p.metric,
       'years', p.years, 'fromQuantity', p.from_quantity, 'unitMinor', p.unit_minor, 'support',
       case when p.support_unit is not null then json_build_object('unit', p.support_unit, 'units', p.support_units,
         'validFor', p.support_valid_for) end) order by p.position), '[]')
     from price p where p.vendor_id = l.vendor_id and p.list_id = l.id) as prices
   from price_list l where l.effective_on <= $1::date
   order by l.list_kind, l.effective_on desc, l.version desc`,
);

/** The lists of a day, as far as whoever acts sees them. */
export function listsInForce(transaction: Transaction, day: CivilDate): Promise<LoadedPriceList[]> {
  return transaction.query(inForce, [day]);
}

/** At which a buyer buys on a day; null where there is no such list yet, or it is not the viewer's to see. */
export async function listFor(
  transaction: Transaction,
  buyer: { readonly resellerId: string | null },
  day: CivilDate,
): Promise<LoadedPriceList | null> {
  const kind: PriceListKind = buyer.resellerId === null ? 'LIST' : 'RESELLER';
  return (await listsInForce(transaction, day)).find(({ list }) => list === kind) ?? null;
}
