import { afterAll, beforeAll, expect, test } from '@jest/globals';
import {
  accountResellerChange,
  createClient,
  listAccounts,
  listLicenses,
  listQuotes,
  listTickets,
  type Client,
} from '@mainstay/sdk';
import { openTestGraph, type GraphMode, type TestGraph } from '../harness/graph.js';

/** A customer gets another reseller of record: what each of the two sees of it, in all services. */
export function changesReseller(mode: GraphMode): void {
  let graph: TestGraph;
  let customer: string;
  let former: Client;
  let other: Client;
  let otherId: string;

  beforeAll(async () => {
    graph = await openTestGraph(mode, { realClock: true });
    const clientWith = (token: string) => createClient({ endpoint: graph.house.endpoint, token });
    former = clientWith(await graph.tokenOf('deskhaven.reseller'));
    const formerId = graph.world.cast.find(({ name }) => name === 'deskhaven.reseller')?.accountId ?? '';
    const [member] = await graph.rows<{ subject: string; account: string; id: string }>(
      'licensing',
      `select u.subject, m.account_id as account, m.id from membership m
       join app_user u on u.vendor_id = m.vendor_id and u.id = m.user_id
       join account a on a.vendor_id = m.vendor_id and a.id = m.account_id and a.vendor_id = (select vendor_id from account where id = $1)
       where m.role = 'RESELLER' and m.ends_at is null and m.account_id <> $1 order by m.id limit 1`,
      [formerId],
    );
    otherId = member?.account ?? '';
    other = clientWith(await graph.issuer.tokenFor(member?.subject ?? '', member?.id ?? null));
    // One with tickets and licenses, and something that its reseller was offered for it.
    const own = await graph.rows<{ id: string }>(
      'licensing',
      'select account_id as id from license where reseller_id = $1 and account_id <> $1 group by 1',
      [formerId],
    );
    const quoted = await graph.rows<{ id: string }>(
      'billing',
      'select customer_id as id from quote where account_id = $1 and customer_id = any($2) group by 1',
      [formerId, own.map(({ id }) => id)],
    );
    const [found] = await graph.rows<{ id: string }>(
      'support',
      'select account_id as id from ticket where account_id = any($1) group by 1 order by count(*) desc, 1 limit 1',
      [quoted.map(({ id }) => id)],
    );
    customer = found?.id ?? '';
    await graph.rows(
      'billing',
      `update quote set state = 'OPEN', decided_at = null, void_reason = null, valid_through = '2099-01-01'
       where customer_id = $1 and account_id <> $1`,
      [customer],
    );
  });
  afterAll(() => graph.stop());

  /** How much a reseller sees of the customer, in licensing and support, through the list and by the customer's id. */
  async function seenBy(client: Client): Promise<Record<string, number>> {
    const { accounts } = await listAccounts(client, { first: 100 });
    const { licenses } = await listLicenses(client, { first: 100, filter: { accountId: customer } });
    const { tickets } = await listTickets(client, { first: 100, filter: { accountId: customer } });
    return {
      accounts: accounts?.nodes.filter(({ id }) => id === customer).length ?? 0,
      licenses: licenses?.nodes.length ?? 0,
      tickets: tickets?.nodes.length ?? 0,
    };
  }

  test('the former one sees nothing more of the customer, the new one all, and open offers are void', async () => {
    const before = await seenBy(former);
    expect(before).toEqual({ accounts: 1, licenses: expect.any(Number), tickets: expect.any(Number) });
    expect(Math.min(...Object.values(before))).toBeGreaterThan(0);
    const nothing = { accounts: 0, licenses: 0, tickets: 0 };
    expect(await seenBy(other)).toEqual(nothing);
    const { quotes: offered } = await listQuotes(former, { first: 100, filter: { state: 'OPEN' } });
    const admin = createClient({
      endpoint: graph.house.endpoint,
      token: await graph.tokenOf('deskhaven.admin'),
    });
    const { accountResellerChange: planned } = await accountResellerChange(admin, {
      input: { accountId: customer, resellerId: otherId, reason: 'The customer asked for it.' },
    });
    expect(planned).toMatchObject({
      account: { resellerChange: { state: 'PLANNED', reseller: { id: otherId } } },
      userErrors: [],
    });
    for (;;) {
      const [seenByFormer, seenByOther] = [await seenBy(former), await seenBy(other)];
      // At no time do both see it.
      expect(seenByFormer['accounts'] === 0 || seenByOther['accounts'] === 0).toBe(true);
      if (Object.values(seenByOther).every((count, index) => count === Object.values(before)[index])) break;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    expect(await seenBy(former)).toEqual(nothing);
    expect(await seenBy(other)).toEqual(before);
    const { quotes: left } = await listQuotes(former, { first: 100, filter: { state: 'OPEN' } });
    expect(left?.nodes.length).toBeLessThan(offered?.nodes.length ?? 0);
    const { quotes: ofOther } = await listQuotes(other, { first: 100 });
    const others = new Set(ofOther?.nodes.map(({ id }) => id));
    expect(offered?.nodes.some(({ id }) => others.has(id))).toBe(false);
  });
}
