import { afterAll, beforeAll, expect, test } from '@jest/globals';
import {
  apiKeyCreate,
  apiKeyRevoke,
  apiKeyRotate,
  createClient,
  ForbiddenError,
  listAccounts,
  listApiKeys,
  listMembers,
  memberInvite,
  membershipEnd,
  membershipGrant,
  UnauthenticatedError,
  type Client,
} from '@mainstay/sdk';
import { openTestGraph, type GraphMode, type TestGraph } from '../harness/graph.js';

/** Who is let in and put out by its own account, at once: one gateway forgets whom it knew, however it is run. */
export function leavesAtOnce(mode: GraphMode): void {
  let graph: TestGraph;

  beforeAll(async () => {
    graph = await openTestGraph(mode);
  });
  afterAll(() => graph.stop());

  const clientWith = (token: string): Client => createClient({ endpoint: graph.house.endpoint, token });
  const clientOf = async (name: string) => clientWith(await graph.tokenOf(name));

  async function accountsOf(client: Client): Promise<string[]> {
    const { accounts } = await listAccounts(client, { first: 100 });
    return accounts?.nodes.map(({ id }) => id) ?? [];
  }
  const isRefused = (client: Client) =>
    expect(accountsOf(client)).rejects.toBeInstanceOf(UnauthenticatedError);

  test('a key is made, used, rotated and revoked, and then opens nothing', async () => {
    const customer = await clientOf('cronwell.customer');
    const own = await accountsOf(customer);
    const input = { name: 'Web shop', scopes: ['licensing:read', 'licensing:write'], idempotencyKey: 'k1' };
    const { apiKeyCreate: made } = await apiKeyCreate(customer, { input });
    expect(made).toMatchObject({ apiKey: { name: 'Web shop', account: { id: own[0] } }, userErrors: [] });
    const again = await apiKeyCreate(customer, { input });
    expect(again.apiKeyCreate).toEqual({ ...made, text: null });

    const apiKeyId = made.apiKey?.id ?? '';
    const first = clientWith(made.text ?? '');
    expect(await accountsOf(first)).toEqual(own);
    await expect(apiKeyCreate(first, { input: { ...input, idempotencyKey: null } })).rejects.toBeInstanceOf(
      ForbiddenError,
    );

    const gently = await apiKeyRotate(customer, { input: { apiKeyId, overlapDays: 1 } });
    const second = clientWith(gently.apiKeyRotate.text ?? '');
    expect(await accountsOf(second)).toEqual(own);
    expect(await accountsOf(first)).toEqual(own);
    const hard = await apiKeyRotate(customer, { input: { apiKeyId } });
    const third = clientWith(hard.apiKeyRotate.text ?? '');
    await isRefused(first);
    await isRefused(second);
    expect(await accountsOf(third)).toEqual(own);

    const { apiKeyRevoke: gone } = await apiKeyRevoke(customer, { input: { apiKeyId } });
    expect(gone.userErrors).toEqual([]);
    await isRefused(third);
    const { apiKeys } = await listApiKeys(customer, { first: 1 });
    expect(apiKeys?.nodes).toEqual([gone.apiKey]);
  });

  test('a person is invited, leaves and is let in again; its token is refused from the end on', async () => {
    const customer = await clientOf('cronwell.customer');
    const own = await accountsOf(customer);
    const who = { issuer: graph.issuer.issuer, subject: 'invited-on-a-journey', role: 'CUSTOMER' } as const;
    const person = clientWith(await graph.issuer.tokenFor(who.subject, null));
    await isRefused(person);
    const { memberInvite: invited } = await memberInvite(customer, { input: who });
    expect(invited).toMatchObject({ membership: { subject: who.subject, endsAt: null }, userErrors: [] });
    expect(await accountsOf(person)).toEqual(own);

    const membershipId = invited.membership?.id ?? '';
    const { membershipEnd: ended } = await membershipEnd(customer, { input: { membershipId } });
    expect(ended.userErrors).toEqual([]);
    await isRefused(person);

    const { membershipGrant: back } = await membershipGrant(customer, {
      input: { membershipId, role: 'CUSTOMER' },
    });
    expect(await accountsOf(person)).toEqual(own);
    // Nobody needs another to leave.
    await membershipEnd(person, { input: { membershipId: back.membership?.id ?? '' } });
    await isRefused(person);
    const { members } = await listMembers(customer, { first: 2 });
    expect(members?.nodes.map(({ id }) => id).sort()).toEqual([membershipId, back.membership?.id].sort());
  });

  test('the last administrator stays', async () => {
    const admin = await clientOf('cronwell.admin');
    const { by } = graph.world.cast.find(({ name }) => name === 'cronwell.admin') ?? {};
    const membershipId = by?.kind === 'token' ? String(by.membershipId) : '';
    const { membershipEnd: refused } = await membershipEnd(admin, { input: { membershipId } });
    expect(refused.userErrors).toMatchObject([{ code: 'LAST_ADMIN', field: ['input', 'membershipId'] }]);
    expect(await accountsOf(admin)).not.toEqual([]);
  });
}
