import type { Instant } from '@mainstay/kernel/act/act';
import type { Transaction } from '@mainstay/kernel/db/scoped';
import type { ResolvedLine } from './decide-lines.rules.js';
import { writeLines, type Buyer } from './write-order.js';

/** Gives each line an id, by which others are told what they are of. */
export async function writeResolved(
  transaction: Transaction,
  {
    orderId,
    buyer,
    before,
  }: { readonly orderId: string; readonly buyer: Buyer; readonly before: readonly { readonly id: string }[] },
  lines: readonly ResolvedLine[],
  { newId }: Instant,
): Promise<void> {
  const ids = [...before.map(({ id }) => id), ...lines.map(() => newId('oln'))];
  const written = lines.map(({ line, ofPosition }, index) => ({
    ...line,
    id: ids[before.length + index] ?? '',
    ofLineId: ofPosition === null ? null : (ids[ofPosition - 1] ?? null),
  }));
  await writeLines(transaction, { orderId, buyer, after: before.length }, written);
}
