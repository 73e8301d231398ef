import type pg from 'pg';
import { UserFault } from '../graph/errors.js';
import { isLostConnection } from './faults.js';
import type { Scope } from './scope.js';
import type { SqlValue, Statement, WholeTransaction } from './scoped.js';
import { encode } from './wire-values.js';

/** Where in its transaction a statement stands. */
export interface Place {
  /** With a scope the transaction begins; without one it runs under that which the transaction has. */
  readonly scope: Scope | null;
  readonly commits: boolean;
}

/** What the driver lends a transaction: its prepared statements and its way to report. */
interface Driver {
  submit<Row>(place: Place, statement: Statement<Row>, values: readonly (string | null)[]): Promise<Row[]>;
  reported(name: string, error: unknown): Error;
}

/**
 * A transaction on one connection. It begins with its first statement, in one round trip; without any there is none. Role
 * and settings are local to it, so that nothing of them is left behind.
 */
export class ClientTransaction implements WholeTransaction {
  /** Whether the connection must not be lent again. */
  lost = false;
  #begun = false;
  #failed = false;
  #last: { readonly statement: Statement<unknown>; readonly values: readonly SqlValue[] } | null = null;

  constructor(
    private readonly client: pg.PoolClient,
    private readonly scope: Scope,
    private readonly driver: Driver,
  ) {}

  async run<Result>(work: (transaction: WholeTransaction) => Promise<Result>): Promise<Result> {
    try {
      const result = await work(this);
      // The server answers a commit after a failure with a rollback, and no error.
      if (this.#failed) throw new Error('A statement of the act failed, and the act went on.');
      if (this.#last !== null) await this.#submit(this.#last.statement, this.#last.values, true);
      else if (this.#begun) await this.#say('commit', 'commit');
      return result;
    } catch (error) {
      await this.#undo();
      throw error;
    }
  }

  async query<Row>(statement: Statement<Row>, values: readonly SqlValue[]): Promise<Row[]> {
    return this.#submit(statement, values, false);
  }

  last(statement: Statement<unknown>, values: readonly SqlValue[]): void {
    if (this.#last !== null) throw new Error('A transaction has one last statement.');
    this.#last = { statement, values };
  }

  async #submit<Row>(
    statement: Statement<Row>,
    values: readonly SqlValue[],
    commits: boolean,
  ): Promise<Row[]> {
    const encoded = values.map(encode);
    // Role and settings go with the first statement and hold until the transaction ends.
    const scope = this.#begun ? null : this.scope;
    this.#begun = true;
    try {
      return await this.driver.submit({ scope, commits }, statement, encoded);
    } catch (error) {
      this.#failed = true;
      this.lost ||= isLostConnection(error) && !(error instanceof UserFault);
      throw error instanceof UserFault ? error : this.driver.reported(statement.name, error);
    }
  }

  async #say(name: string, text: string): Promise<void> {
    try {
      await this.client.query(text);
    } catch (error) {
      this.lost = true;
      throw this.driver.reported(name, error);
    }
  }

  /** Whatever comes of it, the connection is either clean or given up. */
  async #undo(): Promise<void> {
    try {
      if (this.#begun && !this.lost) await this.client.query('rollback');
    } catch {
      this.lost = true;
    }
  }
}
