import pg from 'pg';
import type { Tables, World } from './world/world.js';

export type OwnerUrls = Readonly<Record<'licensing' | 'support' | 'billing', string>>;

/** Any fixed number: two starts at once take turns on it. */
export const lockKey = 7_246_732;

/**
 * Writes the world into databases that have none, and tells whether it did. Licensing has the vendors, is written last
 * and so says whether the world is there: what a killed load left in the others belongs to nobody and is cleared.
 * Policies are forced on the owner too, so this is for the administrator of a demo's or a test's server, who bypasses
 * them; no running process is one.
 */
export async function loadWorld(world: World, ownerUrls: OwnerUrls): Promise<boolean> {
  const clients = {
    licensing: await connect(ownerUrls.licensing),
    support: await connect(ownerUrls.support),
    billing: await connect(ownerUrls.billing),
  };
  try {
    const { licensing, support, billing } = clients;
    for (const client of Object.values(clients)) await client.query('begin');
    await licensing.query('select pg_advisory_xact_lock($1)', [lockKey]);
    if (await anyRow(licensing, 'vendor')) return false;
    await clear(support, world.support);
    await clear(billing, world.billing);
    await Promise.all([
      insertAll(licensing, world.licensing),
      insertAll(support, world.support),
      insertAll(billing, world.billing),
    ]);
    for (const client of [support, billing, licensing]) await client.query('commit');
    // Plans of the first requests are made by what is really there.
    await Promise.all(Object.values(clients).map((client) => client.query('analyze')));
    return true;
  } finally {
    // An open transaction ends with its connection, and nothing of it stays.
    await Promise.all(Object.values(clients).map((client) => client.end()));
  }
}

export async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, application_name: 'mainstay-demo' });
  // Without a listener a server that goes would end the process; the next statement tells of it.
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

async function anyRow(client: pg.Client, table: string): Promise<boolean> {
  const { rows } = await client.query<{ found: boolean }>(`select exists (select from ${table}) as found`);
  return rows[0]?.found === true;
}

async function clear(client: pg.Client, tables: Tables): Promise<void> {
  await client.query(`truncate ${Object.keys(tables).join(', ')} cascade`);
}

/** One statement a table: PostgreSQL reads each value by its column's own type. */
export async function insertAll(client: pg.Client, tables: Tables): Promise<void> {
  for (const [table, rows] of Object.entries(tables)) {
    const list = Object.keys(rows[0] ?? {}).join(', ');
    if (list === '') continue;
    await client.query(
      `insert into ${table} (${list}) select ${list} from json_populate_recordset(null::${table}, $1::json)`,
      [JSON.stringify(rows)],
    );
  }
}
