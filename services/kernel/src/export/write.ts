import { join } from 'node:path';
import { syncFolder } from '../backup/files.js';
import type { Held } from './held.js';
import { writePrivately, type Written } from './private-output.js';
import type { ExportScope, Snapshot } from './snapshot.js';
import { manifestName } from './whole.js';

export interface ExportSource {
  readonly service: string;
  readonly snapshot: Snapshot;
  readonly held: Held;
}

export interface ExportInput {
  readonly sources: readonly ExportSource[];
  readonly scope: ExportScope;
  /** The real instant when the snapshots were taken, ISO 8601. */
  readonly takenAt: string;
  /** Gets a line now and then while there is much to read. */
  readonly say: (line: string) => void;
}

export interface Exported {
  readonly rows: number;
  readonly bytes: number;
}

/** A line is said whenever so many rows more of one table were read. */
const saidEvery = 10_000;

/** All that is held of an account, as one JSON document with a line for each row. */
export async function writeAccount(path: string, input: ExportInput): Promise<Exported> {
  const counted = { rows: 0 };
  const { bytes } = await writePrivately(path, accountText(input, counted));
  return { rows: counted.rows, bytes };
}

async function* accountText(input: ExportInput, counted: { rows: number }): AsyncGenerator<string> {
  yield `${JSON.stringify(headOf(input)).slice(0, -1)},\n"held":{`;
  for (const [at, source] of input.sources.entries()) {
    yield `${at === 0 ? '' : ','}\n"${source.service}":{`;
    const tables = Object.keys(source.held.tables).filter((table) => whyNone(source.held, table) === null);
    for (const [place, table] of tables.entries()) {
      yield `${place === 0 ? '' : ','}\n "${table}":[`;
      let between = '';
      for await (const lines of rowsOf(input, source, table)) {
        yield `${between}\n  ${lines.join(',\n  ')}`;
        between = ',';
        counted.rows += lines.length;
      }
      yield ']';
    }
    yield '}';
  }
  yield `},\n"notHere":${JSON.stringify(notHere(input))}}\n`;
}

/** All that is held of a tenant: a file of JSON lines for each table, and the manifest last. */
export async function writeTenant(folder: string, input: ExportInput): Promise<Exported> {
  const files: (Written & { service: string; table: string; path: string; rows: number })[] = [];
  for (const source of input.sources)
    for (const table of Object.keys(source.held.tables)) {
      const path = `${source.service}.${table}.jsonl`;
      const counted = { rows: 0 };
      const written = await writePrivately(
        join(folder, path),
        linesOf(rowsOf(input, source, table), counted),
      );
      files.push({ service: source.service, table, path, rows: counted.rows, ...written });
    }
  const manifest = { ...headOf(input), files, notHere: notHere(input) };
  await writePrivately(join(folder, manifestName), [`${JSON.stringify(manifest, null, 1)}\n`]);
  await syncFolder(folder);
  const sum = (of: 'rows' | 'bytes') => files.reduce((total, file) => total + file[of], 0);
  return { rows: sum('rows'), bytes: sum('bytes') };
}

async function* linesOf(
  batches: AsyncIterable<readonly string[]>,
  counted: { rows: number },
): AsyncGenerator<string> {
  for await (const lines of batches) {
    counted.rows += lines.length;
    yield `${lines.join('\n')}\n`;
  }
}

async function* rowsOf({ scope, say }: ExportInput, { service, snapshot }: ExportSource, table: string) {
  let rows = 0;
  for await (const lines of snapshot.rows(table, scope)) {
    const before = rows;
    rows += lines.length;
    if (Math.floor(rows / saidEvery) > Math.floor(before / saidEvery))
      say(`${service}: ${String(rows)} rows of ${table}`);
    yield lines;
  }
}

function headOf({ scope, takenAt }: ExportInput) {
  return { form: 1, vendor: scope.vendorId, account: scope.accountId, takenAt };
}

/** What somebody might look for and does not find, and why, by the service. */
function notHere({ sources, scope }: ExportInput) {
  return Object.fromEntries(
    sources.map(({ service, held }) => {
      const withheld = Object.entries(held.tables).flatMap(([table, { withheld: columns = {} }]) =>
        Object.entries(columns).map(([column, why]) => [`${table}.${column}`, why] as const),
      );
      const ofNobody = Object.keys(held.tables).flatMap((table) => {
        const why = scope.accountId === null ? null : whyNone(held, table);
        return why === null ? [] : [[table, why] as const];
      });
      return [service, Object.fromEntries([...withheld, ...ofNobody, ...Object.entries(held.leftOut)])];
    }),
  );
}

/** Why no row of the table is an account's; null where some may be. */
function whyNone({ tables }: Held, table: string): string | null {
  const account = tables[table]?.account;
  return account !== undefined && 'none' in account ? account.none : null;
}
