import { afterAll, beforeAll, expect, test } from '@jest/globals';
import {
  createClient,
  ForbiddenError,
  getSupportBalance,
  goodwillGrant,
  grantCorrect,
  listSupportAuditEntries,
  listSupportGrants,
  type Client,
} from '@mainstay/sdk';
import { auditCsv } from '@mainstay/sdk/audit';
import { openTestGraph, type GraphMode, type TestGraph } from '../harness/graph.js';

/** Units from an agent's hand to the customer's balance, through gateway and SDK. */
export function givesUnits(mode: GraphMode): void {
  let graph: TestGraph;
  let clients: Readonly<Record<'admin' | 'agent' | 'analyst' | 'customer', Client>>;
  let accountId = '';
  let grantId = '';

  beforeAll(async () => {
    graph = await openTestGraph(mode);
    const clientOf = async (part: string) =>
      createClient({ endpoint: graph.house.endpoint, token: await graph.tokenOf(`deskhaven.${part}`) });
    clients = {
      ...{ admin: await clientOf('admin'), agent: await clientOf('agent') },
      ...{ analyst: await clientOf('analyst'), customer: await clientOf('customer') },
    };
    accountId = graph.world.cast.find(({ name }) => name === 'deskhaven.customer')?.accountId ?? '';
  });

  afterAll(async () => {
    await graph.stop();
  });

  const available = async () => {
    const { account } = await getSupportBalance(clients.customer);
    return account?.supportBalance?.find(({ unit }) => unit === 'TICKET')?.available ?? 0;
  };

  test('an agent gives units, and the customer has them at once', async () => {
    const before = await available();
    const input = {
      accountId,
      unit: 'TICKET',
      units: 3,
      reason: 'A fault of ours',
      idempotencyKey: 'one',
    } as const;
    const { goodwillGrant: given } = await goodwillGrant(clients.agent, { input });
    expect(given).toMatchObject({
      userErrors: [],
      grant: { unit: 'TICKET', source: 'GOODWILL', units: 3, left: 3, expiresOn: null },
    });
    grantId = given.grant?.id ?? '';
    expect((await goodwillGrant(clients.agent, { input })).goodwillGrant.grant?.id).toBe(grantId);
    expect(await available()).toBe(before + 3);
    const { account } = await listSupportGrants(clients.customer, { first: 1 });
    expect(account?.supportGrants?.nodes).toMatchObject([
      {
        id: grantId,
        entries: { nodes: [{ kind: 'GRANTED', units: 3, reason: 'A fault of ours', ticket: null }] },
      },
    ]);
  });

  test('an administrator puts them right, and takes no more than is left', async () => {
    const before = await available();
    const correct = (units: number) =>
      grantCorrect(clients.admin, {
        input: { grantId, kind: 'ADJUST_UNITS', units, reason: 'One too many' },
      });
    expect((await correct(-1)).grantCorrect).toMatchObject({
      userErrors: [],
      grant: { units: 3, adjusted: -1, left: 2 },
    });
    expect(await available()).toBe(before - 1);
    expect((await correct(-3)).grantCorrect).toMatchObject({
      grant: null,
      userErrors: [
        { code: 'UNITS_NOT_LEFT', facts: expect.arrayContaining([{ name: 'left', value: '2' }]) as unknown },
      ],
    });
    for (const asker of [clients.agent, clients.customer])
      await expect(
        grantCorrect(asker, { input: { grantId, kind: 'ADJUST_UNITS', units: 1, reason: 'mine' } }),
      ).rejects.toBeInstanceOf(ForbiddenError);
  });

  test('both stand in the trail, of which administrators alone read, and in the ledger, of which an analyst reads no reason', async () => {
    const filter = { objectId: grantId };
    const { supportAuditEntries } = await listSupportAuditEntries(clients.admin, { filter });
    expect(supportAuditEntries?.nodes.map(({ act, reason }) => [act, reason])).toEqual([
      ['grantCorrect', 'One too many'],
      ['goodwillGrant', 'A fault of ours'],
    ]);
    const lines: string[] = [];
    for await (const line of auditCsv(clients.admin, filter)) lines.push(line);
    expect(lines.slice(1).map((line) => line.trimEnd().split(',').at(-1))).toEqual(['support', 'support']);
    await expect(listSupportAuditEntries(clients.agent, { filter })).rejects.toBeInstanceOf(ForbiddenError);
    const { account } = await listSupportGrants(clients.analyst, { accountId, first: 1 });
    expect(
      account?.supportGrants?.nodes[0]?.entries.nodes.map(({ kind, units, reason }) => [kind, units, reason]),
    ).toEqual([
      ['GRANTED', 3, null],
      ['ADJUSTED', -1, null],
    ]);
  });
}
