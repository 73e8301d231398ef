import { createHash } from 'node:crypto';
import type { FieldDef } from 'pg';
import { BrokenRead } from './faults.js';
import type { Statement } from './scoped.js';
import { decoderOf, type Decoder } from './wire-values.js';

/** How the rows of one prepared statement are read; asked of the server once and kept with the statement. */
export interface Columns {
  readonly names: readonly string[];
  readonly decoders: readonly (Decoder | undefined)[];
  /** Every row is a copy of this one, so that all rows share one hidden class. */
  readonly template: Readonly<Record<string, null>>;
}

export function columnsOf(fields: readonly FieldDef[]): Columns {
  return {
    names: fields.map((field) => field.name),
    decoders: fields.map((field) => decoderOf(field.dataTypeID)),
    template: Object.fromEntries(fields.map((field) => [field.name, null])),
  };
}

export function readRow(columns: Columns, fields: readonly (string | null)[]): Record<string, unknown> {
  const row: Record<string, unknown> = { ...columns.template };
  for (let index = 0; index < fields.length; index += 1) {
    const text = fields[index];
    const name = columns.names[index];
    if (text === null || text === undefined || name === undefined) continue;
    const decode = columns.decoders[index];
    row[name] = decode === undefined ? text : decode(text);
  }
  return row;
}

/** PostgreSQL compares only this many bytes of a statement's name. */
const nameLimit = 63;
const wireNames = new WeakMap<Statement<unknown>, Map<string, string>>();

/**
 * The role stands in the name because a plan carries the policies of the role it was made for: alternating roles
 * under one name would plan anew each time.
 */
export function wireNameOf(statement: Statement<unknown>, role: string): string {
  let byRole = wireNames.get(statement);
  if (byRole === undefined) wireNames.set(statement, (byRole = new Map<string, string>()));
  let name = byRole.get(role);
  if (name === undefined) byRole.set(role, (name = shortened(`${statement.name}@${role}`)));
  return name;
}

function shortened(name: string): string {
  if (Buffer.byteLength(name) <= nameLimit) return name;
  return `${name.slice(0, 30)}#${createHash('sha256').update(name).digest('hex').slice(0, 24)}`;
}

interface Entry {
  readonly text: string;
  readonly columns: Columns;
}

/**
 * What one connection has prepared, the least recently used first. Bounded, because pages have a statement for each
 * combination of filters asked for and every prepared one costs memory on the server.
 */
export class PreparedStatements {
  readonly #entries = new Map<string, Entry>();

  constructor(private readonly limit: number) {}

  find(name: string, text: string): Columns | undefined {
    const entry = this.#entries.get(name);
    if (entry === undefined) return undefined;
    if (entry.text !== text) throw new BrokenRead(name, 'is the name of two statements');
    this.#entries.delete(name);
    this.#entries.set(name, entry);
    return entry.columns;
  }

  add(name: string, text: string, columns: Columns): void {
    this.#entries.set(name, { text, columns });
  }

  forget(name: string): void {
    this.#entries.delete(name);
  }

  /** Makes room for one more and names those that the server is to close. */
  evict(): string[] {
    const evicted: string[] = [];
    for (const name of this.#entries.keys()) {
      if (this.#entries.size < this.limit) break;
      this.#entries.delete(name);
      evicted.push(name);
    }
    return evicted;
  }
}
