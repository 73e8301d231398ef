import type { Client } from './client.js';
import {
  listAuditEntries,
  listBillingAuditEntries,
  listSupportAuditEntries,
  type AuditEntryFactsFragment,
  type ListAuditEntriesQueryVariables,
} from './operations.generated.js';

/** Each service keeps the trail of what is done in it. */
const trails = {
  licensing: listAuditEntries,
  support: listSupportAuditEntries,
  billing: listBillingAuditEntries,
} as const;
export type AuditService = keyof typeof trails;

type Filter = ListAuditEntriesQueryVariables['filter'];
type Cell = string | number | null;

const columns: readonly (readonly [name: string, read: (entry: AuditEntryFactsFragment) => Cell])[] = [
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

interface Head {
  readonly service: AuditService;
  readonly entries: AsyncIterator<AuditEntryFactsFragment, unknown>;
  next: IteratorResult<AuditEntryFactsFragment, unknown>;
}

/** Of several trails the newest entry first; each of them comes so already. */
async function* merged(
  client: Client,
  filter: Filter,
  services: readonly AuditService[],
): AsyncGenerator<[AuditService, AuditEntryFactsFragment], void, undefined> {
  const heads = await Promise.all(
    services.map(async (service): Promise<Head> => {
      const entries = trails[service](client, { first: 100, filter })[Symbol.asyncIterator]();
      return { service, entries, next: await entries.next() };
    }),
  );
  for (;;) {
    let newest: Head | undefined;
    let newestMs = -Infinity;
    for (const head of heads) {
      const recordedMs = head.next.done === true ? -Infinity : Date.parse(head.next.value.recordedAt);
      if (recordedMs > newestMs) [newest, newestMs] = [head, recordedMs];
    }
    if (newest === undefined || newest.next.done === true) return;
    yield [newest.service, newest.next.value];
    newest.next = await newest.entries.next();
  }
}

/**
 * The trail as CSV by RFC 4180, newest first, line by line: a header, then an entry a line, of all services unless told
 * which. Pages are read as they are needed, 100 entries each. A cell that a spreadsheet would run as a formula starts
 * with an apostrophe.
 */
export async function* auditCsv(
  client: Client,
  filter: Filter = null,
  services: readonly AuditService[] = Object.keys(trails) as AuditService[],
): AsyncGenerator<string, void, undefined> {
  yield line([...columns.map(([name]) => name), 'service']);
  for await (const [service, entry] of merged(client, filter, services))
    yield line([...columns.map(([, read]) => read(entry)), service]);
}
