import pg from 'pg';
import type { Tables, World } from './world/world.js';

export type OwnerUrls = Readonly<Record<'licensing' | 'support' | 'billing', string>>;

/** Any fixed number: two starts at once take turns on it. */
const lockKey = 7_246_732;

/**
 * Writes the world into databases that have none, each in one transaction. Policies are forced on the owner too, so
 * this is for the administrator of a demo's or a test's server, who bypasses them; no running process is one.
 */
export async function loadWorld(world: World, ownerUrls: OwnerUrls): Promise<void> {
  await Promise.all([
    loadTables(ownerUrls.licensing, 'vendor', world.licensing),
    loadTables(ownerUrls.support, 'ticket', world.support),
    loadTables(ownerUrls.billing, 'invoice', world.billing),
  ]);
}

/** Whether all three databases hold a world. What was cut off half-way in one is loaded again there. */
export async function isLoaded(ownerUrls: OwnerUrls): Promise<boolean> {
  const found = await Promise.all([
    hasRows(ownerUrls.licensing, 'vendor'),
    hasRows(ownerUrls.support, 'ticket'),
    hasRows(ownerUrls.billing, 'invoice'),
  ]);
  return found.every(Boolean);
}

async function withClient<Result>(
  url: string,
  work: (client: pg.Client) => Promise<Result>,
): Promise<Result> {
  const client = new pg.Client({ connectionString: url, application_name: 'mainstay-demo' });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

async function anyRow(client: pg.Client, table: string): Promise<boolean> {
  const { rows } = await client.query<{ found: boolean }>(`select exists (select from ${table}) as found`);
  return rows[0]?.found === true;
}

function hasRows(url: string, table: string): Promise<boolean> {
  return withClient(url, (client) => anyRow(client, table));
}

async function loadTables(url: string, first: string, tables: Tables): Promise<void> {
  await withClient(url, async (client) => {
    await client.query('begin');
    await client.query('select pg_advisory_xact_lock($1)', [lockKey]);
    if (await anyRow(client, first)) {
      await client.query('rollback');
      return;
    }
    for (const [table, rows] of Object.entries(tables)) {
      const columns = Object.keys(rows[0] ?? {}).map((column) => `"${column}"`);
      if (columns.length === 0) continue;
      const list = columns.join(', ');
      // One statement a table: PostgreSQL reads each value by its column's own type.
      await client.query(
        `insert into ${table} (${list}) select ${list} from jsonb_populate_recordset(null::${table}, $1::jsonb)`,
        [JSON.stringify(rows)],
      );
    }
    await client.query('commit');
    // Plans of the first requests are made by what is really there.
    await client.query('analyze');
  });
}
