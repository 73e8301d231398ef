import pg from 'pg';
import { quoteIdentifier } from '../db/roles.js';

/** Any fixed number: two starts at once take turns on it, since none could be sure of a name that it found free. */
const lockKey = 7_246_733;

/** Makes the databases that are missing; returns the names of those made now. */
export async function ensureDatabases(administratorUrl: string, names: readonly string[]): Promise<string[]> {
  const client = new pg.Client({ connectionString: administratorUrl });
  await client.connect();
  try {
    // By the session: a database cannot be made inside a transaction.
    await client.query('select pg_advisory_lock($1)', [lockKey]);
    const { rows } = await client.query<{ name: string }>(
      'select datname as name from pg_database where datname = any($1)',
      [names],
    );
    const missing = names.filter((name) => !rows.some((row) => row.name === name));
    for (const name of missing)
      await client.query(`create database ${quoteIdentifier(name)} template template0`);
    return missing;
  } finally {
    await client.end();
  }
}
