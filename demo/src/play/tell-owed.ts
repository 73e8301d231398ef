import type { Database } from '@mainstay/kernel/db/driver';
import { statement } from '@mainstay/kernel/db/scoped';
import type { Deliver, ToldEvent } from '@mainstay/kernel/events/told-event';

const owed = statement<ToldEvent & { readonly consumer: string }>(
  'play.owed',
  `select d.consumer, e.vendor_id as "vendorId", e.id, d.position, e.type, e.aggregate, e.payload,
     e.occurred_at as "occurredAt"
   from event_delivery d join outbox_event e on e.vendor_id = d.vendor_id and e.id = d.event_id
   where d.vendor_id = $1::text and d.delivered_at is null order by d.position`,
);

const delivered = statement(
  'play.delivered',
  `update event_delivery set delivered_at = clock_timestamp()
   where vendor_id = $1::text and delivered_at is null and event_id = any($2::text[])`,
);

const job = { job: 'events', vendorId: null } as const;

/**
 * Tells all that one vendor's acts owe to the other services, in their order, as the relay does for all vendors. Nobody
 * else tells meanwhile, so that no turn is held while they listen; what cannot be told ends the play.
 */
export async function tellOwed(
  producer: Database,
  vendorId: string,
  consumers: Readonly<Record<string, Deliver>>,
): Promise<void> {
  const events = await producer.askAs(job, owed, [vendorId]);
  if (events.length === 0) return;
  const told = Map.groupBy(events, ({ consumer }) => consumer);
  const deliver = async (consumer: string, own: readonly ToldEvent[]) => consumers[consumer]?.(own);
  await Promise.all([...told].map(([consumer, own]) => deliver(consumer, own)));
  const ids = [...new Set(events.map(({ id }) => id))];
  await producer.askAs(job, delivered, [vendorId, ids]);
}
