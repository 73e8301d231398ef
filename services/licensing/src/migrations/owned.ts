import type { WriteGrant } from '@mainstay/kernel/db/policies';

/** The columns of a row that belongs to an account; `reseller_id` is the account's reseller of record. */
export const ownedColumns = `vendor_id text not null,
    id text not null,
    account_id text not null,
    reseller_id text`;

/**
 * Policies trust `account_id` and `reseller_id` of each row, so keys keep both true: the account exists, and the
 * reseller is its reseller of record (unchecked where null, which shows the row to fewer). Deferrable, because an
 * account and its rows change their reseller in one transaction.
 */
export const ownedKeys = `primary key (vendor_id, id),
    foreign key (vendor_id, account_id) references account (vendor_id, id),
    foreign key (vendor_id, account_id, reseller_id) references account (vendor_id, id, reseller_id) deferrable`;

/** By which columns such a row is scoped. */
export const owned = { account: 'account_id', reseller: 'reseller_id' } as const;

/** The same for staff who change things and for accounts, each within its own rows. */
export function forAccountsAndStaff(grant: WriteGrant): Record<string, WriteGrant> {
  return { app_admin: grant, app_agent: grant, app_reseller: grant, app_customer: grant };
}
