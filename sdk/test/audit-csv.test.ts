import { expect, test } from '@jest/globals';
import { auditCsv } from '../src/audit-csv.js';
import type { Client } from '../src/client.js';
import type { ListAuditEntriesItem, ListAuditEntriesQueryVariables } from '../src/operations.generated.js';

function entry(id: string, given: Partial<ListAuditEntriesItem> = {}): ListAuditEntriesItem {
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

/** Two pages, as the service would give them. */
function clientOf(pages: readonly (readonly ListAuditEntriesItem[])[]) {
  const asked: ListAuditEntriesQueryVariables[] = [];
  const client: Client = {
    run: async <Data>(_: unknown, variables: unknown) => {
      asked.push(variables as ListAuditEntriesQueryVariables);
      const nodes = pages[asked.length - 1] ?? [];
      const more = asked.length < pages.length;
      const pageInfo = {
        hasNextPage: more,
        hasPreviousPage: false,
        startCursor: 's',
        endCursor: `c${String(asked.length)}`,
      };
      return Promise.resolve({ auditEntries: { nodes, pageInfo } } as Data);
    },
  };
  return { client, asked };
}

async function csvOf(pages: readonly (readonly ListAuditEntriesItem[])[]): Promise<string[]> {
  const { client } = clientOf(pages);
  const lines: string[] = [];
  for await (const line of auditCsv(client)) lines.push(line);
  return lines;
}

test('a header, then every entry of every page, a line each', async () => {
  const lines = await csvOf([[entry('aud_1'), entry('aud_2')], [entry('aud_3')]]);
  expect(lines).toHaveLength(4);
  expect(lines[0]).toBe(
    'id,recordedAt,actedAt,act,actorKind,actorId,userId,accountId,objectIds,reason,policyVersion,warnings,changes\r\n',
  );
  expect(lines[3]).toBe(
    'aud_3,2026-11-02T08:00:01Z,2026-11-02T08:00:00Z,contactCreate,MEMBERSHIP,mbr_1,usr_1,acc_1,con_1 acc_1,,,,[]\r\n',
  );
});

test('asks for what the filter keeps, a hundred at a time', async () => {
  const { client, asked } = clientOf([[entry('aud_1')], []]);
  const lines: string[] = [];
  for await (const line of auditCsv(client, { act: 'contactCreate' })) lines.push(line);
  expect(lines).toHaveLength(2);
  expect(asked).toEqual([
    { first: 100, filter: { act: 'contactCreate' } },
    { first: 100, filter: { act: 'contactCreate' }, after: 'c1' },
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
