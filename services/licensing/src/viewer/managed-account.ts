import type { Transaction } from '@mainstay/kernel/db/scoped';
import type { Viewer, ViewerRole } from '@mainstay/kernel/graph/viewer';
import { UserFault } from '@mainstay/kernel/graph/errors';
import { lockAccount, type LockedAccount } from '../account/lock-account.js';

/** Who manages keys and members. No key does: it would leave others behind when it is revoked. */
export const managers: readonly ViewerRole[] = ['VENDOR_ADMIN', 'RESELLER', 'CUSTOMER'];

export function manages({ role }: Viewer): boolean {
  return managers.includes(role);
}

/** Refused before any statement is sent, because the database would refuse it in other words. */
export function managersOnly(viewer: Viewer): void {
  if (!manages(viewer)) throw new UserFault('FORBIDDEN', 'This role manages no keys and members.');
}

/** For whom something is managed: an account, the vendor itself (null), or nobody that whoever acts manages. */
export type Managed = { readonly account: LockedAccount | null } | 'BEYOND';

/** Administrators name any account, or none for the vendor; everybody else has its own alone, also unnamed. */
export async function managedAccount(
  transaction: Transaction,
  { role, accountId: own }: Viewer,
  asked: string | null | undefined,
): Promise<Managed> {
  const named = asked ?? (role === 'VENDOR_ADMIN' ? null : own);
  if (named === null) return role === 'VENDOR_ADMIN' ? { account: null } : 'BEYOND';
  if (role !== 'VENDOR_ADMIN' && named !== own) return 'BEYOND';
  const account = await lockAccount(transaction, named);
  return account === null ? 'BEYOND' : { account };
}
