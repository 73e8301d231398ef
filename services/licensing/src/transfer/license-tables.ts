import { statement, type Transaction } from '@mainstay/kernel/db/scoped';

/**
 * Every table whose rows belong to an account and are of one license; a test compares it with the database. Where it was
 * at a site or a line of a contract is the site's and the contract's to keep.
 */
export const licenseTables = [
  ...['coverage_period', 'maintenance_association', 'cover_use', 'awaited_cover'],
  ...['activation', 'license_file', 'notice'],
] as const;

const moves = ['license', ...licenseTables].map((table) =>
  statement(
    `transfer.move.${table}`,
    `update ${table} t set account_id = g.account_id
     from unnest($1::text[], $2::text[]) as g (license_id, account_id)
     where t.${table === 'license' ? 'id' : 'license_id'} = g.license_id`,
  ),
);

/** Licenses and all that is theirs change their owner, together; the reseller of record is the same before and after. */
export async function giveLicenses(
  transaction: Transaction,
  given: readonly { readonly licenseId: string; readonly accountId: string }[],
): Promise<void> {
  const values = [given.map(({ licenseId }) => licenseId), given.map(({ accountId }) => accountId)];
  for (const move of moves) await transaction.query(move, values);
}
