import { spawn } from 'node:child_process';
import { closeSync, existsSync, renameSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { cleanEnvironment, type ServerAccount } from './account.js';
import { programPath } from './binaries.js';
import { makeDataFolder, openLog, tailOf } from './server-files.js';
import { clearRemains, isAlive, readPostmaster, type Postmaster } from './postmaster.js';
import type { Place } from './place.js';
import { writePrivate } from './private-file.js';

export interface ServerInput {
  readonly place: Place;
  readonly account: ServerAccount | null;
  readonly environment: NodeJS.ProcessEnv;
  readonly password: string;
  /**
   * False for tests: nothing is flushed to disk. A server that is killed loses its last commits, which only its own
   * memory held, and a crash of the machine may cost all the data.
   */
  readonly durable: boolean;
  /** Where it listens; at any free port unless told. */
  readonly port?: number | undefined;
  /** Told when a program is at work that is waited for, perhaps more than once. */
  readonly meanwhile?: ((program: 'initdb' | 'postgres') => void) | undefined;
}

export const administrator = 'mainstay';

/** Makes the cluster where there is none. It is made aside and moved, so that a killed one leaves no half of it. */
export async function ensureCluster(input: ServerInput): Promise<boolean> {
  const { place, account, password } = input;
  if (existsSync(join(place.data, 'PG_VERSION'))) return false;
  const draft = `${place.data}.draft`;
  const passwordFile = join(place.folder, 'initdb.password');
  rmSync(draft, { recursive: true, force: true });
  makeDataFolder(draft, account);
  writePrivate(passwordFile, password, account);
  try {
    await run(input, 'initdb', [
      ...[
        '-D',
        draft,
        '-U',
        administrator,
        '--encoding=UTF8',
        '--locale-provider=builtin',
        '--locale=C.UTF-8',
      ],
      // Never trust: with it every user of the machine is the database's administrator.
      ...['--auth=scram-sha-256', `--pwfile=${passwordFile}`, '--no-instructions', '--no-sync'],
    ]);
  } finally {
    rmSync(passwordFile, { force: true });
  }
  renameSync(draft, place.data);
  return true;
}

const settings = (durable: boolean): string[] => [
  // No socket files: the one address is local and asks for the password.
  ...[
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'max_connections=200',
    'shared_buffers=128MB',
  ],
  ...['timezone=UTC', 'log_timezone=UTC', 'io_method=sync', 'max_wal_size=512MB'],
  ...(durable ? [] : ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'autovacuum=off']),
];

/** Starts a server on a free port and resolves when it takes connections. */
export async function startServer(input: ServerInput): Promise<Postmaster> {
  for (let attempt = 1; ; attempt += 1) {
    await clearRemains(input.place.data);
    const outcome = await tryStart(input, input.port ?? (await freePort()));
    if (typeof outcome !== 'string') return outcome;
    // Between being free and being taken a port can go to another; a killed server's children leave after it.
    const passes = /address already in use|shared memory block|is another postmaster/i.test(outcome);
    if (!passes || attempt === 20) throw new Error(`PostgreSQL did not start:\n${outcome}`);
    await setTimeout(250);
  }
}

async function tryStart(input: ServerInput, port: number): Promise<Postmaster | string> {
  const { place, account, environment, durable } = input;
  const log = openLog(place.log);
  const child = spawn(
    programPath(place.native, 'postgres'),
    ['-D', place.data, '-p', String(port), ...settings(durable).flatMap((setting) => ['-c', setting])],
    // Detached, so that Ctrl-C reaches us alone and connections are closed before the server stops.
    {
      ...account,
      detached: true,
      env: cleanEnvironment(environment),
      cwd: '/',
      stdio: ['ignore', log.fd, log.fd],
    },
  );
  closeSync(log.fd);
  child.unref();
  input.meanwhile?.('postgres');
  // Says nothing by itself of how it ended: a server that ends later may find its log removed.
  const ended = new Promise<Error | null>((resolve) => {
    child.once('error', resolve);
    child.once('exit', () => {
      resolve(null);
    });
  });
  for (;;) {
    const news = await Promise.race([ended, setTimeout(5)]);
    if (news !== undefined) return news?.message ?? tailOf(place.log, log.from);
    const server = readPostmaster(place.data);
    if (server?.pid === child.pid && server?.status === 'ready') return server;
  }
}

/** Lets running transactions roll back, closes connections, flushes, and waits until the server is gone. */
export async function stopServer(input: ServerInput): Promise<void> {
  const server = readPostmaster(input.place.data);
  if (server === null || !isAlive(server.pid)) return;
  await run(input, 'pg_ctl', ['stop', '-D', input.place.data, '-m', 'fast', '-t', '30', '-s']);
}

async function run(input: ServerInput, program: 'initdb' | 'pg_ctl', args: readonly string[]): Promise<void> {
  const child = spawn(programPath(input.place.native, program), args, {
    ...input.account,
    env: cleanEnvironment(input.environment),
    cwd: '/',
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  if (program === 'initdb') input.meanwhile?.(program);
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0) throw new Error(`${program} ended with ${String(code)}:\n${said.trim()}`);
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => {
        if (address === null || typeof address === 'string') reject(new Error('The system gave no port.'));
        else resolve(address.port);
      });
    });
  });
}
