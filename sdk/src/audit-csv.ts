import type { Client } from './client.js';
import {
  listAuditEntries,
  type ListAuditEntriesItem,
  type ListAuditEntriesQueryVariables,
} from './operations.generated.js';

type Cell = string | number | null;

const columns: readonly (readonly [name: string, read: (entry: ListAuditEntriesItem) => Cell])[] = [
  ['id', ({ id }) => id],
  ['recordedAt', ({ recordedAt }) => recordedAt],
  ['actedAt', ({ actedAt }) => actedAt],
  ['act', ({ act }) => act],
  ['actorKind', ({ actorKind }) => actorKind],
  ['actorId', ({ actorId }) => actorId],
  ['userId', ({ userId }) => userId],
  ['accountId', ({ accountId }) => accountId],
  ['objectIds', ({ objectIds }) => objectIds.join(' ')],
  ['reason', ({ reason }) => reason],
  ['policyVersion', ({ decision }) => decision?.policyVersion ?? null],
  ['warnings', ({ decision }) => decision?.warnings.join(' ') ?? null],
  ['changes', ({ changes }) => JSON.stringify(changes)],
];

/** A spreadsheet takes a cell that starts so for a formula and runs it; people write reasons. */
const formula = /^[=+\-@\t\r]/u;

function written(cell: Cell): string {
  if (cell === null) return '';
  const text = typeof cell === 'string' && formula.test(cell) ? `'${cell}` : String(cell);
  return /[",\r\n]/u.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function line(cells: readonly Cell[]): string {
  return `${cells.map(written).join(',')}\r\n`;
}

/**
 * The trail as CSV by RFC 4180, newest first, line by line: a header, then an entry a line. Pages are read as they
 * are needed, 100 entries each. A cell that a spreadsheet would run as a formula starts with an apostrophe.
 */
export async function* auditCsv(
  client: Client,
  filter: ListAuditEntriesQueryVariables['filter'] = null,
): AsyncGenerator<string, void, undefined> {
  yield line(columns.map(([name]) => name));
  for await (const entry of listAuditEntries(client, { first: 100, filter }))
    yield line(columns.map(([, read]) => read(entry)));
}
