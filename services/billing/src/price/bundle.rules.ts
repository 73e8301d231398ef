import { money, toDecimal } from '@mainstay/kernel/values/money';
import type { Refusal } from '@mainstay/kernel/values/refusal';
import { priceOf, type Price } from './price.rules.js';

export type BundleCode = 'BUNDLE_WITHOUT_PARTS' | 'BUNDLE_NOT_CHEAPER';

/** At every quantity at which any of the three prices changes, a bundle costs less than its parts (B1). */
export function bundleFaults(prices: readonly Price[], currency: string): Refusal<BundleCode>[] {
  return prices.flatMap((bundle, index): Refusal<BundleCode>[] => {
    if (bundle.kind !== 'BUNDLE') return [];
    const { productId, metric, years } = bundle;
    const of = { productId, metric, supportUnits: null };
    const steps = prices
      .filter((price) => price.productId === productId && price.metric === metric)
      .map(({ fromQuantity }) => Math.max(fromQuantity, bundle.fromQuantity))
      .sort((first, second) => first - second);
    for (const quantity of new Set(steps)) {
      const cost = priceOf(prices, { ...of, kind: 'BUNDLE', years, quantity });
      const license = priceOf(prices, { ...of, kind: 'LICENSE', years: null, quantity });
      const maintenance = priceOf(prices, { ...of, kind: 'MAINTENANCE', years, quantity });
      const field = ['prices', String(index)];
      if (license === null || maintenance === null)
        return [
          {
            ...{ code: 'BUNDLE_WITHOUT_PARTS', field, facts: { fromQuantity: quantity } },
            message: 'A bundle needs prices of its license and of its maintenance in the same list.',
          },
        ];
      const parts = license.unitMinor + maintenance.unitMinor;
      if (cost !== null && cost.unitMinor >= parts)
        return [
          {
            ...{ code: 'BUNDLE_NOT_CHEAPER', field },
            message: 'A bundle must cost less than its license and its maintenance together.',
            facts: {
              fromQuantity: quantity,
              bundle: toDecimal(money(cost.unitMinor, currency)),
              parts: toDecimal(money(parts, currency)),
            },
          },
        ];
    }
    return [];
  });
}
