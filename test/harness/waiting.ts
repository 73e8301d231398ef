import type pg from 'pg';

const waiting = `select count(*)::integer as count from pg_stat_activity
  where datname = current_database() and wait_event_type = 'Lock'`;

/** How many sessions of this database wait for a row, or another lock, that somebody else holds. */
export async function waitingFor(client: pg.Client): Promise<number> {
  // Inside a transaction the server shows what it saw first, unless told to look again.
  await client.query('select pg_stat_clear_snapshot()');
  const { rows } = await client.query<{ count: number }>(waiting);
  return rows[0]?.count ?? 0;
}

/** Starts many while another holds a row, until each of them waits or has ended: so they meet, however slow the machine. */
export async function meet<Result>(
  client: pg.Client,
  row: { readonly table: string; readonly id: string },
  many: readonly (() => Promise<Result>)[],
): Promise<Result[]> {
  let ended = 0;
  await client.query('begin');
  await client.query(`select from ${row.table} where id = $1 for no key update`, [row.id]);
  const started = Promise.all(many.map((start) => start().finally(() => (ended += 1))));
  while (ended + (await waitingFor(client)) < many.length);
  await client.query('commit');
  return started;
}
