import { statement, type Transaction } from '@mainstay/kernel/db/scoped';
import { lockAccount } from '../account/lock-account.js';

export interface LockedContact {
  readonly id: string;
  readonly accountId: string;
  readonly name: string;
  readonly email: string;
  readonly phone: string | null;
}

const accountOf = statement<{ accountId: string }>(
  'contact.accountOf',
  'select account_id as "accountId" from contact where id = $1::text',
);

const lock = statement<LockedContact>(
  'contact.lock',
  'select id, account_id as "accountId", name, email, phone from contact where id = $1::text for update',
);

/** The account first, as every act takes them, then the contact; null where whoever acts sees no such contact. */
export async function lockContact(
  transaction: Transaction,
  contactId: string,
): Promise<LockedContact | null> {
  const [found] = await transaction.query(accountOf, [contactId]);
  if (found === undefined || (await lockAccount(transaction, found.accountId)) === null) return null;
  const [contact] = await transaction.query(lock, [contactId]);
  return contact ?? null;
}
