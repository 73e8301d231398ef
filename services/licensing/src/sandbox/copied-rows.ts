import { statement, type Statement, type Transaction } from '@mainstay/kernel/db/scoped';
import type { IdPrefix } from '@mainstay/kernel/values/ids';

/** A row as the database writes it in JSON, by column. */
export type CopiedRow = Record<string, unknown>;

interface Copied {
  readonly table: string;
  /** Of its own id; left out where the table has none. */
  readonly prefix?: IdPrefix;
  /** Which columns hold ids of rows that are copied before, or with it. */
  readonly refers: readonly string[];
  /** Which of the rows; all unless told. */
  readonly where?: string;
}

/**
 * What a sandbox is made with, in an order that keys allow: what is sold, who buys, and who signs in. No licenses, and no
 * contacts: a sandbox writes mails, and they must reach nobody who was never asked.
 */
export const copied: readonly Copied[] = [
  { table: 'maintenance_plan', prefix: 'pln', refers: [] },
  { table: 'maintenance_plan_version', refers: ['plan_id'] },
  { table: 'product', prefix: 'prd', refers: ['plan_id'] },
  { table: 'release', prefix: 'rel', refers: ['product_id'] },
  { table: 'account', prefix: 'acc', refers: ['reseller_id'] },
  {
    ...{ table: 'app_user', prefix: 'usr', refers: [] },
    where: 'id in (select m.user_id from membership m where m.ends_at is null)',
  },
  {
    ...{ table: 'membership', prefix: 'mbr', refers: ['user_id', 'account_id', 'reseller_id'] },
    where: 'ends_at is null',
  },
];

const reads = new Map<string, Statement<{ row: CopiedRow }>>(
  copied.map(({ table, where = 'true' }) => [
    table,
    statement<{ row: CopiedRow }>(
      `sandbox.read.${table}`,
      `select to_jsonb(t) - 'vendor_id' as row from ${table} t where t.vendor_id = app.vendor() and ${where}`,
    ),
  ]),
);

const writes = new Map<string, Statement<unknown>>(
  copied.map(({ table }) => [
    table,
    statement(
      `sandbox.write.${table}`,
      `insert into ${table} select (jsonb_populate_record(null::${table},
         r || jsonb_build_object('vendor_id', app.vendor()))).* from jsonb_array_elements($1::jsonb) as given (r)`,
    ),
  ]),
);

export type CopiedTables = ReadonlyMap<string, readonly CopiedRow[]>;

/** All that is copied of the tenant whose transaction it is. */
export async function readCopied(transaction: Transaction): Promise<CopiedTables> {
  const tables = new Map<string, readonly CopiedRow[]>();
  for (const [table, read] of reads)
    tables.set(
      table,
      (await transaction.query(read, [])).map(({ row }) => row),
    );
  return tables;
}

/** The same rows with ids of their own; what one of them names is named anew in the others. */
export function renamed(tables: CopiedTables, newId: (prefix: IdPrefix) => string): CopiedTables {
  const names = new Map<unknown, string>();
  for (const { table, prefix } of copied)
    if (prefix !== undefined) for (const { id } of tables.get(table) ?? []) names.set(id, newId(prefix));
  return new Map(
    copied.map(({ table, prefix, refers }) => [
      table,
      (tables.get(table) ?? []).map((row) => ({
        ...row,
        ...Object.fromEntries(
          [...(prefix === undefined ? [] : ['id']), ...refers].map((column) => [
            column,
            row[column] === null ? null : named(names, row[column]),
          ]),
        ),
      })),
    ]),
  );
}

function named(names: ReadonlyMap<unknown, string>, id: unknown): string {
  const name = names.get(id);
  if (name === undefined) throw new Error('A row to be copied names one that is not.');
  return name;
}

export async function writeCopied(transaction: Transaction, tables: CopiedTables): Promise<void> {
  for (const [table, write] of writes)
    await transaction.query(write, [JSON.stringify(tables.get(table) ?? [])]);
}
