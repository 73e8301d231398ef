import type { CivilDate } from '@mainstay/kernel/values/civil';
import { expiryInstant } from './valid-through.rules.js';

export const quoteStates = ['OPEN', 'ACCEPTED', 'EXPIRED', 'VOID'] as const;
export type QuoteState = (typeof quoteStates)[number];

/** Why a quote is void. */
export type VoidReason = 'WITHDRAWN' | 'RESELLER_CHANGED';

/** A quote as it is stored, which a job that is late has not brought up to date. */
export interface StoredQuote {
  readonly state: QuoteState;
  readonly validThrough: CivilDate;
}

/** Where it stands on a day of the vendor's: an open one that holds no longer has expired, whoever was to note it. */
export function stateOn(today: CivilDate, { state, validThrough }: StoredQuote): QuoteState {
  return state === 'OPEN' && today > validThrough ? 'EXPIRED' : state;
}

/** When it stopped being open, ISO 8601; null while it is. What expired did so at the end of its last day. */
export function decidedOn(
  today: CivilDate,
  quote: StoredQuote & { readonly decidedAt: string | null },
  zone: string,
): string | null {
  const late = quote.decidedAt === null && stateOn(today, quote) === 'EXPIRED';
  return late ? expiryInstant(quote.validThrough, zone) : quote.decidedAt;
}
