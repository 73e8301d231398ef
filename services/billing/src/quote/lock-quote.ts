import { statement, type Transaction } from '@mainstay/kernel/db/scoped';
import type { StoredQuote } from './quote-state.rules.js';

/** A quote that nobody else ends meanwhile. */
export interface LockedQuote extends StoredQuote {
  readonly id: string;
  readonly accountId: string;
  readonly customerId: string;
  readonly decidedAt: string | null;
}

export const lockedColumns = `id, account_id as "accountId", customer_id as "customerId", state,
  valid_through as "validThrough", decided_at as "decidedAt"`;

const lock = statement<LockedQuote>(
  'quote.lock',
  `select ${lockedColumns} from quote where id = $1::text for no key update`,
);

/** Null where whoever acts sees no such quote. */
export async function lockQuote(transaction: Transaction, quoteId: string): Promise<LockedQuote | null> {
  const [quote] = await transaction.query(lock, [quoteId]);
  return quote ?? null;
}
