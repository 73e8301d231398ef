import { afterAll, beforeAll, expect, test } from '@jest/globals';
import {
  createClient,
  getInvoicePdf,
  getLicense,
  getOrder,
  getRenewalQuote,
  getTicket,
  licenseTransfer,
  listOffers,
  orderCreate,
  orderPlace,
  paymentRecord,
  previewLicenseTransfer,
  ticketOpen,
  type Client,
} from '@mainstay/sdk';
import { openTestGraph, type GraphMode, type TestGraph } from '../harness/graph.js';

const written = 'Sample Harbor Works';
/** Long enough for any machine; what is waited for comes within a second. */
const patienceMs = 30_000;

/** A reseller hands on what it bought for itself: who sees what of it before and after, in all services. */
export function transfers(mode: GraphMode): void {
  let graph: TestGraph;
  let clients: Readonly<Record<'admin' | 'reseller' | 'customer' | 'rival', Client>>;
  let [customerId, orderId, invoiceId, ticketId, packId] = ['', '', '', '', ''];
  let bought: readonly string[] = [];

  beforeAll(async () => {
    graph = await openTestGraph(mode);
    const clientWith = (token: string) => createClient({ endpoint: graph.house.endpoint, token });
    const clientOf = async (part: string) => clientWith(await graph.tokenOf(`cronwell.${part}`));
    const reseller = graph.world.cast.find(({ name }) => name === 'cronwell.reseller');
    customerId = graph.world.cast.find(({ name }) => name === 'cronwell.customer')?.accountId ?? '';
    const [rival] = await graph.rows<{ subject: string; id: string }>(
      'licensing',
      `select u.subject, m.id from membership m join app_user u on u.vendor_id = m.vendor_id and u.id = m.user_id
       where m.vendor_id = $1 and m.role = 'RESELLER' and m.ends_at is null and m.account_id <> $2 order by m.id limit 1`,
      [reseller?.vendorId, reseller?.accountId],
    );
    clients = {
      ...{ admin: await clientOf('admin'), reseller: await clientOf('reseller') },
      customer: await clientOf('customer'),
      rival: clientWith(await graph.issuer.tokenFor(rival?.subject ?? '', rival?.id ?? null)),
    };
  });
  afterAll(() => graph.stop());

  /** What others know a moment later, in one process and in four. */
  async function until<Found>(ask: () => Promise<Found | null | undefined>): Promise<Found> {
    for (const since = Date.now(); Date.now() - since < patienceMs;) {
      const found = await ask();
      if (found !== null && found !== undefined) return found;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error('It never became known.');
  }

  /** In each of the three services, by the ids of what there is. */
  async function seenBy(client: Client, licenseId: string) {
    const { license } = await getLicense(client, { id: licenseId });
    const { ticket } = await getTicket(client, { id: ticketId });
    const { license: priced } = await getRenewalQuote(client, { licenseId });
    const { order } = await getOrder(client, { id: orderId });
    const { invoice } = await getInvoicePdf(client, { id: invoiceId });
    return {
      ...{
        license: license !== null,
        ticket: ticket !== null,
        renewal: (priced?.renewalQuote ?? null) !== null,
      },
      ...{ order: order !== null, invoice: invoice !== null },
    };
  }
  const nothing = { license: false, ticket: false, renewal: false, order: false, invoice: false };
  const all = { license: true, ticket: true, renewal: true, order: true, invoice: true };

  test('a reseller buys three for itself and a pack, and asks about one: they are its own', async () => {
    const { offers } = await listOffers(clients.reseller, { first: 100, filter: { kind: 'BUNDLE' } });
    const [offer] = offers?.nodes ?? [];
    const line = { productId: offer?.product?.id, metric: offer?.metric } as const;
    const { orderCreate: begun } = await orderCreate(clients.reseller, {
      input: {
        purchaseOrderNumber: 'PO-STOCK',
        lines: [
          { ...line, kind: 'BUNDLE', quantity: 3, years: 1 },
          { ...line, kind: 'MAINTENANCE', quantity: 1, years: 1 },
        ],
      },
    });
    orderId = begun.order?.id ?? '';
    const { orderPlace: placed } = await orderPlace(clients.reseller, { input: { orderId } });
    const { invoice, total, placedOn } = placed.order ?? {};
    invoiceId = invoice?.id ?? '';
    const { paymentRecord: paid } = await paymentRecord(clients.admin, {
      input: {
        ...{ invoiceId, amount: total?.amount ?? '', currency: 'EUR', paidOn: placedOn ?? '' },
        method: 'TRANSFER',
      },
    });
    expect([begun.userErrors, placed.userErrors, paid.userErrors]).toEqual([[], [], []]);
    const lines = await until(async () => {
      const { order } = await getOrder(clients.reseller, { id: orderId });
      return order?.state === 'FULFILLED' ? order.lines : null;
    });
    const ids = lines.flatMap(({ objectIds }) => objectIds);
    bought = ids.filter((id) => id.startsWith('lic_')).sort();
    packId = lines[1]?.objectIds[0] ?? '';
    expect(bought).toHaveLength(3);
    const opened = await until(async () => {
      const { ticketOpen: asked } = await ticketOpen(clients.reseller, {
        input: { licenseId: bought[1], subject: 'Jobs start late', body: 'Since today.', channel: 'EMAIL' },
      });
      return asked.ticket;
    });
    ticketId = opened.id;
    for (const id of bought) await until(async () => (await seenBy(clients.reseller, id)).renewal || null);
    expect(await seenBy(clients.reseller, bought[1] ?? '')).toEqual(all);
    expect(await seenBy(clients.customer, bought[1] ?? '')).toEqual(nothing);
    expect(await seenBy(clients.rival, bought[1] ?? '')).toEqual(nothing);
  });

  test('one goes to a company by its written name, as it was previewed', async () => {
    const [licenseId = ''] = bought;
    const licenses = [{ licenseId, companyName: `  ${written} ` }];
    const { licenseTransferPreview: shown } = await previewLicenseTransfer(clients.reseller, { licenses });
    expect(shown).toMatchObject({
      count: 1,
      licenses: [{ license: { id: licenseId }, destination: 'MADE', customer: null, companyName: written }],
      userErrors: [],
    });
    expect(shown?.stayingCodes.map(({ id }) => id)).toContain(packId);
    const { licenseTransfer: handed } = await licenseTransfer(clients.reseller, { input: { licenses } });
    expect(handed).toMatchObject({ count: 1, licenses: [{ id: licenseId, account: { name: written } }] });
    const harbor = handed.licenses?.[0]?.account.id;
    const { licenseTransferPreview: again } = await previewLicenseTransfer(clients.reseller, {
      licenses: [{ licenseId: bought[1] ?? '', companyName: written.toUpperCase() }],
    });
    expect(again?.licenses).toMatchObject([{ destination: 'FOUND', customer: { id: harbor } }]);
    expect(await seenBy(clients.customer, licenseId)).toEqual(nothing);
    // Both are its reseller's to see, and that one alone.
    expect(await seenBy(clients.reseller, licenseId)).toEqual(all);
    expect(await seenBy(clients.rival, licenseId)).toEqual(nothing);
  });

  test('the rest of the order goes to the customer, with its ticket; the order and its prices stay', async () => {
    const rest = { orderId, customerId };
    const { licenseTransferPreview: shown } = await previewLicenseTransfer(clients.reseller, rest);
    expect(shown?.licenses.map(({ license, destination }) => [license?.id, destination])).toEqual(
      bought.slice(1).map((id) => [id, 'FOUND']),
    );
    const input = { ...rest, idempotencyKey: `rest-${mode}` };
    const { licenseTransfer: handed } = await licenseTransfer(clients.reseller, { input });
    expect(handed).toMatchObject({ count: 2, userErrors: [] });
    expect((await licenseTransfer(clients.reseller, { input })).licenseTransfer).toEqual(handed);
    await until(async () => (await getTicket(clients.customer, { id: ticketId })).ticket);
    for (const id of bought.slice(1))
      await until(async () => (await seenBy(clients.customer, id)).renewal || null);
    const seen = await seenBy(clients.customer, bought[1] ?? '');
    expect(seen).toEqual({ ...all, order: false, invoice: false });
    expect(await seenBy(clients.customer, bought[0] ?? '')).toEqual({ ...nothing, ticket: true });
    expect(await seenBy(clients.reseller, bought[1] ?? '')).toEqual(all);
    expect(await seenBy(clients.rival, bought[1] ?? '')).toEqual(nothing);
    const { licenseTransfer: more } = await licenseTransfer(clients.reseller, { input: rest });
    expect(more.userErrors).toMatchObject([{ code: 'NOTHING_TO_TRANSFER' }]);
  });
}
