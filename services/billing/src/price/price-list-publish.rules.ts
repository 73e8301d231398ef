import type { CivilDate } from '@mainstay/kernel/values/civil';
import { fromDecimal, toDecimal, money } from '@mainstay/kernel/values/money';
import { parseTerm } from '@mainstay/kernel/values/period';
import type { Refusal } from '@mainstay/kernel/values/refusal';
import { bundleFaults, type BundleCode } from './bundle.rules.js';
import type { Metric, Price, PriceKind, SupportPackage } from './price.rules.js';

/** One price as it is asked for. */
export interface PriceGiven {
  readonly kind: PriceKind;
  readonly productId?: string | null | undefined;
  readonly metric?: Metric | null | undefined;
  readonly years?: number | null | undefined;
  readonly fromQuantity?: number | null | undefined;
  /** A decimal in the vendor's currency. */
  readonly unit: string;
  readonly support?: SupportPackage | null | undefined;
}

export interface PriceListGiven {
  readonly prices: readonly PriceGiven[];
  readonly taxRatePermille: number;
}

export type PriceListPublishCode =
  | 'PRICES_INVALID'
  | 'TAX_RATE_INVALID'
  | 'PRICE_INVALID'
  | 'PRICE_TWICE'
  | 'EFFECTIVE_IN_PAST'
  | 'PRODUCT_NOT_FOUND'
  | 'AMOUNT_INVALID'
  | BundleCode;

const pricesAtMost = 100;
const longestYears = 10;
const largestFrom = 100_000;
/** So that the sum of any order is a number that can be counted exactly. */
const largestUnitMinor = 50_000_000;

type Fault = Refusal<PriceListPublishCode>;

/** What is wrong with a list by itself, before anybody looks at what the vendor sells. */
export function priceListFaults({ prices, taxRatePermille }: PriceListGiven): Fault[] {
  if (prices.length < 1 || prices.length > pricesAtMost)
    return [
      {
        ...{ code: 'PRICES_INVALID', field: ['prices'] },
        message: `A list has 1 to ${String(pricesAtMost)} prices.`,
      },
    ];
  if (!Number.isInteger(taxRatePermille) || taxRatePermille < 0 || taxRatePermille > 1_000)
    return [
      {
        ...{ code: 'TAX_RATE_INVALID', field: ['taxRatePermille'] },
        message: 'A tax rate lies between 0 and 1000 thousandths.',
      },
    ];
  return [...prices.flatMap(shapeFaults), ...twiceFaults(prices)];
}

const needs: Readonly<Record<PriceKind, readonly ('productId' | 'metric' | 'years' | 'support')[]>> = {
  LICENSE: ['productId', 'metric'],
  MAINTENANCE: ['productId', 'metric', 'years'],
  BUNDLE: ['productId', 'metric', 'years'],
  TRAINING: ['productId'],
  SUPPORT_PACKAGE: ['support'],
};

function shapeFaults(price: PriceGiven, index: number): Fault[] {
  const { kind, years, fromQuantity = 1, support } = price;
  const place = ['prices', String(index)];
  const fault = (message: string): Fault[] => [{ code: 'PRICE_INVALID', field: place, message }];
  const has = (['productId', 'metric', 'years', 'support'] as const).filter((part) => isGiven(price[part]));
  if (has.join() !== needs[kind].join())
    return fault(`A price of ${kind} says ${needs[kind].join(', ')}, and nothing else.`);
  if (isGiven(years) && !within(years, longestYears)) return fault('Maintenance is sold for 1 to 10 years.');
  if (!within(fromQuantity ?? 1, largestFrom)) return fault('A quantity lies between 1 and 100,000.');
  if (!isGiven(support)) return [];
  if (!within(support.units, largestFrom)) return fault('A package brings 1 to 100,000 units.');
  const endless = support.validFor === null;
  return endless || parseTerm(support.validFor).ok
    ? []
    : fault('Units last for an ISO 8601 period such as P12M, or for ever.');
}

/** Two prices for one thing from one quantity on would leave open which it is. */
function twiceFaults(prices: readonly PriceGiven[]): Fault[] {
  const seen = new Set<string>();
  return prices.flatMap((price, index) => {
    const { kind, productId, metric, years, fromQuantity, support } = price;
    const key = JSON.stringify([kind, productId, metric, years, support?.units, fromQuantity ?? 1]);
    const again = seen.has(key);
    seen.add(key);
    return again
      ? [
          {
            ...{ code: 'PRICE_TWICE' as const, field: ['prices', String(index)] },
            message: 'The list has a price for this from this quantity on already.',
          },
        ]
      : [];
  });
}

function isGiven<Value>(value: Value | null | undefined): value is Value {
  return value !== null && value !== undefined;
}

function within(count: number, most: number): boolean {
  return Number.isInteger(count) && count >= 1 && count <= most;
}

export interface PriceListFacts {
  readonly today: CivilDate;
  readonly currency: string;
  /** Of the vendor, among those that the list names. */
  readonly productIds: ReadonlySet<string>;
}

/** What the vendor's day, currency and products say to it; the rules of bundles come last. */
export function decidePriceList(
  list: PriceListGiven & { readonly effectiveOn: CivilDate },
  { today, currency, productIds }: PriceListFacts,
): Fault[] {
  if (list.effectiveOn < today)
    return [
      {
        ...{ code: 'EFFECTIVE_IN_PAST', field: ['effectiveOn'], facts: { today } },
        message: 'Prices change from today on, never for days that are past.',
      },
    ];
  const unknown = list.prices.findIndex(({ productId }) => isGiven(productId) && !productIds.has(productId));
  if (unknown >= 0)
    return [
      {
        ...{ code: 'PRODUCT_NOT_FOUND', field: ['prices', String(unknown), 'productId'] },
        message: 'There is no such product; ask `products` for ids.',
      },
    ];
  const amounts = list.prices.flatMap((price, index) => amountFaults(price, index, currency));
  return amounts.length > 0 ? amounts : bundleFaults(pricesOf(list.prices, currency), currency);
}

function amountFaults({ unit }: PriceGiven, index: number, currency: string): Fault[] {
  const read = fromDecimal(unit, currency);
  const { amountMinor } = read.ok ? read.value : { amountMinor: 0 };
  if (read.ok && amountMinor >= 1 && amountMinor <= largestUnitMinor) return [];
  return [
    {
      ...{ code: 'AMOUNT_INVALID', field: ['prices', String(index), 'unit'] },
      message: read.ok
        ? `A price is more than nothing, and at most ${toDecimal(money(largestUnitMinor, currency))} ${currency}.`
        : read.fault,
      facts: { currency },
    },
  ];
}

/** The prices of a list without faults. */
export function pricesOf(prices: readonly PriceGiven[], currency: string): Price[] {
  return prices.map(({ kind, productId, metric, years, fromQuantity, unit, support }) => {
    const read = fromDecimal(unit, currency);
    if (!read.ok) throw new Error('A price with a fault was taken.');
    return {
      ...{ kind, productId: productId ?? null, metric: metric ?? null, years: years ?? null },
      ...{ fromQuantity: fromQuantity ?? 1, unitMinor: read.value.amountMinor, support: support ?? null },
    };
  });
}
