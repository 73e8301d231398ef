import { z } from 'zod';
import { instantOf } from '@mainstay/kernel/act/instant';
import { leaveTrail } from '@mainstay/kernel/act/leave-trail';
import { statement } from '@mainstay/kernel/db/scoped';
import { knownVendorZone } from '@mainstay/kernel/db/vendor-zone';
import type { EventHandler } from '@mainstay/kernel/events/inbox';
import type { EventOutlet } from '@mainstay/kernel/events/outlet';
import { endQuote } from '../quote/end-quote.js';
import { lockedColumns, type LockedQuote } from '../quote/lock-quote.js';
import { stateOn } from '../quote/quote-state.rules.js';

const told = z.object({
  /** The customer. */
  id: z.string(),
  fromResellerId: z.string().nullable(),
});

/** Who sees that one of its licenses is being renewed goes with the license. */
const moveHolds = statement(
  'renewal.moveHolds',
  `update renewal_hold h set reseller_id = null where h.account_id = $1::text and h.reseller_id = $2::text`,
);

const lockOpen = statement<LockedQuote>(
  'quote.lockOpenOfReseller',
  `select ${lockedColumns} from quote
   where reseller_id = $1::text and customer_id = $2::text and state = 'OPEN' order by id for no key update`,
);

/**
 * A reseller that is of record no more cannot sell what its customer's licenses are renewed for (M10): what it was
 * offered for that customer and has not accepted is void. What it bought stays its own, and nobody else's: rows of
 * billing name the buyer and never the reseller of record, so that there is nothing to move.
 */
export function resellerChanged({ consumers }: Pick<EventOutlet, 'consumers'>): EventHandler {
  return async (transaction, { payload, occurredAt }) => {
    const { id: customerId, fromResellerId } = told.parse(payload);
    if (fromResellerId === null) return;
    const instant = instantOf(new Date(occurredAt).toISOString(), await knownVendorZone(transaction));
    await transaction.query(moveHolds, [customerId, fromResellerId]);
    const locked = await transaction.query(lockOpen, [fromResellerId, customerId]);
    const open = locked.filter((quote) => stateOn(instant.today, quote) === 'OPEN');
    if (open.length === 0) return;
    const ends = [];
    for (const quote of open)
      ends.push(
        await endQuote(transaction, quote, { state: 'VOID', at: instant.now, reason: 'RESELLER_CHANGED' }),
      );
    await leaveTrail(transaction, instant, {
      ...{ act: 'quoteVoid', actorKind: 'JOB', userId: null, consumers, answers: null },
      reason: 'The customer has another reseller of record.',
      effect: {
        ...{ result: {}, accountId: fromResellerId },
        changes: ends.flatMap(({ changes }) => changes),
        events: ends.map(({ event }) => event),
      },
    });
  };
}
