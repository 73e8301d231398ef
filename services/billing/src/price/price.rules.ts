export const priceListKinds = ['LIST', 'RESELLER'] as const;
export type PriceListKind = (typeof priceListKinds)[number];

export const priceKinds = ['LICENSE', 'MAINTENANCE', 'BUNDLE', 'TRAINING', 'SUPPORT_PACKAGE'] as const;
export type PriceKind = (typeof priceKinds)[number];

export const metrics = ['LICENSE', 'SERVER', 'SITE', 'USERS', 'DEVICES'] as const;
export type Metric = (typeof metrics)[number];

/** What one package of support brings. */
export interface SupportPackage {
  readonly unit: 'TICKET' | 'CREDIT';
  readonly units: number;
  /** Null where the units never expire. */
  readonly validFor: string | null;
}

/** One row of a price list: what the whole quantity costs a unit, from a quantity on. */
export interface Price {
  readonly kind: PriceKind;
  /** Null for packages of support alone. */
  readonly productId: string | null;
  /** What licenses and maintenance count; null for training and support. */
  readonly metric: Metric | null;
  /** Of maintenance, by itself or in a bundle. */
  readonly years: number | null;
  readonly fromQuantity: number;
  readonly unitMinor: number;
  readonly support: SupportPackage | null;
}

/** What somebody wants a price for. */
export interface PriceAsked {
  readonly kind: PriceKind;
  readonly productId: string | null;
  readonly metric: Metric | null;
  readonly years: number | null;
  /** Units of one package of support. */
  readonly supportUnits: number | null;
  /** Of all that is bought: it decides on the tier. */
  readonly quantity: number;
}

/** What one unit costs, and what it brings of support. */
export interface PriceFound {
  readonly unitMinor: number;
  readonly support: SupportPackage | null;
}

/**
 * The price of one unit: the tier that the whole quantity reaches (B1). Maintenance for several years costs what the
 * list says of that many, or else as many times one year (M5). Null where the list does not sell it.
 */
export function priceOf(prices: readonly Price[], asked: PriceAsked): PriceFound | null {
  const exact = tierOf(prices, asked);
  if (exact !== null) return exact;
  if (asked.kind !== 'MAINTENANCE' || asked.years === null || asked.years === 1) return null;
  const yearly = tierOf(prices, { ...asked, years: 1 });
  return yearly === null ? null : { unitMinor: yearly.unitMinor * asked.years, support: null };
}

function tierOf(prices: readonly Price[], asked: PriceAsked): PriceFound | null {
  return prices
    .filter((price) => isOf(price, asked) && price.fromQuantity <= asked.quantity)
    .reduce<Price | null>(
      (best, price) => (best !== null && best.fromQuantity > price.fromQuantity ? best : price),
      null,
    );
}

function isOf(price: Price, asked: PriceAsked): boolean {
  return (
    price.kind === asked.kind &&
    price.productId === asked.productId &&
    price.metric === asked.metric &&
    price.years === asked.years &&
    (price.support?.units ?? null) === asked.supportUnits
  );
}
