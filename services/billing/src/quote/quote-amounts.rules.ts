import { add, multiplyRatio, sum, type Money } from '@mainstay/kernel/values/money';

/** What a line asks: a fee is a line like any other. */
export interface PricedLine {
  readonly quantity: number;
  /** Of one, before tax. */
  readonly unit: Money;
  readonly taxRatePermille: number;
}

/** What a line comes to, as it is printed. */
export interface LineAmounts {
  readonly net: Money;
  readonly tax: Money;
}

export interface QuoteTotals extends LineAmounts {
  readonly total: Money;
}

/** Net and tax are each rounded once, on the line, and tax is taken on the printed net (B6). */
export function lineAmounts({ quantity, unit, taxRatePermille }: PricedLine): LineAmounts {
  const net = multiplyRatio(unit, quantity, 1);
  return { net, tax: multiplyRatio(net, taxRatePermille, 1_000) };
}

/** Sums of what is printed; nothing is rounded again. */
export function totalsOf(lines: readonly LineAmounts[], currency: string): QuoteTotals {
  const net = sum(
    lines.map((line) => line.net),
    currency,
  );
  const tax = sum(
    lines.map((line) => line.tax),
    currency,
  );
  return { net, tax, total: add(net, tax) };
}

/** A fee by percent of a net, before tax and rounded once (M5). */
export function feeOf(net: Money, percent: number): Money {
  return multiplyRatio(net, percent, 100);
}
