import { fault, parsed, type Parsed } from './parsed.js';

/** An amount in the smallest unit of its currency. Always a safe integer: amounts are never floats. */
export interface Money {
  readonly amountMinor: number;
  readonly currency: string;
}

// By ISO 4217; every other currency has two. Intl is no source for this: it follows custom, and says that the
// Colombian peso and the Hungarian forint have no minor unit at all.
const digitsByCurrency: ReadonlyMap<string, number> = new Map([
  ...'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'
    .split(' ')
    .map((code) => [code, 0] as const),
  ...'BHD IQD JOD KWD LYD OMR TND'.split(' ').map((code) => [code, 3] as const),
  ...'CLF UYW'.split(' ').map((code) => [code, 4] as const),
]);
const knownCurrencies: ReadonlySet<string> = new Set(Intl.supportedValuesOf('currency'));

export function isCurrencyCode(text: string): boolean {
  return knownCurrencies.has(text);
}

/** How many decimal digits the minor unit of a currency has. */
export function minorDigits(currency: string): number {
  return digitsByCurrency.get(currency) ?? 2;
}

export function money(amountMinor: number, currency: string): Money {
  if (!Number.isSafeInteger(amountMinor)) throw new RangeError('An amount is a safe integer of minor units.');
  if (!/^[A-Z]{3}$/.test(currency)) throw new RangeError('A currency is a code of three capital letters.');
  // Adding zero turns a negative zero into zero, which would otherwise print and compare as another amount.
  return { amountMinor: amountMinor + 0, currency };
}

export function add(first: Money, second: Money): Money {
  refuseMix(first, second);
  return money(first.amountMinor + second.amountMinor, first.currency);
}

export function subtract(first: Money, second: Money): Money {
  refuseMix(first, second);
  return money(first.amountMinor - second.amountMinor, first.currency);
}

/** The currency is named, so that the sum of nothing has one too. */
export function sum(amounts: readonly Money[], currency: string): Money {
  return amounts.reduce(add, money(0, currency));
}

/** Negative, zero or positive as `first` is less than, equal to or more than `second`. */
export function compareMoney(first: Money, second: Money): number {
  refuseMix(first, second);
  return first.amountMinor - second.amountMinor;
}

/**
 * `amount × numerator / denominator`, rounded half away from zero. A share, a tax, a fee or a price by days is one
 * call of this, so that rounding happens exactly once.
 */
export function multiplyRatio(amount: Money, numerator: number, denominator: number): Money {
  if (!Number.isSafeInteger(numerator) || !Number.isSafeInteger(denominator) || denominator === 0) {
    throw new RangeError('A ratio is made of two safe integers, the second not zero.');
  }
  // The product of two safe integers is not safe itself, hence BigInt.
  let over = BigInt(amount.amountMinor) * BigInt(numerator);
  let under = BigInt(denominator);
  if (under < 0n) [over, under] = [-over, -under];
  const magnitude = over < 0n ? -over : over;
  const rounded = (2n * magnitude + under) / (2n * under);
  return money(Number(over < 0n ? -rounded : rounded), amount.currency);
}

/** The amount as a decimal with exactly the digits of its currency: `1000.00`, or `1000` in yen. */
export function toDecimal(amount: Money): string {
  const digits = minorDigits(amount.currency);
  const sign = amount.amountMinor < 0 ? '-' : '';
  const text = String(Math.abs(amount.amountMinor)).padStart(digits + 1, '0');
  if (digits === 0) return sign + text;
  return `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

/** Reads a decimal. More digits than the currency has are refused, not rounded: nobody asked for another amount. */
export function fromDecimal(text: string, currency: string): Parsed<Money> {
  if (!isCurrencyCode(currency)) return fault('The currency is not one of ISO 4217.');
  const match = /^(-?)(\d{1,16})(?:\.(\d+))?$/.exec(text);
  if (!match) return fault('An amount is a decimal number such as 12.50.');
  const [, sign = '', whole = '', fraction = ''] = match;
  const digits = minorDigits(currency);
  if (fraction.length > digits)
    return fault(`An amount in ${currency} has at most ${digits} decimal digits.`);
  const magnitude = Number(whole + fraction.padEnd(digits, '0'));
  if (!Number.isSafeInteger(magnitude)) return fault('The amount is too large.');
  return parsed(money(sign === '-' ? -magnitude : magnitude, currency));
}

function refuseMix(first: Money, second: Money): void {
  if (first.currency !== second.currency) {
    throw new RangeError(`Currencies never mix: ${first.currency} and ${second.currency}.`);
  }
}
