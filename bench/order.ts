import {
  createClient,
  getOrder,
  listOffers,
  orderCreate,
  orderLinesAdd,
  orderPlace,
  paymentRecord,
  type Client,
  type OrderLineInput,
} from '@mainstay/sdk';
import type { Personas } from '@mainstay/demo/personas';
import { median, type Plan } from './load.js';
import { conditionsOf, table } from './report.js';
import type { Server } from './servers.js';

export interface OrderBench {
  /** Gateway and subgraphs in one process. */
  readonly house: Server;
  readonly personas: Personas;
  readonly plan: Plan;
  readonly say: (line: string) => void;
}

/** As many lines as one call takes, and as one order has at most. */
const aCall = 100;
const most = 500;

interface Buying {
  readonly buyer: Client;
  readonly admin: Client;
  readonly line: OrderLineInput;
}

/** Milliseconds from the placing of an order to all of its lines fulfilled: invoice, payment, facts, licenses, cover. */
async function bought({ buyer, admin, line }: Buying, lines: number): Promise<number> {
  const some = (count: number) => Array.from({ length: count }, () => line);
  const { orderCreate: created } = await orderCreate(buyer, {
    input: { lines: some(Math.min(lines, aCall)) },
  });
  const orderId = created.order?.id;
  if (orderId === undefined) throw new Error(`No order: ${JSON.stringify(created.userErrors)}`);
  for (let added = aCall; added < lines; added += aCall) {
    const { orderLinesAdd: more } = await orderLinesAdd(buyer, {
      input: { orderId, lines: some(Math.min(lines - added, aCall)) },
    });
    if (more.userErrors.length > 0) throw new Error(`No lines: ${JSON.stringify(more.userErrors)}`);
  }
  const began = performance.now();
  const { orderPlace: placed } = await orderPlace(buyer, { input: { orderId } });
  const { invoice, total, placedOn } = placed.order ?? {};
  if (invoice == null || total == null || placedOn == null)
    throw new Error(`Not placed: ${JSON.stringify(placed.userErrors)}`);
  const { paymentRecord: paid } = await paymentRecord(admin, {
    input: {
      ...{ invoiceId: invoice.id, amount: total.amount, currency: total.currency },
      ...{ paidOn: placedOn, method: 'TRANSFER' },
    },
  });
  if (paid.userErrors.length > 0) throw new Error(`Not paid: ${JSON.stringify(paid.userErrors)}`);
  for (;;) {
    const { order } = await getOrder(buyer, { id: orderId });
    if (order?.state === 'FULFILLED') return performance.now() - began;
    if (order?.lines.some(({ state }) => state === 'STUCK') === true) throw new Error('A line is stuck.');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** An order of 500 lines beside one of a single line, from placed to fulfilled: what a line costs, and what an order does. */
export async function benchOrder({ house, personas, plan, say }: OrderBench): Promise<void> {
  const as = (name: string) => {
    const persona = personas[name];
    if (persona === undefined) throw new Error(`Nobody is ${name}.`);
    return createClient({ endpoint: house.endpoint.href, token: persona.token, timeoutMs: 60_000 });
  };
  const [buyer, admin] = [as('cronwell.reseller'), as('cronwell.admin')];
  const { offers } = await listOffers(buyer, { first: 100, filter: { kind: 'BUNDLE' } });
  const offer = offers?.nodes.find(({ metric }) => metric === 'SERVER');
  if (offer?.product == null) throw new Error('No bundle is offered.');
  const line = {
    kind: 'BUNDLE',
    productId: offer.product.id,
    metric: 'SERVER',
    years: 1,
  } satisfies OrderLineInput;
  const took: { readonly whole: number[]; readonly single: number[] } = { whole: [], single: [] };
  for (let round = 0; round <= plan.rounds; round += 1) {
    const whole = await bought({ buyer, admin, line }, most);
    const single = await bought({ buyer, admin, line }, 1);
    // The first warms up.
    if (round === 0) continue;
    took.whole.push(whole);
    took.single.push(single);
    say(
      `round ${String(round)}/${String(plan.rounds)}  ${String(most)} lines ${whole.toFixed(0)} ms, one line ${single.toFixed(0)} ms`,
    );
  }
  const times = took.whole.map((ms, at) => ms / (took.single[at] ?? NaN));
  const rows = [
    ['an order, placed to fulfilled', '÷ one line', 'ms', 'ms a line'],
    ['one line', '1.00', median(took.single).toFixed(0), median(took.single).toFixed(1)],
    [
      `${String(most)} lines`,
      median(times).toFixed(1),
      median(took.whole).toFixed(0),
      (median(took.whole) / most).toFixed(2),
    ],
  ];
  say(`\n${[conditionsOf(plan), '', table(rows)].join('\n')}`);
}
