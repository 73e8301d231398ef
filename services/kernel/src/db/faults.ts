import { UserFault } from '../graph/errors.js';

/**
 * A statement that the database refused. Its message names statement and SQLSTATE and never a value: messages and
 * details of classes 22 and 23 quote what was sent or stored.
 */
export class DatabaseFault extends Error {
  readonly sqlState: string;
  readonly statement: string;

  constructor(statement: string, sqlState: string, reason: string) {
    const quotesValues = sqlState.startsWith('22') || sqlState.startsWith('23');
    super(`The statement ${statement} failed with SQLSTATE ${sqlState}${quotesValues ? '' : `: ${reason}`}`);
    this.name = 'DatabaseFault';
    this.sqlState = sqlState;
    this.statement = statement;
  }
}

/** Two transactions stood in each other's way, and this one was undone: asked again as a whole, it may go through. */
export class Collision extends UserFault {
  constructor() {
    super('UNAVAILABLE', 'The data cannot be read at the moment.');
  }
}

/** A read that could not be made sense of: a mistake in our own statement, never the asker's. */
export class BrokenRead extends Error {
  constructor(statement: string, problem: string) {
    super(`The statement ${statement} ${problem}.`);
    this.name = 'BrokenRead';
  }
}

/** Connection exceptions (a wrong number of parameters, 08P01, is a mistake of ours), too few resources, shut-downs, and a statement stopped by its time limit. */
const unavailable = /^(?:08(?!P01)...|53...|57P..|57014|55P03|40001|40P01)$/;

/** A serialization that failed, and a deadlock. */
const collisions: ReadonlySet<string> = new Set(['40001', '40P01']);

function sqlStateOf(error: unknown): string | null {
  if (!(error instanceof Error) || !('code' in error) || !('severity' in error)) return null;
  return typeof error.code === 'string' ? error.code : null;
}

/** The role has no grant: the database is the guard, and its refusal is the asker's answer. */
const noGrant = '42501';

export interface FaultReport {
  /** What the caller gets. */
  readonly fault: Error;
  /** What the log gets: nothing that was sent or stored. */
  readonly facts: Readonly<Record<string, string>>;
}

/** What went wrong on the way to or in the database, told apart into ours to mend and worth another try. */
export function reportOf(statement: string, error: unknown): FaultReport {
  if (error instanceof BrokenRead) return { fault: error, facts: { statement, reason: error.message } };
  const sqlState = sqlStateOf(error);
  const reason = error instanceof Error ? error.message : 'unknown';
  if (sqlState === null) {
    return {
      fault: new UserFault('UNAVAILABLE', 'The data cannot be reached at the moment.'),
      facts: { statement, reason },
    };
  }
  if (sqlState === noGrant) {
    return {
      fault: new UserFault('FORBIDDEN', 'This role may not read that.'),
      facts: { statement, sqlState },
    };
  }
  const fault = new DatabaseFault(statement, sqlState, reason);
  if (unavailable.test(sqlState)) {
    return {
      fault: collisions.has(sqlState)
        ? new Collision()
        : new UserFault('UNAVAILABLE', 'The data cannot be read at the moment.'),
      facts: { statement, sqlState },
    };
  }
  return { fault, facts: { statement, sqlState, reason: fault.message } };
}

/** A plan kept from before a migration: preparing the statement again mends it. */
export function isStalePlan(error: unknown): boolean {
  const sqlState = sqlStateOf(error);
  return sqlState === '0A000' || sqlState === '26000';
}

/** The server ended the session, or pg lost it: the connection must not be lent again, even if it looks alive. */
export function isLostConnection(error: unknown): boolean {
  if (error instanceof BrokenRead) return false;
  const sqlState = sqlStateOf(error);
  return sqlState === null || sqlState.startsWith('57P') || /^08(?!P01)/.test(sqlState);
}
