import { money, toDecimal } from '@mainstay/kernel/values/money';

/** Minor units as the public schema shows them. */
export function amountOf(amountMinor: number, currency: string): { amount: string; currency: string } {
  return { amount: toDecimal(money(amountMinor, currency)), currency };
}
