import type pg from 'pg';
import type { Manifest } from './manifest.js';

/** What a running server tells of its cluster. */
export type Cluster = Pick<Manifest, 'postgres' | 'databases'> & {
  readonly data: string;
  readonly segmentBytes: number;
};

export async function clusterOf(client: pg.Client): Promise<Cluster> {
  const { rows } = await client.query<Record<'data' | 'version' | 'number' | 'segment' | 'id', string>>(
    `select current_setting('data_directory') as data, current_setting('server_version') as version,
       current_setting('server_version_num') as number,
       (select setting from pg_settings where name = 'wal_segment_size') as segment,
       (select system_identifier::text from pg_control_system()) as id`,
  );
  const [found] = rows;
  if (found === undefined) throw new Error('The server does not tell of itself.');
  const databases = await client.query<{ name: string }>(
    'select datname as name from pg_database where datallowconn and not datistemplate order by 1',
  );
  return {
    data: found.data,
    segmentBytes: Number(found.segment),
    postgres: {
      version: found.version,
      major: Math.floor(Number(found.number) / 10_000),
      systemIdentifier: found.id,
    },
    databases: databases.rows.map(({ name }) => name),
  };
}

/** Where the backup ends, and what makes a server begin with it where the backup began. */
export interface Stopped {
  readonly label: string;
  readonly last: string;
}

export async function stopBackup(client: pg.Client): Promise<Stopped> {
  // It switches to another file of the log, so that the last one needed is complete.
  const { rows } = await client.query<{ label: string; last: string }>(
    `select labelfile as label, pg_walfile_name(lsn - 1) as last from pg_backup_stop(wait_for_archive => false)`,
  );
  const [stopped] = rows;
  if (stopped === undefined) throw new Error('The server does not tell where the backup ends.');
  return stopped;
}
