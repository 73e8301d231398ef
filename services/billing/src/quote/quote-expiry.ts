import { planDue, type Due } from '@mainstay/kernel/due/due-table';
import type { DueKind } from '@mainstay/kernel/due/due-work';
import type { CivilDate } from '@mainstay/kernel/values/civil';
import { endQuote } from './end-quote.js';
import { lockQuote } from './lock-quote.js';
import { stateOn } from './quote-state.rules.js';
import { expiryInstant } from './valid-through.rules.js';

/** As rows of due work name it. */
export const quoteExpiryKind = 'quote-expiry';

/** What whoever writes a quote plans with it: that it ends by itself. */
export function quoteExpiryDue(quoteId: string, validThrough: CivilDate, zone: string): Due {
  return { kind: quoteExpiryKind, key: quoteId, dueAt: expiryInstant(validThrough, zone) };
}

/** Notes what is true of an open quote since the end of its last day, however late that is. */
export const quoteExpiry: DueKind = {
  act: 'quoteExpire',
  async run(transaction, { key: quoteId }, { today, zone }) {
    const quote = await lockQuote(transaction, quoteId);
    if (quote?.state !== 'OPEN') return 'NOTHING';
    if (stateOn(today, quote) === 'OPEN') {
      // It holds for longer than was planned for, or the vendor's days begin elsewhere now.
      await planDue(transaction, [quoteExpiryDue(quoteId, quote.validThrough, zone)]);
      return 'NOTHING';
    }
    const at = expiryInstant(quote.validThrough, zone);
    const { changes, event } = await endQuote(transaction, quote, { state: 'EXPIRED', at });
    return { result: { quoteId }, accountId: quote.accountId, changes, events: [event] };
  },
};
