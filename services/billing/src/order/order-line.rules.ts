import type { CivilDate } from '@mainstay/kernel/values/civil';
import { money, multiplyRatio } from '@mainstay/kernel/values/money';
import type { Metric, SupportPackage } from '../price/price.rules.js';
import { lineAmounts } from '../quote/quote-amounts.rules.js';

export const orderLineKinds = [
  'LICENSE',
  'BUNDLE',
  'MAINTENANCE',
  'RENEWAL',
  'FEE',
  'TRAINING',
  'SUPPORT_PACKAGE',
] as const;
export type OrderLineKind = (typeof orderLineKinds)[number];

/** Cover that a line renews, as its quote offered it. */
export interface Renewal {
  readonly subjectKind: 'LICENSE' | 'SITE' | 'CONTRACT';
  readonly subjectId: string;
  readonly startsOn: CivilDate;
  readonly expiresOn: CivilDate;
  /** How many terms of the plan. */
  readonly terms: number;
  /** Where its cover ended when the quote was issued; null where there was none. */
  readonly baseExpiresOn: CivilDate | null;
}

/** What a line orders. */
export interface OrderedLine {
  readonly kind: OrderLineKind;
  readonly productId: string | null;
  readonly metric: Metric | null;
  /** Licenses, packs, trainings or packages. */
  readonly quantity: number;
  /** What each counts by its metric. */
  readonly unitsEach: number;
  readonly years: number | null;
  /** The line whose licenses it is for. */
  readonly ofLineId: string | null;
  /** The licenses that it is for, where they are there already. */
  readonly licenseIds: readonly string[];
  readonly support: SupportPackage | null;
  readonly renewal: Renewal | null;
}

/** A line as it is sold: its price stays as it is from here on. */
export interface PricedLine extends OrderedLine {
  /** As printed. */
  readonly description: string;
  /** Of one counted unit, before tax. */
  readonly unitMinor: number;
  readonly netMinor: number;
  readonly taxRatePermille: number;
  readonly taxMinor: number;
  /** Of maintenance: what a year of it costs, which support counts by (S4). */
  readonly yearlyNetMinor: number | null;
}

/** What of a line is counted and priced: five licenses for ten users each are fifty users. */
export function countOf({ quantity, unitsEach }: Pick<OrderedLine, 'quantity' | 'unitsEach'>): number {
  return quantity * unitsEach;
}

export interface LinePrice {
  readonly description: string;
  readonly unitMinor: number;
  readonly taxRatePermille: number;
  readonly currency: string;
}

/** Net and tax, each rounded once (B6). */
export function pricedLine(line: OrderedLine, price: LinePrice): PricedLine {
  const { description, unitMinor, taxRatePermille, currency } = price;
  const unit = money(unitMinor, currency);
  const { net, tax } = lineAmounts({ quantity: countOf(line), unit, taxRatePermille });
  const years = line.kind === 'MAINTENANCE' ? line.years : (line.renewal?.terms ?? null);
  return {
    ...line,
    ...{ description, unitMinor, taxRatePermille, netMinor: net.amountMinor, taxMinor: tax.amountMinor },
    yearlyNetMinor: years === null ? null : multiplyRatio(net, 1, years).amountMinor,
  };
}
