import { statement, type Transaction } from '@mainstay/kernel/db/scoped';
import { lockAccount } from '../account/lock-account.js';
import type { LicenseStatus } from './license.reads.js';

export interface LockedLicense {
  readonly id: string;
  readonly accountId: string;
  readonly status: LicenseStatus;
  readonly revokedAt: string | null;
  readonly suspendedAt: string | null;
  readonly prereleases: boolean;
}

const accountOf = statement<{ accountId: string }>(
  'license.accountOf',
  'select account_id as "accountId" from license where id = $1::text',
);

const lock = statement<LockedLicense>(
  'license.lock',
  `select id, account_id as "accountId", status, revoked_at as "revokedAt", suspended_at as "suspendedAt", prereleases
   from license where id = $1::text and account_id = $2::text for no key update`,
);

/** The account first, as every act takes them, then the license; null where whoever acts sees no such license. */
export async function lockLicense(
  transaction: Transaction,
  licenseId: string,
): Promise<LockedLicense | null> {
  const [found] = await transaction.query(accountOf, [licenseId]);
  if (found === undefined || (await lockAccount(transaction, found.accountId)) === null) return null;
  const [license] = await transaction.query(lock, [licenseId, found.accountId]);
  return license ?? null;
}
