import {
  accountResellerChange,
  getAccount,
  getInvoice,
  getLicense,
  getOrder,
  getTicket,
  listAccounts,
  listInvoices,
  listLicenses,
  listMaintenanceCodes,
  listOrders,
  listTickets,
  operation,
  type Client,
} from '@mainstay/sdk';
import { customerOf, same } from '../buying.js';
import { advanceTo, done, holds, until, type Member, type Scene } from '../stage.js';
import { lapsed, resellerOf, type Known } from './known.js';

const handedOver = '2022-02-21';

/** How much somebody sees of the customer: by lists, and by what it might know the ids of. */
async function seenBy(client: Client, scene: Scene, known: Known): Promise<Record<string, number>> {
  const { accountId } = customerOf(scene);
  const there = (row: unknown) => (row === null || row === undefined ? 0 : 1);
  const { licenses } = await listLicenses(client, { first: 100, filter: { accountId } });
  const { tickets } = await listTickets(client, { first: 100, filter: { accountId } });
  const { maintenanceCodes } = await listMaintenanceCodes(client, { first: 100, filter: { accountId } });
  const byId = [
    await getLicense(client, { id: known.bare }).then(({ license }) => license),
    await getTicket(client, { id: known.ticketId }).then(({ ticket }) => ticket),
    await getAccount(client, { id: accountId }).then(({ account }) => account),
  ];
  return {
    licenses: licenses?.nodes.length ?? 0,
    tickets: tickets?.nodes.length ?? 0,
    packs: maintenanceCodes?.nodes.filter(({ id }) => known.codes.includes(id)).length ?? 0,
    byId: byId.reduce<number>((sum, row) => sum + there(row), 0),
  };
}

/** What somebody sees of the purchase: the order and its invoice, by lists and by their ids. */
async function boughtSeenBy(client: Client, { orderId, invoiceId }: Known) {
  const { orders } = await listOrders(client, { first: 100 });
  const { invoices } = await listInvoices(client, { first: 100 });
  return {
    orders: orders?.nodes.filter(({ id }) => id === orderId).length,
    invoices: invoices?.nodes.filter(({ id }) => id === invoiceId).length,
    order: (await getOrder(client, { id: orderId })).order !== null,
    invoice: (await getInvoice(client, { id: invoiceId })).invoice !== null,
  };
}

const nothing = { licenses: 0, tickets: 0, packs: 0, byId: 0 };
/** Four that were bought for it, and one that was handed on to it. */
const whole = { licenses: 5, tickets: 1, packs: 2, byId: 3 };
const notBought = { orders: 0, invoices: 0, order: false, invoice: false };
const bought = { orders: 1, invoices: 1, order: true, invoice: true };

/** A reseller that the customer never had, and somebody whose account that one is of record for. */
async function neighbors(scene: Scene): Promise<{ reseller: Member; customer: Member }> {
  const { accounts } = await listAccounts(scene.admin, { first: 100, filter: { kind: 'CUSTOMER' } });
  const mine = resellerOf(scene).accountId;
  const reseller = scene.resellers.find(({ accountId }) => accountId !== mine);
  const others = new Set(
    accounts?.nodes.filter((one) => one.reseller !== null && one.reseller.id !== mine).map(({ id }) => id),
  );
  const customer = scene.customers.find(
    ({ accountId }) => accountId !== customerOf(scene).accountId && others.has(accountId),
  );
  holds(reseller !== undefined && customer !== undefined, 'Nobody of another reseller signs in here.');
  return { reseller, customer };
}

export async function hide(scene: Scene, known: Known): Promise<undefined> {
  const { customer } = await neighbors(scene);
  same(await seenBy(customerOf(scene).client, scene, known), whole, 'The customer sees');
  same(await seenBy(customer.client, scene, known), nothing, 'A customer of another reseller sees');
  same(await boughtSeenBy(customer.client, known), notBought, 'Of the purchase it sees');
  scene.stage.say('a customer of another reseller sees none of it, by no list and by no id');
  return undefined;
}

const boughtBy = operation<
  { readonly license: { readonly order: { readonly id: string } | null } | null },
  { readonly id: string }
>('query BoughtBy($id: ID!) { license(id: $id) { order { id } } }');

export async function handOver(scene: Scene, known: Known): Promise<undefined> {
  const { reseller } = await neighbors(scene);
  const [former, customer] = [resellerOf(scene), customerOf(scene)];
  const first = await advanceTo(scene, lapsed);
  const { accountResellerChange: planned } = await accountResellerChange(scene.admin, {
    input: {
      ...{ accountId: customer.accountId, resellerId: reseller.accountId, on: handedOver },
      ...{ reason: 'The customer asked for it.', idempotencyKey: scene.key('reseller') },
    },
  });
  done(planned);
  if (first) {
    same(await seenBy(former.client, scene, known), whole, 'Until that day the reseller of record sees');
    same(await seenBy(reseller.client, scene, known), nothing, 'Until that day the next one sees');
  }
  await advanceTo(scene, `${handedOver}T09:00:00Z`);
  await until(async () => {
    const seen = await seenBy(reseller.client, scene, known);
    return JSON.stringify(seen) === JSON.stringify(whole);
  });
  same(await seenBy(former.client, scene, known), nothing, 'Of the customer the former reseller sees');
  same(await boughtSeenBy(former.client, known), bought, 'Of what it bought it sees');
  const { order } = await getOrder(former.client, { id: known.orderId });
  same(
    order?.lines.map(({ objectIds }) => objectIds),
    [[], [], []],
    'Of what its order became it sees',
  );
  for (const { client } of [reseller, customer]) {
    same(await boughtSeenBy(client, known), notBought, "Of the former reseller's purchase others see");
    const { license } = await client.run(boughtBy, { id: known.bare });
    same(license?.order, null, 'The order of the license is');
  }
  scene.stage.say(
    `from ${handedOver} on the next reseller sees licenses and tickets and no price, the former its own order alone`,
  );
  return undefined;
}
