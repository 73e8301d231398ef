import { statement, type Transaction } from '@mainstay/kernel/db/scoped';
import type { Viewer } from '@mainstay/kernel/graph/viewer';
import type { KnownAccount, Parties } from './order-create.rules.js';
import type { Buyer } from './write-order.js';

export interface PartiesAsked {
  readonly accountId?: string | null | undefined;
  readonly customerId?: string | null | undefined;
}

const accounts = statement<KnownAccount>(
  'order.accounts',
  'select id, kind, reseller_id as "resellerId" from known_account where id = any($1::text[])',
);

/** Accounts buy as themselves; staff buy as whoever it is for, unless told. */
export async function loadParties(
  transaction: Transaction,
  { accountId, customerId }: PartiesAsked,
  { accountId: own }: Pick<Viewer, 'accountId'>,
): Promise<Parties> {
  const forWhom = customerId ?? own ?? accountId ?? '';
  const buys = accountId ?? own ?? forWhom;
  const found = await transaction.query(accounts, [[forWhom, buys]]);
  const byId = (id: string) => found.find((account) => account.id === id) ?? null;
  // Nobody buys in the name of a customer, though it is seen by its reseller.
  return { customer: byId(forWhom), buyer: own === null || own === buys ? byId(buys) : null };
}

export function buyerOf({ id, kind }: KnownAccount): Buyer {
  return { accountId: id, resellerId: kind === 'RESELLER' ? id : null };
}
