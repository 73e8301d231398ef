import { setTimeout } from 'node:timers/promises';
import pg from 'pg';
import { UserFault } from '../graph/errors.js';
import type { Viewer } from '../graph/viewer.js';
import { isLostConnection, isStalePlan, reportOf } from './faults.js';
import { PreparedStatements, wireNameOf } from './prepared.js';
import {
  scopeOf,
  scopeOfAct,
  scopeOfJob,
  scopeOfLogin,
  setters,
  type JobScope,
  type LoginScope,
  type Scope,
} from './scope.js';
import type { ActingDatabase, SqlValue, Statement, WholeTransaction, WorkingDatabase } from './scoped.js';
import { ScopedQuery, setterNames } from './scoped-query.js';
import { ClientTransaction, type Place } from './transaction.js';
import { encode } from './wire-values.js';

/** Gets facts that hold neither parameters nor rows. */
export interface DatabaseLogger {
  warn(facts: object, message: string): void;
  error(facts: object, message: string): void;
}

export interface DatabaseOptions {
  /** Of the service's login role, which owns nothing and inherits nothing. */
  readonly url: string;
  /** The service's name: a PARTNER needs `<service>:read`. */
  readonly service: string;
  readonly logger: DatabaseLogger;
  /** Connections at most; 8 unless told. */
  readonly max?: number;
  /** After which a statement is stopped by the server and reads as UNAVAILABLE; 10,000 unless told. */
  readonly statementTimeoutMs?: number;
  /** How long a read waits for a connection before it reads as UNAVAILABLE; 5,000 unless told. */
  readonly connectTimeoutMs?: number;
  /** Statements kept prepared a connection; 400 unless told. */
  readonly preparedLimit?: number;
  /** More settings of the server's, for the sessions of this one alone, e.g. `synchronous_commit`. */
  readonly sessionSettings?: Readonly<Record<string, string>>;
}

export interface Database extends ActingDatabase, WorkingDatabase {
  /** Reads as `app_login`, which finds users, memberships and keys by exact match before any vendor is known. */
  readLogin<Row>(
    login: LoginScope,
    statement: Statement<Row>,
    values: readonly SqlValue[],
    signal?: AbortSignal,
  ): Promise<Row[]>;
  /** Resolves when the database answers; rejects with UNAVAILABLE otherwise. */
  ping(): Promise<void>;
  /** Lets running reads end, then closes every connection. Safe to call twice. */
  close(): Promise<void>;
}

/** Pinned, because texts of dates and instants depend on them. */
const sessionSettings =
  '-c TimeZone=UTC -c DateStyle=ISO,YMD -c IntervalStyle=iso_8601 -c jit=off -c max_parallel_workers_per_gather=0';

function settingsOf({ sessionSettings: more = {} }: DatabaseOptions): string {
  return [sessionSettings, ...Object.entries(more).map(([name, value]) => `-c ${name}=${value}`)].join(' ');
}

const cancelAgainMs = 20;

/** Opens the one door through which a service's running process reaches its database. */
export function openDatabase(options: DatabaseOptions): Database {
  return new PooledDatabase(options);
}

class PooledDatabase implements Database {
  readonly #pool: pg.Pool;
  /** A pool apart, so that a cancellation never waits for the connections that it would free. */
  readonly #cancellers: pg.Pool;
  readonly #prepared = new WeakMap<object, PreparedStatements>();
  #closing: Promise<void> | null = null;

