import type { Change, Telling } from '@mainstay/kernel/act/act';
import { statement, type Transaction } from '@mainstay/kernel/db/scoped';
import type { LockedQuote } from './lock-quote.js';
import type { VoidReason } from './quote-state.rules.js';

/** How an open quote ends that nobody accepts, and when. */
export type QuoteEnd = { readonly at: string } & (
  { readonly state: 'EXPIRED' } | { readonly state: 'VOID'; readonly reason: VoidReason }
);

const end = statement(
  'quote.end',
  'update quote set state = $2::text, decided_at = $3::timestamptz, void_reason = $4::text where id = $1::text',
);

/** Ends a quote that is locked and open, and tells what the trail and the others are to know of it. */
export async function endQuote(
  transaction: Transaction,
  quote: LockedQuote,
  ending: QuoteEnd,
): Promise<{ changes: readonly Change[]; event: Telling }> {
  const { id: quoteId, accountId, customerId, validThrough } = quote;
  const reason = ending.state === 'VOID' ? ending.reason : null;
  await transaction.query(end, [quoteId, ending.state, ending.at, reason]);
  const changed = {
    state: ending.state,
    decidedAt: ending.at,
    ...(reason === null ? {} : { voidReason: reason }),
  };
  const of = { quoteId, accountId, customerId };
  return {
    changes: Object.entries(changed).map(([field, to]) => ({
      ...{ objectId: quoteId, field, from: field === 'state' ? 'OPEN' : null, to },
    })),
    event:
      reason === null
        ? { type: 'quote.expired', aggregate: quoteId, payload: { ...of, validThrough } }
        : { type: 'quote.voided', aggregate: quoteId, payload: { ...of, reason } },
  };
}
