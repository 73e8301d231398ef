import { expect, test } from '@jest/globals';
import { auditCsv } from '../src/audit-csv.js';
import type { Client } from '../src/client.js';
import type { AuditEntryFactsFragment, ListAuditEntriesQueryVariables } from '../src/operations.generated.js';

function entry(id: string, given: Partial<AuditEntryFactsFragment> = {}): AuditEntryFactsFragment {
  return {
    ...{ id, actedAt: '2026-11-02T08:00:00Z', recordedAt: '2026-11-02T08:00:01Z', act: 'contactCreate' },
    ...{
      actorKind: 'MEMBERSHIP',
      actorId: 'mbr_1',
      userId: 'usr_1',
      accountId: 'acc_1',
      objectIds: ['con_1', 'acc_1'],
    },
    ...{ reason: null, decision: null, changes: [] },
    ...given,
  };
}

type PageOf = readonly (readonly AuditEntryFactsFragment[])[];

/** Pages of each trail, as the services would give them. */
function clientOf(trails: Readonly<Record<string, PageOf>>) {
  const asked: ListAuditEntriesQueryVariables[] = [];
  const read = new Map<string, number>();
  const client: Client = {
    run: async <Data>(operation: unknown, variables: unknown) => {
      asked.push(variables as ListAuditEntriesQueryVariables);
      const [field = ''] = (operation as { page: readonly string[] }).page;
      const pages = trails[field] ?? [];
      const page = (read.get(field) ?? 0) + 1;
      read.set(field, page);
      const pageInfo = {
        hasNextPage: page < pages.length,
        hasPreviousPage: false,
        startCursor: 's',
        endCursor: `c${String(page)}`,
      };
      return Promise.resolve({ [field]: { nodes: pages[page - 1] ?? [], pageInfo } } as Data);
    },
  };
  return { client, asked };
}

async function linesOf(lines: AsyncIterable<string>): Promise<string[]> {
  const all: string[] = [];
  for await (const line of lines) all.push(line);
  return all;
}

function csvOf(auditEntries: PageOf): Promise<string[]> {
  return linesOf(auditCsv(clientOf({ auditEntries }).client));
}

test('a header, then every entry of every page, a line each', async () => {
  const lines = await csvOf([[entry('aud_1'), entry('aud_2')], [entry('aud_3')]]);
  expect(lines).toHaveLength(4);
  expect(lines[0]).toBe(
    'id,recordedAt,actedAt,act,actorKind,actorId,userId,accountId,objectIds,reason,policyVersion,warnings,changes,service\r\n',
  );
  expect(lines[3]).toBe(
    'aud_3,2026-11-02T08:00:01Z,2026-11-02T08:00:00Z,contactCreate,MEMBERSHIP,mbr_1,usr_1,acc_1,con_1 acc_1,,,,[],licensing\r\n',
  );
});

test('asks one service for what the filter keeps, a hundred at a time', async () => {
  const { client, asked } = clientOf({ auditEntries: [[entry('aud_1')], []] });
  const lines = await linesOf(auditCsv(client, { act: 'contactCreate' }, ['licensing']));
  expect(lines).toHaveLength(2);
  expect(asked).toEqual([
    { first: 100, filter: { act: 'contactCreate' } },
    { first: 100, filter: { act: 'contactCreate' }, after: 'c1' },
  ]);
});

test('lists what was done in all services, the newest first', async () => {
  const at = (id: string, second: string) => entry(id, { recordedAt: `2026-11-02T08:00:${second}Z` });
  const { client } = clientOf({
    // A whole second is written without decimals, and lies before what followed within it.
    auditEntries: [[at('aud_5', '05.25'), at('aud_3', '03')], [at('aud_1', '01.5')]],
    supportAuditEntries: [[at('aud_4', '05'), at('aud_2', '02.999999')]],
  });
  const lines = await linesOf(auditCsv(client));
  expect(lines.slice(1).map((line) => [line.slice(0, 5), line.trimEnd().split(',').at(-1)])).toEqual([
    ['aud_5', 'licensing'],
    ['aud_4', 'support'],
    ['aud_3', 'licensing'],
    ['aud_2', 'support'],
    ['aud_1', 'licensing'],
  ]);
});

test.each([
  ['a comma', 'one, two', '"one, two"'],
  ['quotes', 'said "so"', '"said ""so"""'],
  ['a line break', 'one\ntwo', '"one\ntwo"'],
  ['a formula', '=HYPERLINK("http://x")', '"\'=HYPERLINK(""http://x"")"'],
  ['a plus', '+1', "'+1"],
  ['a dash', '-1', "'-1"],
  ['an at sign', '@SUM(A1)', "'@SUM(A1)"],
])('a reason with %s is one harmless cell', async (_, reason, cell) => {
  const [, line = ''] = await csvOf([[entry('aud_1', { reason })]]);
  expect(line).toContain(`,con_1 acc_1,${cell},`);
});
