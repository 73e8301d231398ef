import { priceListPublish } from '@mainstay/billing/price/price-list-publish';
import { civilDayOf } from '@mainstay/kernel/values/civil';
import { money, toDecimal } from '@mainstay/kernel/values/money';
import type { Play } from './play.js';

/** The tenant's price lists, for whoever buys at list price and for its resellers. */
export async function publishPrices(play: Play): Promise<void> {
  const { tenant, products, admin } = play;
  const effectiveOn = civilDayOf(Date.parse(play.now), tenant.zone);
  const decimal = (minor: number) => toDecimal(money(minor, tenant.currency));
  for (const list of ['LIST', 'RESELLER'] as const) {
    const sold = tenant.prices[list].flatMap(({ item: kind, metric, years, fromQuantity, unitMinor }) => {
      const of = metric === 'SITE' ? products.slice(0, 1) : products.filter((one) => one.metric === metric);
      return of.map(({ id: productId }) => ({
        ...{ kind, productId, fromQuantity, unit: decimal(unitMinor) },
        ...(kind === 'TRAINING' ? {} : { metric }),
        ...(years === null ? {} : { years }),
      }));
    });
    const packages = tenant.supportPackages.map(({ unit, units, priceMinor, validFor }) => ({
      ...({ kind: 'SUPPORT_PACKAGE', unit: decimal(priceMinor) } as const),
      support: { unit, units, validFor },
    }));
    await play.billing(admin, priceListPublish, {
      ...{ list, effectiveOn, prices: [...sold, ...packages] },
      taxRatePermille: tenant.taxRatePermille,
    });
  }
}
