import { z } from 'zod';
import type { Change } from '@mainstay/kernel/act/act';
import { instantOf } from '@mainstay/kernel/act/instant';
import { leaveTrail } from '@mainstay/kernel/act/leave-trail';
import { statement, type Transaction } from '@mainstay/kernel/db/scoped';
import { knownVendorZone } from '@mainstay/kernel/db/vendor-zone';
import type { EventHandler } from '@mainstay/kernel/events/inbox';
import type { EventOutlet } from '@mainstay/kernel/events/outlet';
import { lockOrder } from '../order/lock-order.js';
import { releaseRenewals } from '../quote/renewal-hold.js';

const fulfilledTold = z.object({
  orderId: z.string(),
  lines: z.array(z.object({ lineId: z.string(), objectIds: z.array(z.string()) })),
});
const stuckTold = z.object({
  orderId: z.string(),
  lines: z.array(z.object({ lineId: z.string(), code: z.string(), message: z.string() })),
});

const fulfil = statement<{ id: string; was: string }>(
  'order.fulfilLines',
  `with told as (
     select l->>'lineId' as id, array(select jsonb_array_elements_text(l->'objectIds')) as objects
     from jsonb_array_elements($2::jsonb) as given (l)
   ), before as (
     select n.id, n.state, n.account_id, n.reseller_id, t.objects from order_line n join told t on t.id = n.id
     where n.order_id = $1::text and n.state <> 'FULFILLED'
   ), named as (
     insert into order_line_object (vendor_id, line_id, object_id, account_id, reseller_id)
     select app.vendor(), b.id, object_id, b.account_id, b.reseller_id from before b cross join unnest(b.objects) as object_id
     on conflict do nothing
   )
   update order_line n set state = 'FULFILLED', fulfilled_at = $3::timestamptz, stuck_code = null, stuck_message = null
   from before b where n.order_id = $1::text and n.id = b.id returning n.id, b.state as was`,
);

const stick = statement<{ id: string; was: string }>(
  'order.stickLines',
  `with told as (
     select l->>'lineId' as id, l->>'code' as code, l->>'message' as message
     from jsonb_array_elements($2::jsonb) as given (l)
   ), before as (
     select n.id, n.state from order_line n join told t on t.id = n.id
     where n.order_id = $1::text and n.state <> 'FULFILLED'
   )
   update order_line n set state = 'STUCK', stuck_code = t.code, stuck_message = t.message
   from told t join before b on b.id = t.id where n.order_id = $1::text and n.id = t.id returning n.id, b.state as was`,
);

const complete = statement<{ id: string }>(
  'order.complete',
  `update sales_order o set state = 'FULFILLED', fulfilled_at = $2::timestamptz
   where o.id = $1::text and o.state = 'PAID' and not exists (
     select from order_line n where n.vendor_id = o.vendor_id and n.order_id = o.id and n.state <> 'FULFILLED')
   returning o.id`,
);

type Changed = readonly { readonly id: string; readonly was: string }[];

interface Noting {
  readonly outlet: Pick<EventOutlet, 'consumers'>;
  readonly act: string;
  readonly to: 'FULFILLED' | 'STUCK';
  readonly occurredAt: string;
}

/** What a line became is noted once, whoever tells it again; the last one completes the order. */
export function orderFulfilled(outlet: Pick<EventOutlet, 'consumers'>): EventHandler {
  return async (transaction, { payload, occurredAt }) => {
    const { orderId, lines } = fulfilledTold.parse(payload);
    await note(transaction, orderId, { outlet, act: 'orderFulfil', to: 'FULFILLED', occurredAt }, (at) =>
      transaction.query(fulfil, [orderId, JSON.stringify(lines), at]),
    );
  };
}

/** A line that is there already is not stuck any more, in whichever order the two are told. */
export function orderStuck(outlet: Pick<EventOutlet, 'consumers'>): EventHandler {
  return async (transaction, { payload, occurredAt }) => {
    const { orderId, lines } = stuckTold.parse(payload);
    await note(transaction, orderId, { outlet, act: 'orderStick', to: 'STUCK', occurredAt }, () =>
      transaction.query(stick, [orderId, JSON.stringify(lines)]),
    );
  };
}

async function note(
  transaction: Transaction,
  orderId: string,
  { outlet: { consumers }, act, to, occurredAt }: Noting,
  write: (at: string) => Promise<Changed>,
): Promise<void> {
  // Several tell of one order: the last of them must see what the others have written.
  const order = await lockOrder(transaction, orderId);
  if (order === null) throw new Error('An order was told of that is not there.');
  const instant = instantOf(new Date(occurredAt).toISOString(), await knownVendorZone(transaction));
  const changed = await write(instant.now);
  if (changed.length === 0) return;
  const [completed] = await transaction.query(complete, [orderId, instant.now]);
  if (completed !== undefined) await releaseRenewals(transaction, orderId);
  const changes: Change[] = changed.map(({ id, was }) => ({ objectId: id, field: 'state', from: was, to }));
  if (completed !== undefined)
    changes.push({ objectId: orderId, field: 'state', from: 'PAID', to: 'FULFILLED' });
  await leaveTrail(transaction, instant, {
    ...{ act, actorKind: 'JOB', userId: null, reason: null, consumers, answers: null },
    effect: { result: { orderId }, accountId: order.accountId, changes, events: [] },
  });
}
