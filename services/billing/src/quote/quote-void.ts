import type { Act, ActInput } from '@mainstay/kernel/act/act';
import { endQuote } from './end-quote.js';
import { lockQuote, type LockedQuote } from './lock-quote.js';
import { decideQuoteVoid, quoteVoidFaults, type QuoteVoidCode } from './quote-void.rules.js';

export interface QuoteVoid extends ActInput {
  readonly quoteId: string;
  readonly reason: string;
}

/** Staff withdraw what they offered, while nobody has accepted it. */
export const quoteVoid: Act<QuoteVoid, LockedQuote | null, QuoteVoidCode> = {
  name: 'quoteVoid',
  roles: ['VENDOR_ADMIN'],
  check: quoteVoidFaults,
  load: (transaction, { quoteId }) => lockQuote(transaction, quoteId),
  decide: (quote, _, { today }) => decideQuoteVoid(quote, today),
  async apply(transaction, quote, { quoteId }, { now }) {
    if (quote === null) throw new Error('A quote that is not there was accepted.');
    const { changes, event } = await endQuote(transaction, quote, {
      ...{ state: 'VOID', at: now, reason: 'WITHDRAWN' },
    });
    return { result: { quoteId }, accountId: quote.accountId, changes, events: [event] };
  },
};