  constructor(private readonly options: DatabaseOptions) {
    const connection: pg.PoolConfig = {
      connectionString: options.url,
      application_name: `mainstay-${options.service}`,
      connectionTimeoutMillis: options.connectTimeoutMs ?? 5_000,
      statement_timeout: options.statementTimeoutMs ?? 10_000,
      options: settingsOf(options),
      keepAlive: true,
    };
    this.#pool = new pg.Pool({
      ...connection,
      max: options.max ?? 8,
      idleTimeoutMillis: 60_000,
      // pg-pool waits for the promise, which its typings do not tell.
      // eslint-disable-next-line @typescript-eslint/no-misused-promises
      onConnect: (client) => this.#welcome(client),
    });
    this.#cancellers = new pg.Pool({
      ...connection,
      max: 1,
      idleTimeoutMillis: 10_000,
      allowExitOnIdle: true,
    });
    for (const pool of [this.#pool, this.#cancellers]) {
      // Without a listener a server that restarts would end the process.
      pool.on('error', (error) => {
        options.logger.warn({ reason: error.message }, 'an idle database connection was lost');
      });
    }
  }

  async read<Row>(
    viewer: Viewer,
    statement: Statement<Row>,
    values: readonly SqlValue[],
    signal?: AbortSignal,
  ): Promise<Row[]> {
    return this.#run(scopeOf(viewer, this.options.service), statement, values, signal);
  }

  async readLogin<Row>(
    login: LoginScope,
    statement: Statement<Row>,
    values: readonly SqlValue[],
    signal?: AbortSignal,
  ): Promise<Row[]> {
    return this.#run(scopeOfLogin(login), statement, values, signal);
  }

  async transact<Result>(
    viewer: Viewer,
    work: (transaction: WholeTransaction) => Promise<Result>,
  ): Promise<Result> {
    return this.#transact(scopeOfAct(viewer, this.options.service), work);
  }

  async transactAs<Result>(
    job: JobScope,
    work: (transaction: WholeTransaction) => Promise<Result>,
  ): Promise<Result> {
    return this.#transact(scopeOfJob(job), work);
  }

  async askAs<Row>(job: JobScope, statement: Statement<Row>, values: readonly SqlValue[]): Promise<Row[]> {
    return this.#run(scopeOfJob(job), statement, values, undefined);
  }

  async #transact<Result>(
    scope: Scope,
    work: (transaction: WholeTransaction) => Promise<Result>,
  ): Promise<Result> {
    const client = await this.#acquire('begin');
    const transaction = new ClientTransaction(client, scope, {
      submit: (place, asked, values) =>
        this.#submit(
          client,
          { ...place, role: scope.role, once: true, begins: place.scope !== null },
          asked,
          values,
        ),
      reported: (name, error) => this.#reported(name, error),
    });
    try {
      return await transaction.run(work);
    } finally {
      client.release(transaction.lost);
    }
  }

  async ping(): Promise<void> {
    try {
      await this.#pool.query('select 1');
    } catch (error) {
      throw this.#reported('ping', error);
    }
  }

  close(): Promise<void> {
    this.#closing ??= Promise.all([this.#pool.end(), this.#cancellers.end()]).then(() => undefined);
    return this.#closing;
  }

  /** The setters are prepared here and never inside a batch: refused there, they would be lost to the connection. */
  async #welcome(client: pg.ClientBase): Promise<void> {
    // A connection that breaks while it is lent out emits an error that its reads have already been told.
    client.on('error', () => undefined);
    this.#prepared.set(client, new PreparedStatements(this.options.preparedLimit ?? 400));
    for (const setter of ['viewer', 'login', 'act'] as const) {
      const parameters = setter === 'act' ? 'text, text, text, text, text' : 'text, text, text, text';
      await client.query(`prepare ${setterNames[setter]} (${parameters}) as ${setters[setter]}`);
    }
  }

  async #run<Row>(
    scope: Scope,
    statement: Statement<Row>,
    values: readonly SqlValue[],
    signal: AbortSignal | undefined,
  ): Promise<Row[]> {
    signal?.throwIfAborted();
    const encoded = values.map(encode);
    const client = await this.#acquire(statement.name);
    const attempt = (): Promise<Row[]> =>
      this.#submit(client, { scope, role: scope.role }, statement, encoded);
    let lost = false;
    try {
      return await (signal === undefined ? attempt() : this.#abortable(client, signal, attempt));
    } catch (error) {
      lost = isLostConnection(error);
      if (signal?.aborted === true) throw signal.reason;
      if (error instanceof UserFault) throw error;
      throw this.#reported(statement.name, error);
    } finally {
      client.release(lost);
    }
  }

  async #acquire(statementName: string): Promise<pg.PoolClient> {
    try {
      return await this.#pool.connect();
    } catch (error) {
      throw this.#reported(statementName, error);
    }
  }

  async #submit<Row>(
    client: pg.PoolClient,
    {
      scope,
      role,
      once,
      begins = false,
      commits = false,
    }: Partial<Place> & {
      readonly scope: Scope | null;
      readonly role: string;
      readonly once?: true;
      readonly begins?: boolean;
    },
    statement: Statement<Row>,
    values: readonly (string | null)[],
  ): Promise<Row[]> {
    const prepared = this.#prepared.get(client);
    if (prepared === undefined) throw new Error('A connection was lent before it was welcomed.');
    const name = wireNameOf(statement, role);
    const input = { scope, begins, commits, name, text: statement.text, values, prepared };
    try {
      return await send<Row>(client, input);
    } catch (error) {
      if (!isStalePlan(error)) throw error;
      prepared.forget(name);
      // The failure has ended the transaction; asked anew as a whole, it finds the statement prepared again.
      if (once === true) throw error;
      return send<Row>(client, input);
    }
  }

  /**
   * Holds the connection until the cancellation has been answered: one that comes late must not hit the statement of
   * whoever gets the connection next.
   */
  async #abortable<Row>(
    client: pg.PoolClient,
    signal: AbortSignal,
    attempt: () => Promise<Row[]>,
  ): Promise<Row[]> {
    signal.throwIfAborted();
    const running = { over: false };
    const cancelling: Promise<void>[] = [];
    const cancel = (): void => {
      cancelling.push(this.#cancel(client, running));
    };
    signal.addEventListener('abort', cancel, { once: true });
    try {
      return await attempt();
    } finally {
      running.over = true;
      signal.removeEventListener('abort', cancel);
      await Promise.all(cancelling);
    }
  }

  /** Asks again while the statement runs: a server that has not begun it yet discards the first request. */
  async #cancel(client: pg.PoolClient, running: { readonly over: boolean }): Promise<void> {
    const { processID } = client as unknown as { processID: number };
    try {
      while (!running.over) {
        await this.#cancellers.query('select pg_cancel_backend($1)', [processID]);
        await setTimeout(cancelAgainMs);
      }
    } catch (error) {
      this.#reported('cancel', error);
    }
  }

  #reported(statementName: string, error: unknown): Error {
    const { fault, facts } = reportOf(statementName, error);
    this.options.logger.error(facts, 'a database statement failed');
    return fault;
  }
}

function send<Row>(
  client: pg.PoolClient,
  input: ConstructorParameters<typeof ScopedQuery>[0],
): Promise<Row[]> {
  return new Promise((resolve, reject) => {
    client.query(
      new ScopedQuery(input, (error, rows) => {
        if (error === null) resolve(rows as Row[]);
        else
          reject(
            error instanceof Error ? error : new Error('The database answered with no error it can name.'),
          );
      }),
    );
  });
}
