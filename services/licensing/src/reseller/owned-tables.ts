import { statement, type Transaction } from '@mainstay/kernel/db/scoped';

/** Every table whose rows name the account's reseller of record; a test compares it with the database. */
export const ownedTables = [
  ...['contact', 'membership', 'api_key', 'license', 'site', 'site_member', 'contract', 'contract_line'],
  ...['coverage_period', 'notice'],
  ...['maintenance_code', 'maintenance_association', 'cover_use', 'awaited_cover'],
  ...['activation', 'license_file'],
] as const;

const defer = statement('reseller.defer', 'set constraints all deferred');

const moveAccount = statement(
  'reseller.moveAccount',
  "update account set reseller_id = $2::text where id = $1::text and kind = 'CUSTOMER'",
);

const moves = ownedTables.map((table) =>
  statement(
    `reseller.move.${table}`,
    `update ${table} set reseller_id = $2::text
     where account_id = $1::text and reseller_id is distinct from $2::text`,
  ),
);

/** An account and all that is its own change the reseller who sees them, together. */
export async function giveTo(
  transaction: Transaction,
  accountId: string,
  resellerId: string | null,
): Promise<void> {
  await transaction.query(defer, []);
  for (const move of [moveAccount, ...moves]) await transaction.query(move, [accountId, resellerId]);
}
