import { statement, type Transaction } from '@mainstay/kernel/db/scoped';
import type { Buyer } from '../order/write-order.js';

const kindOf = statement<{ kind: 'CUSTOMER' | 'RESELLER' }>(
  'quote.buyer',
  'select kind from known_account where id = $1::text',
);

/** An account as it would buy; null where whoever acts sees no such account. */
export async function buyerNamed(transaction: Transaction, accountId: string): Promise<Buyer | null> {
  const [account] = await transaction.query(kindOf, [accountId]);
  if (account === undefined) return null;
  return { accountId, resellerId: account.kind === 'RESELLER' ? accountId : null };
}
