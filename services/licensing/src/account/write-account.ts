import { statement, type Transaction } from '@mainstay/kernel/db/scoped';
import { nameKey } from './name-key.rules.js';

export interface NewAccount {
  readonly id: string;
  readonly kind: 'CUSTOMER' | 'RESELLER';
  /** Without spaces around it. */
  readonly name: string;
  readonly resellerId: string | null;
  readonly country: string;
}

const insert = statement(
  'account.insert',
  `insert into account (vendor_id, id, kind, name, name_key, reseller_id, country, created_at)
   values (app.vendor(), $1::text, $2::text, $3::text, $4::text, $5::text, $6::text, $7::timestamptz)`,
);

/** The one way to make an account; whoever does it tells of it. */
export async function writeAccount(
  transaction: Transaction,
  { id, kind, name, resellerId, country }: NewAccount,
  now: string,
): Promise<void> {
  await transaction.query(insert, [id, kind, name, nameKey(name), resellerId, country, now]);
}
