import type { DemoTenant, Metric, Price } from '../tenants.js';

export type PriceListName = keyof DemoTenant['prices'];

/** What is asked of a price list; a license has no term, maintenance is sold by the year. */
export interface Priced {
  readonly item: Price['item'];
  readonly metric: Metric;
  readonly quantity: number;
}

/** The price of one unit: the tier that the whole quantity reaches (B1). */
export function unitPrice(
  tenant: DemoTenant,
  list: PriceListName,
  { item, metric, quantity }: Priced,
): number {
  const years = item === 'LICENSE' ? null : 1;
  const tier = tenant.prices[list]
    .filter((price) => price.item === item && price.metric === metric && price.years === years)
    .filter((price) => price.fromQuantity <= quantity)
    .reduce<Price | null>(
      (best, price) => (best && best.fromQuantity > price.fromQuantity ? best : price),
      null,
    );
  if (tier === null) throw new Error(`${tenant.name} has no ${list} price of ${item} by ${metric}.`);
  return tier.unitMinor;
}
