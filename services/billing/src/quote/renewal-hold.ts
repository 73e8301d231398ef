import type { Instant } from '@mainstay/kernel/act/act';
import { statement, type Transaction } from '@mainstay/kernel/db/scoped';

/** Whoever comes second waits here until the first has committed, and is then told of nothing new. */
const hold = statement<{ subjectId: string }>(
  'renewal.hold',
  `insert into renewal_hold (vendor_id, subject_id, quote_id, account_id, reseller_id, held_at)
   select app.vendor(), s.id, $2::text, a.id, a.reseller_id, $4::timestamptz
   from (select id from unnest($1::text[]) as given (id) order by id) s
   join known_account a on a.vendor_id = app.vendor() and a.id = $3::text
   on conflict do nothing returning subject_id as "subjectId"`,
);

const release = statement(
  'renewal.release',
  `delete from renewal_hold h using sales_order o
   where o.vendor_id = h.vendor_id and o.quote_id = h.quote_id and o.id = $1::text`,
);

export interface Holding {
  readonly subjectIds: readonly string[];
  readonly quoteId: string;
  readonly customerId: string;
}

/** Of one subject one renewal is open at a time (M5). Tells what another holds, which is decided by. */
export async function holdRenewals(
  transaction: Transaction,
  { subjectIds, quoteId, customerId }: Holding,
  { now }: Instant,
): Promise<string[]> {
  if (subjectIds.length === 0) return [];
  const held = await transaction.query(hold, [subjectIds, quoteId, customerId, now]);
  const own = new Set(held.map(({ subjectId }) => subjectId));
  return subjectIds.filter((id) => !own.has(id));
}

/** Called by whatever delivers or cancels an order: what it renewed may be renewed again. */
export async function releaseRenewals(transaction: Transaction, orderId: string): Promise<void> {
  await transaction.query(release, [orderId]);
}
