import { statement, type Transaction, type WorkingDatabase } from '../db/scoped.js';
import type { Receipt, ToldEvent } from './told-event.js';

/** What a service does with one kind of fact, inside the transaction that remembers it. */
export type EventHandler = (transaction: Transaction, event: ToldEvent) => Promise<void>;

/** By type; a type that is not here is remembered and needs nothing done. */
export type EventHandlers = Readonly<Record<string, EventHandler>>;

const remember = statement<{ id: string }>(
  'inbox.remember',
  `insert into inbox_event (vendor_id, producer, event_id, type)
   values (app.vendor(), $1::text, $2::text, $3::text) on conflict do nothing returning event_id as id`,
);

/**
 * Applies each event once, however often it comes: what is remembered already is done. One that fails holds back those
 * of its aggregate that come after it, and nothing else.
 */
export async function receiveEvents(
  { database, handlers }: { readonly database: WorkingDatabase; readonly handlers: EventHandlers },
  producer: string,
  events: readonly ToldEvent[],
): Promise<Receipt> {
  const applied: string[] = [];
  const failed: { id: string; fault: string }[] = [];
  const held = new Set<string>();
  for (const event of events) {
    const key = JSON.stringify([event.vendorId, event.aggregate]);
    if (held.has(key)) continue;
    try {
      await database.transactAs({ job: 'events', vendorId: event.vendorId }, async (transaction) => {
        const [fresh] = await transaction.query(remember, [producer, event.id, event.type]);
        if (fresh !== undefined) await handlers[event.type]?.(transaction, event);
      });
      applied.push(event.id);
    } catch (fault) {
      held.add(key);
      failed.push({ id: event.id, fault: fault instanceof Error ? fault.name : typeof fault });
    }
  }
  return { applied, failed };
}
