import type { Viewer } from '../graph/viewer.js';
import type { JobScope } from './scope.js';

/**
 * A named statement: prepared once a connection and role, its text never built from input. Its name is unique in
 * its service and stable; the driver appends the database role to it, so that plans of roles do not alternate.
 */
export interface Statement<Row> {
  readonly name: string;
  readonly text: string;
  /** Never set: carries the row's type. */
  readonly row?: Row;
}

/** Values as they go over the wire; arrays become PostgreSQL arrays. */
export type SqlValue = string | number | boolean | null | readonly string[] | readonly number[];

/**
 * The one door through which a viewer's rows are read: scope and statement travel in one round trip, and the
 * database's policies decide what is seen. Rows hold text for dates and instants, never `Date` objects.
 */
export interface ScopedDatabase {
  read<Row>(
    viewer: Viewer,
    statement: Statement<Row>,
    values: readonly SqlValue[],
    signal?: AbortSignal,
  ): Promise<Row[]>;
}

/** What an act does its work with: statements under one scope that stand or fall together. */
export interface Transaction {
  query<Row>(statement: Statement<Row>, values: readonly SqlValue[]): Promise<Row[]>;
}

/** As whoever opens it has it: what runs within it cannot say what comes last. */
export interface WholeTransaction extends Transaction {
  /** Carried out when all else is, and committed in the same round trip. Its rows are nobody's; only one can be the last. */
  last(statement: Statement<unknown>, values: readonly SqlValue[]): void;
}

/** The door through which somebody acts: reads see what it may see, and it changes no more. */
export interface ActingDatabase extends ScopedDatabase {
  /** Committed when `work` resolves, rolled back when it rejects. */
  transact<Result>(viewer: Viewer, work: (transaction: WholeTransaction) => Promise<Result>): Promise<Result>;
}

/** The door through which jobs work: over the queues, or for one vendor. */
export interface WorkingDatabase {
  /** Committed when `work` resolves, rolled back when it rejects. */
  transactAs<Result>(
    job: JobScope,
    work: (transaction: WholeTransaction) => Promise<Result>,
  ): Promise<Result>;
  /** One statement that is a transaction of its own, in one round trip. */
  askAs<Row>(job: JobScope, statement: Statement<Row>, values: readonly SqlValue[]): Promise<Row[]>;
}

/** Types a statement: `const byId = statement<LicenseRow>('license.byId', 'select …')`. */
export function statement<Row>(name: string, text: string): Statement<Row> {
  return { name, text };
}
