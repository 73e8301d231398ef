import type { Connection, FieldDef, Submittable } from 'pg';
import { BrokenRead } from './faults.js';
import { columnsOf, readRow, type Columns, type PreparedStatements } from './prepared.js';
import type { Scope } from './scope.js';

/** The names under which `onConnect` prepares the two setters. */
export const setterNames: Readonly<Record<Scope['setter'], string>> = {
  viewer: 'set_viewer',
  login: 'set_login',
  act: 'set_act',
};

export interface ScopedQueryInput {
  /** Null inside a transaction, which has set it. */
  readonly scope: Scope | null;
  /** Whether a transaction begins with it, in the same round trip. */
  readonly begins?: boolean;
  /** Whether the transaction is committed after it, in the same round trip. */
  readonly commits?: boolean;
  readonly name: string;
  readonly text: string;
  readonly values: readonly (string | null)[];
  readonly prepared: PreparedStatements;
}

/**
 * The extended protocol as pg's connection speaks it. Its published typings describe an older one: every message
 * takes one argument and a prepared statement is closed by type and name.
 */
interface Wire {
  readonly stream: { cork(): void; uncork(): void };
  parse(message: { name: string; text: string }): void;
  describe(message: { type: 'S'; name: string }): void;
  bind(message: { statement: string; values: readonly (string | null)[] }): void;
  execute(message: Record<string, never>): void;
  close(message: { type: 'S'; name: string }): void;
  sync(): void;
}

function runUnnamed(wire: Wire, text: string): void {
  wire.parse({ name: '', text });
  wire.bind({ statement: '', values: [] });
  wire.execute({});
}

type Done = (error: unknown, rows: Record<string, unknown>[]) => void;

/**
 * Scope and statement in one batch with one Sync: one round trip, and one implicit transaction, at whose end the
 * scope is gone. If the setter is refused the server skips the rest of the batch, so that the statement never runs
 * under another scope.
 */
export class ScopedQuery implements Submittable {
  #columns: Columns | undefined;
  /** How many commands of the batch come before the statement itself: their rows are not its own. */
  #before: number;
  #rows: Record<string, unknown>[] = [];
  #failure: Error | null = null;

  constructor(
    private readonly input: ScopedQueryInput,
    private readonly done: Done,
  ) {
    // Here and not in `submit`, because an error thrown there would leave the connection waiting for ever.
    this.#columns = input.prepared.find(input.name, input.text);
    this.#before = (input.begins === true ? 1 : 0) + (input.scope === null ? 0 : 1);
  }

  submit(connection: Connection): void {
    const { scope, begins, commits, name, text, values, prepared } = this.input;
    const wire = connection as unknown as Wire;
    wire.stream.cork();
    if (begins === true) runUnnamed(wire, 'begin');
    if (scope !== null) {
      wire.bind({ statement: setterNames[scope.setter], values: [scope.role, ...scope.settings] });
      wire.execute({});
    }
    if (this.#columns === undefined) {
      // Closing first is harmless where nothing stands and mends a connection whose parse was cancelled half-way.
      for (const closed of [...prepared.evict(), name]) wire.close({ type: 'S', name: closed });
      wire.parse({ name, text });
      wire.describe({ type: 'S', name });
    }
    wire.bind({ statement: name, values });
    wire.execute({});
    // After a failure the server skips it, as all that comes before the Sync.
    if (commits === true) runUnnamed(wire, 'commit');
    wire.sync();
    wire.stream.uncork();
  }

  handleRowDescription(message: { fields: FieldDef[] }): void {
    this.#columns = columnsOf(message.fields);
    this.input.prepared.add(this.input.name, this.input.text, this.#columns);
  }

  handleDataRow(message: { fields: (string | null)[] }): void {
    if (this.#before > 0 || this.#columns === undefined || this.#failure !== null) return;
    try {
      this.#rows.push(readRow(this.#columns, message.fields));
    } catch (error) {
      // The rest of the answer must still be read, or the connection is out of step.
      this.#failure = new BrokenRead(
        this.input.name,
        `has a row that cannot be read: ${error instanceof Error ? error.message : 'unknown'}`,
      );
    }
  }

  handleCommandComplete(): void {
    // A statement that answers no rows describes none; it is prepared all the same.
    if (this.#before === 0 && this.#columns === undefined) this.handleRowDescription({ fields: [] });
    this.#before -= 1;
  }

  handleEmptyQuery(): void {
    this.#failure = new BrokenRead(this.input.name, 'is empty');
  }

  handlePortalSuspended(): void {
    this.#failure = new BrokenRead(this.input.name, 'was suspended, which is never asked for');
  }

  handleCopyInResponse(): void {
    this.#failure = new BrokenRead(this.input.name, 'copies, which a read never does');
  }

  handleError(error: unknown): void {
    this.done(error, []);
  }

  handleReadyForQuery(): void {
    this.done(this.#failure, this.#rows);
  }
}
