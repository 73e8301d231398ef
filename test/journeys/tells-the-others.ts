import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { accountCreate, accountUpdate, createClient, listAuditEntries, type Client } from '@mainstay/sdk';
import { openTestGraph, type GraphMode, type TestGraph } from '../harness/graph.js';

/** Long enough for any machine; what is waited for comes within a second. */
const patienceMs = 30_000;

/** What licensing changes the others know a moment later; the same holds in one process and in four. */
export function tellsTheOthers(mode: GraphMode): void {
  let graph: TestGraph;
  let admin: Client;

  beforeAll(async () => {
    graph = await openTestGraph(mode);
    admin = createClient({ endpoint: graph.house.endpoint, token: await graph.tokenOf('cronwell.admin') });
  });

  afterAll(async () => {
    await graph.stop();
  });

  async function knownOf(service: 'support' | 'billing', id: string): Promise<string | null> {
    const column = service === 'billing' ? 'country' : 'kind';
    const [row] = await graph.rows<{ known: string }>(
      service,
      `select ${column} as known from known_account where id = $1`,
      [id],
    );
    return row?.known ?? null;
  }

  async function until(known: () => Promise<string | null>, expected: string): Promise<void> {
    const since = Date.now();
    while ((await known()) !== expected) {
      if (Date.now() - since > patienceMs) throw new Error(`${expected} never became known.`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  test('an account that is created and changed is known to support and billing, and stands in the trail', async () => {
    const key = `create-${mode}`;
    const input = { name: 'Sample Newcomer', kind: 'CUSTOMER', country: 'SE', idempotencyKey: key } as const;
    const created = await accountCreate(admin, { input });
    const id = created.accountCreate.account?.id ?? '';
    expect(created.accountCreate.userErrors).toEqual([]);
    const again = await accountCreate(admin, { input });
    expect(again).toEqual(created);
    await until(() => knownOf('support', id), 'CUSTOMER');
    await until(() => knownOf('billing', id), 'SE');
    await accountUpdate(admin, { input: { accountId: id, country: 'CL' } });
    await until(() => knownOf('billing', id), 'CL');
    const { auditEntries } = await listAuditEntries(admin, { filter: { objectId: id } });
    expect(
      auditEntries?.nodes.map(({ act, actorKind, accountId }) => ({ act, actorKind, accountId })),
    ).toEqual([
      { act: 'accountUpdate', actorKind: 'MEMBERSHIP', accountId: id },
      { act: 'accountCreate', actorKind: 'MEMBERSHIP', accountId: id },
    ]);
  });
}
