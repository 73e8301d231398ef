import { statement, type Transaction } from '@mainstay/kernel/db/scoped';
import type { KeyState } from './api-key.rules.js';

export interface LockedKey extends KeyState {
  readonly id: string;
  readonly accountId: string | null;
}

const lock = statement<LockedKey>(
  'apiKey.lock',
  `select id, account_id as "accountId", expires_at as "expiresAt", revoked_at as "revokedAt"
   from api_key where id = $1::text for no key update`,
);

/** Null where whoever acts manages no such key. */
export async function lockApiKey(transaction: Transaction, id: string): Promise<LockedKey | null> {
  const [key] = await transaction.query(lock, [id]);
  return key ?? null;
}
