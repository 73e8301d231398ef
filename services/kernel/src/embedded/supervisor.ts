import { join } from 'node:path';
import pg from 'pg';
import { serverAccount } from './account.js';
import { nativeFolder } from './binaries.js';
import { inTurn } from './only-one.js';
import { preparePlace } from './place.js';
import { isAlive, readPostmaster, type Postmaster } from './postmaster.js';
import { keptPassword } from './private-file.js';
import { administrator, ensureCluster, startServer, stopServer, type ServerInput } from './server.js';
import { beginUse, forgetUsers, liveUsers } from './users.js';

export interface EmbeddedOptions {
  /** The checkout's folder; each checkout has servers of its own. */
  readonly project: string;
  /** Tells servers of one checkout apart. */
  readonly name: string;
  readonly durable: boolean;
  readonly environment: NodeJS.ProcessEnv;
  /** Where the programs are; those of the platform's package unless told. */
  readonly native?: string;
  /** Where a server that is started listens, e.g. where others knew one that was killed; any free port unless told. */
  readonly port?: number;
  /** Told when a program is at work that is waited for, perhaps more than once: e.g. to read what is needed next. */
  readonly meanwhile?: ServerInput['meanwhile'];
}

export interface EmbeddedServer {
  readonly pid: number;
  readonly port: number;
  /** The folder outside the checkout that holds programs and data; null when they lie inside. */
  readonly outside: string | null;
  readonly how: 'created' | 'started' | 'adopted';
  /** Of the administrator, who owns the databases. */
  url(database: string): string;
  /** Other processes that use this server now. */
  otherUsers(): readonly number[];
  /** Ends our use; the last one to end it stops the server. Safe to call twice. */
  stop(): Promise<void>;
}

/** Opens a real PostgreSQL of the checkout's own: makes, starts or adopts it, and stops it with its last user. */
export async function openEmbedded(options: EmbeddedOptions): Promise<EmbeddedServer> {
  const { project, name, environment, durable } = options;
  const account = serverAccount();
  const turn = join(project, '.run', 'postgres', `${name}.turn`);
  return inTurn(turn, async () => {
    const native = options.native ?? nativeFolder();
    const place = preparePlace({ project, name, native, account, environment });
    // Beside the data, so that neither can be removed without the other.
    const password = keptPassword(join(place.folder, 'password'));
    const { port, meanwhile } = options;
    const input: ServerInput = { place, account, environment, password, durable, port, meanwhile };
    const created = await ensureCluster(input);
    const found = await answering(input);
    if (found === null) forgetUsers(place.folder);
    const server = found ?? (await startServer(input));
    const use = beginUse(place.folder, place.data, server);
    let stopping: Promise<void> | null = null;
    const stop = (): Promise<void> =>
      inTurn(turn, async () => {
        if (use.end()) await stopServer(input);
      });
    return {
      ...{ pid: server.pid, port: server.port, outside: place.outside },
      how: created ? 'created' : found === null ? 'started' : 'adopted',
      url: (database) => urlOf(server, password, database),
      otherUsers: () => liveUsers(place.folder).filter((pid) => pid !== process.pid),
      stop: () => (stopping ??= stop()),
    };
  });
}

function urlOf(server: Postmaster, password: string, database: string): string {
  return `postgres://${administrator}:${password}@127.0.0.1:${String(server.port)}/${encodeURIComponent(database)}`;
}

/** The server of this data folder that a killed process left running, if it lives and takes our password. */
async function answering({ place, password }: ServerInput): Promise<Postmaster | null> {
  const server = readPostmaster(place.data);
  if (server === null || !isAlive(server.pid)) return null;
  const client = new pg.Client({
    connectionString: urlOf(server, password, 'postgres'),
    connectionTimeoutMillis: 3_000,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ folder: string }>(
      "select current_setting('data_directory') as folder",
    );
    return rows[0]?.folder === place.data ? server : null;
  } catch {
    return null;
  } finally {
    await client.end().catch(() => undefined);
  }
}
