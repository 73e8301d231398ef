import {
  contactCreate,
  getInvoicePdf,
  getOrder,
  orderCreate,
  orderPlace,
  paymentRecord,
  type Client,
  type OrderLineInput,
} from '@mainstay/sdk';
import { done, holds, until, type Member, type Scene } from './stage.js';

/** What was ordered, and where it is billed. */
export interface Ordered {
  readonly orderId: string;
  readonly invoiceId: string;
}

/** Whoever in the sandbox buys for itself. */
export function customerOf({ customers: [first] }: Scene): Member {
  holds(first !== undefined, 'No customer signs in here.');
  return first;
}

/** Lets the customer be reached: a sandbox begins without contacts. */
export async function letReach(scene: Scene): Promise<void> {
  const { accountId } = customerOf(scene);
  const { contactCreate: made } = await contactCreate(scene.admin, {
    input: {
      ...{ accountId, name: 'Sample Contact', email: `${scene.tenant}@customer.example` },
      idempotencyKey: scene.key('contact'),
    },
  });
  done(made);
}

interface Ordering {
  readonly lines: readonly OrderLineInput[];
  /** What it must come to. */
  readonly total: string;
  /** Of several orders of one story. */
  readonly of?: string;
}

/** The customer orders against a purchase order, and the invoice comes with its PDF. */
export async function ordered(scene: Scene, { lines, total, of = '' }: Ordering): Promise<Ordered> {
  const { client } = customerOf(scene);
  const { orderCreate: begun } = await orderCreate(client, {
    input: { purchaseOrderNumber: 'PO-1', lines: [...lines], idempotencyKey: scene.key(`order${of}`) },
  });
  const orderId = done(begun).order?.id ?? '';
  const { orderPlace: placed } = await orderPlace(client, {
    input: { orderId, idempotencyKey: scene.key(`place${of}`) },
  });
  const { order } = done(placed);
  same(order?.total?.amount, total, 'The order comes to');
  const invoiceId = order?.invoice?.id ?? '';
  const { invoice } = await getInvoicePdf(client, { id: invoiceId });
  holds(atob(invoice?.pdf ?? '').startsWith('%PDF-'), 'The invoice has no PDF.');
  scene.stage.say(
    `order ${order?.number ?? ''} comes to ${total} USD, and so does invoice ${invoice?.number ?? ''}`,
  );
  return { orderId, invoiceId };
}

/** Staff record that the whole invoice was paid, with the day of the money. */
export async function paid(
  scene: Scene,
  invoiceId: string,
  { amount, paidOn }: { readonly amount: string; readonly paidOn: string },
): Promise<void> {
  const { paymentRecord: recorded } = await paymentRecord(scene.admin, {
    input: {
      ...{ invoiceId, amount, paidOn, currency: 'USD', method: 'TRANSFER' },
      idempotencyKey: scene.key(`pay-${amount}`),
    },
  });
  same(done(recorded).invoice?.state, 'PAID', 'The paid invoice is');
}

/** Waits until an order is what it was for, and tells its lines. */
export function fulfilled(client: Client, orderId: string) {
  return until(async () => {
    const { order } = await getOrder(client, { id: orderId });
    const stuck = order?.lines.find(({ state }) => state === 'STUCK')?.stuck;
    holds(stuck === undefined, `A line is stuck: ${stuck?.code ?? ''} ${stuck?.message ?? ''}`);
    return order?.state === 'FULFILLED' ? order.lines : null;
  });
}

/** That something is exactly what was reckoned for it. */
export function same(found: unknown, reckoned: unknown, what: string): void {
  const [is, should] = [JSON.stringify(found), JSON.stringify(reckoned)];
  holds(is === should, `${what} ${is}, where ${should} was reckoned.`);
}
