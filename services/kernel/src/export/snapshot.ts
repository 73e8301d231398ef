import pg from 'pg';
import { quoteIdentifier } from '../db/roles.js';
import type { Held } from './held.js';

/** Whose rows are read: all of a vendor, or those of one of its accounts. */
export interface ExportScope {
  readonly vendorId: string;
  readonly accountId: string | null;
}

/** One service's database as it was at one instant, however long it is read. */
export interface Snapshot {
  /** Ids by a statement with one parameter. */
  ids(text: string, value: string): Promise<string[]>;
  /** Each row of a table as JSON, a batch at a time. */
  rows(table: string, scope: ExportScope): AsyncGenerator<readonly string[]>;
  close(): Promise<void>;
}

export interface SnapshotInput {
  /**
   * Of the database's owner: a role of the services sees what somebody may see, and never all that is held. What is
   * read is narrowed here, by `held`.
   */
  readonly ownerUrl: string;
  readonly held: Held;
}

/** Rows a batch: one of the longest is some hundred kilobytes. */
const batchRows = 200;
const sessionSettings =
  '-c TimeZone=UTC -c DateStyle=ISO,YMD -c IntervalStyle=iso_8601 -c statement_timeout=0';

export async function openSnapshot({ ownerUrl, held }: SnapshotInput): Promise<Snapshot> {
  const client = new pg.Client({
    ...{ connectionString: ownerUrl, options: sessionSettings },
    application_name: 'mainstay-export',
  });
  // A server that stops meanwhile is told by the next statement.
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query('begin isolation level repeatable read read only');
    const strays = await strayTables(client, held);
    if (strays.length > 0)
      throw new Error(`It is not said whether ${strays.join(', ')} may be exported, or they are not there.`);
    // Whom policies would narrow gets an error, before anything is read, and never a part that looks like all.
    await client.query('set local row_security = off');
    for (const table of Object.keys(held.tables))
      await client.query(`select from ${quoteIdentifier(table)} limit 0`);
  } catch (error) {
    await client.end();
    throw error;
  }
  return {
    ids: async (text, value) => (await client.query<{ id: string }>(text, [value])).rows.map(({ id }) => id),
    rows: (table, scope) => read(client, { table, held, scope }),
    close: () => client.end(),
  };
}

/** Tables of vendors that `held` does not name, and those that it names and that are not there. */
export async function strayTables(client: pg.Client, held: Held): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     join pg_attribute a on a.attrelid = c.oid and a.attname = 'vendor_id' and not a.attisdropped
     where c.relkind in ('r', 'p') and n.nspname = 'public' order by 1`,
  );
  const there = new Set(rows.map(({ name }) => name));
  const named = new Set([...Object.keys(held.tables), ...Object.keys(held.leftOut)]);
  return [...there.symmetricDifference(named)].sort();
}

/** The statement that reads a table's rows, in the order of its key; null where none of them is an account's. */
export async function statementOf(
  client: pg.Client,
  { table, held, scope }: { readonly table: string; readonly held: Held; readonly scope: ExportScope },
): Promise<{ readonly text: string; readonly values: string[] } | null> {
  const definition = held.tables[table];
  if (definition === undefined) throw new Error(`It is not said how ${table} is exported.`);
  const { account, withheld = {} } = definition;
  const { columns, key } = await shapeOf(client, table);
  const unknown = Object.keys(withheld).filter((column) => !columns.includes(column));
  if (unknown.length > 0) throw new Error(`${table} has no ${unknown.join(', ')} to withhold.`);
  const kept = columns
    .filter((column) => !(column in withheld))
    .map((column) => `t.${quoteIdentifier(column)}`);
  const of = (condition: string) =>
    `select row_to_json(r)::text as line from (select ${kept.join(', ')} from ${quoteIdentifier(table)} t
     where t.vendor_id = $1${condition} order by ${key.map((column) => `t.${quoteIdentifier(column)}`).join(', ')}) r`;
  if (scope.accountId === null) return { text: of(''), values: [scope.vendorId] };
  if ('none' in account) return null;
  return { text: of(` and ${account.where}`), values: [scope.vendorId, scope.accountId] };
}

async function* read(
  client: pg.Client,
  asked: Parameters<typeof statementOf>[1],
): AsyncGenerator<readonly string[]> {
  const statement = await statementOf(client, asked);
  if (statement === null) return;
  await client.query(`declare exported no scroll cursor for ${statement.text}`, statement.values);
  for (;;) {
    const { rows } = await client.query<{ line: string }>(`fetch ${String(batchRows)} from exported`);
    if (rows.length > 0) yield rows.map(({ line }) => line);
    if (rows.length < batchRows) break;
  }
  await client.query('close exported');
}

/** A table's columns in their order, and those of its key. */
async function shapeOf(client: pg.Client, table: string) {
  const { rows } = await client.query<{ name: string; place: number | null }>(
    `select a.attname as name, array_position(i.indkey::int2[], a.attnum) as place
     from pg_attribute a left join pg_index i on i.indrelid = a.attrelid and i.indisprimary
     where a.attrelid = $1::regclass and a.attnum > 0 and not a.attisdropped order by a.attnum`,
    [`public.${quoteIdentifier(table)}`],
  );
  const key = rows
    .filter(({ place }) => place !== null)
    .sort((one, other) => (one.place ?? 0) - (other.place ?? 0));
  return { columns: rows.map(({ name }) => name), key: key.map(({ name }) => name) };
}
