import { afterAll, beforeAll, expect, test } from '@jest/globals';
import {
  createClient,
  ForbiddenError,
  getInvoicePdf,
  getOrder,
  listAccountOrders,
  listOffers,
  orderCreate,
  orderLinesAdd,
  orderPlace,
  paymentRecord,
  type Client,
} from '@mainstay/sdk';
import { openTestGraph, type GraphMode, type TestGraph } from '../harness/graph.js';

/** From the offers of a reseller to what its customer has, through gateway, SDK and all services. */
export function buys(mode: GraphMode): void {
  let graph: TestGraph;
  let clients: Readonly<Record<'admin' | 'agent' | 'reseller' | 'customer', Client>>;
  let customerId = '';
  let orderId = '';
  let invoiceId = '';
  let today = '';

  beforeAll(async () => {
    graph = await openTestGraph(mode);
    const clientOf = async (part: string) =>
      createClient({ endpoint: graph.house.endpoint, token: await graph.tokenOf(`cronwell.${part}`) });
    clients = {
      ...{ admin: await clientOf('admin'), agent: await clientOf('agent') },
      ...{ reseller: await clientOf('reseller'), customer: await clientOf('customer') },
    };
    customerId = graph.world.cast.find(({ name }) => name === 'cronwell.customer')?.accountId ?? '';
  });

  afterAll(async () => {
    await graph.stop();
  });

  test('a reseller finds what is sold to it, orders for its customer, and is bound at the prices of the day', async () => {
    const { offers } = await listOffers(clients.reseller, { first: 100, filter: { kind: 'BUNDLE' } });
    const [offer] = offers?.nodes ?? [];
    expect(offer).toMatchObject({ list: 'RESELLER', years: 1, unit: { amount: '439.00', currency: 'EUR' } });
    const line = { kind: 'BUNDLE', productId: offer?.product?.id, metric: offer?.metric, years: 1 } as const;
    const input = { customerId, purchaseOrderNumber: 'PO-2026-1', lines: [line], idempotencyKey: 'one' };
    const { orderCreate: begun } = await orderCreate(clients.reseller, { input });
    expect(begun).toMatchObject({ userErrors: [], order: { state: 'DRAFT', number: null, invoice: null } });
    orderId = begun.order?.id ?? '';
    const license = { ...line, kind: 'LICENSE', years: undefined } as const;
    const { orderLinesAdd: added } = await orderLinesAdd(clients.reseller, {
      input: { orderId, lines: [license] },
    });
    expect(added.userErrors).toEqual([]);
    const { orderPlace: placed } = await orderPlace(clients.reseller, { input: { orderId } });
    expect(placed).toMatchObject({
      userErrors: [],
      order: {
        ...{ state: 'PLACED', payBy: 'PURCHASE_ORDER', customer: { id: customerId } },
        // 439.00 and 384.00, and 25 % of tax.
        total: { amount: '1028.75', currency: 'EUR' },
        invoice: { state: 'OPEN' },
        lines: [{ state: 'WAITING' }, { state: 'WAITING' }],
      },
    });
    invoiceId = placed.order?.invoice?.id ?? '';
    today = placed.order?.placedOn ?? '';
  });

  test('its customer sees nothing of that, and support no money at all', async () => {
    expect((await getOrder(clients.customer, { id: orderId })).order).toBeNull();
    expect((await getInvoicePdf(clients.customer, { id: invoiceId })).invoice).toBeNull();
    await expect(getOrder(clients.agent, { id: orderId })).rejects.toBeInstanceOf(ForbiddenError);
    const { invoice } = await getInvoicePdf(clients.reseller, { id: invoiceId });
    expect(
      Buffer.from(invoice?.pdf ?? '', 'base64')
        .toString('latin1')
        .slice(0, 5),
    ).toBe('%PDF-');
  });

  test('paid in two parts it is fulfilled, and says what it became', async () => {
    const pay = (amount: string) =>
      paymentRecord(clients.admin, {
        input: {
          ...{ invoiceId, amount, currency: 'EUR', paidOn: today, method: 'TRANSFER' },
          idempotencyKey: `pay ${amount}`.replace(' ', '-'),
        },
      });
    expect((await pay('1000.00')).paymentRecord).toMatchObject({
      userErrors: [],
      invoice: { state: 'OPEN' },
    });
    expect((await pay('1000.01')).paymentRecord.userErrors).toMatchObject([{ code: 'OVERPAYMENT' }]);
    expect((await pay('28.75')).paymentRecord).toMatchObject({ userErrors: [], invoice: { state: 'PAID' } });
    let order = (await getOrder(clients.reseller, { id: orderId })).order;
    while (order?.state !== 'FULFILLED' && order?.lines.some(({ state }) => state === 'STUCK') === false)
      order = (await getOrder(clients.reseller, { id: orderId })).order;
    expect(order).toMatchObject({ state: 'FULFILLED', purchasedOn: today });
    const [bundle, license] = order?.lines ?? [];
    for (const line of [bundle, license])
      expect(line?.objectIds.some((id) => id.startsWith('lic_'))).toBe(true);
    const { account } = await listAccountOrders(clients.reseller, { first: 1 });
    expect(account?.orders?.nodes).toMatchObject([{ id: orderId, state: 'FULFILLED' }]);
  });
}
