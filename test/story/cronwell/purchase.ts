import {
  getInvoicePdf,
  getLicense,
  getOrder,
  listOffers,
  orderCreate,
  orderPlace,
  paymentRecord,
} from '@mainstay/sdk';
import { customerOf, fulfilled, letReach } from '../buying.js';
import { advanceTo, done, holds, type Scene } from '../stage.js';
import { firstOn, purchase, resellerOf, type Known } from './known.js';

const cents = (amount: string) => Math.round(Number(amount) * 100);
const money = (minor: number) => (minor / 100).toFixed(2);

export async function order(scene: Scene): Promise<Partial<Known>> {
  await advanceTo(scene, purchase);
  await letReach(scene);
  const { client } = resellerOf(scene);
  const { accountId: customerId } = customerOf(scene);
  const { offers } = await listOffers(client, { first: 100, filter: { kind: 'BUNDLE' } });
  const bundle = offers?.nodes.find(({ metric }) => metric === 'SERVER');
  const productId = bundle?.product?.id;
  holds(bundle !== undefined && productId !== undefined, 'No bundle is offered.');
  scene.stage.say(`a bundle costs it ${bundle.unit.amount} ${bundle.unit.currency}`);
  const line = { productId, metric: 'SERVER' } as const;
  const { orderCreate: begun } = await orderCreate(client, {
    input: {
      ...{ customerId, purchaseOrderNumber: 'PO-1', idempotencyKey: scene.key('order') },
      lines: [
        { ...line, kind: 'BUNDLE', quantity: 3, years: 1 },
        { ...line, kind: 'LICENSE' },
        { ...line, kind: 'MAINTENANCE', quantity: 2, years: 1 },
      ],
    },
  });
  const orderId = done(begun).order?.id ?? '';
  const { orderPlace: placed } = await orderPlace(client, {
    input: { orderId, idempotencyKey: scene.key('place') },
  });
  const { order: bound } = done(placed);
  const invoiceId = bound?.invoice?.id ?? '';
  const { invoice } = await getInvoicePdf(client, { id: invoiceId });
  holds(atob(invoice?.pdf ?? '').startsWith('%PDF-'), 'The invoice has no PDF.');
  const { amount = '', currency = '' } = bound?.total ?? {};
  scene.stage.say(
    `order ${bound?.number ?? ''} comes to ${amount} ${currency}, and so does invoice ${invoice?.number ?? ''}`,
  );
  return { productId, orderId, invoiceId };
}

export async function pay(scene: Scene, { invoiceId, orderId }: Known): Promise<undefined> {
  const { order: bought } = await getOrder(resellerOf(scene).client, { id: orderId });
  const total = cents(bought?.total?.amount ?? '0');
  const paidOn = bought?.placedOn ?? '';
  const record = async (minor: number, of: string) => {
    const { paymentRecord: recorded } = await paymentRecord(scene.admin, {
      input: {
        ...{ invoiceId, amount: money(minor), currency: 'EUR', paidOn, method: 'TRANSFER' },
        idempotencyKey: scene.key(of),
      },
    });
    return recorded;
  };
  done(await record(100_000, 'part'));
  const over = await record(total, 'over');
  // Paid already, where the story is played again.
  holds(
    ['OVERPAYMENT', 'INVOICE_PAID'].includes(over.userErrors[0]?.code ?? ''),
    'An overpayment was taken.',
  );
  done(await record(total - 100_000, 'rest'));
  scene.stage.say(`paid in two parts; more was refused: ${over.userErrors[0]?.message ?? ''}`);
  return undefined;
}

export async function become(scene: Scene, { orderId }: Known): Promise<Partial<Known>> {
  // What became of the order is named to whoever sees the customer, as the vendor does at any time.
  const lines = await fulfilled(scene.admin, orderId);
  const [bundles, single, packs] = lines.map(({ objectIds }) => objectIds);
  const bundled = (bundles ?? []).filter((id) => id.startsWith('lic_'));
  const [bare = ''] = single ?? [];
  holds(bundled.length === 3 && bare !== '' && packs?.length === 2, 'The lines became something else.');
  // As of the day of purchase, whenever this is played.
  const { license } = await getLicense(customerOf(scene).client, { id: bundled[0] ?? '', asOf: firstOn });
  holds(license?.coverage.active === true, 'The pack of a bundle does not cover its license.');
  scene.stage.say(`3 licenses covered until ${license.coverage.expiresOn ?? ''}, 1 bare, 2 packs to use`);
  return { bundled, bare, codes: packs };
}
