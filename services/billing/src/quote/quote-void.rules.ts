import type { CivilDate } from '@mainstay/kernel/values/civil';
import { reasonFaults } from '@mainstay/kernel/values/reason';
import type { Refusal } from '@mainstay/kernel/values/refusal';
import { stateOn, type StoredQuote } from './quote-state.rules.js';

export type QuoteVoidCode = 'REASON_INVALID' | 'QUOTE_NOT_FOUND' | 'QUOTE_NOT_OPEN';

/** A correction without a reason is none (domain, section 7). */
export function quoteVoidFaults({
  reason,
}: {
  readonly reason?: string | null | undefined;
}): Refusal<'REASON_INVALID'>[] {
  return reasonFaults(reason ?? '');
}

/** Only what somebody could still accept is withdrawn; what has expired needs no more. */
export function decideQuoteVoid(quote: StoredQuote | null, today: CivilDate): Refusal<QuoteVoidCode>[] {
  if (quote === null)
    return [
      {
        ...{ code: 'QUOTE_NOT_FOUND', field: ['quoteId'] },
        message: 'There is no such quote; ask `quotes` for ids.',
      },
    ];
  const state = stateOn(today, quote);
  if (state === 'OPEN') return [];
  return [
    {
      ...{ code: 'QUOTE_NOT_OPEN', field: ['quoteId'] },
      message:
        state === 'ACCEPTED'
          ? 'The quote was accepted and is an order now: left unpaid, that is cancelled by itself after it is due.'
          : 'Nobody can accept the quote any more: there is nothing to withdraw.',
      facts: { state, validThrough: quote.validThrough },
    },
  ];
}
