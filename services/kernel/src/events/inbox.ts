import { statement, type Transaction, type WorkingDatabase } from '../db/scoped.js';
import { UserFault } from '../graph/errors.js';
import { faultKind } from '../values/retry.js';
import { databaseAway, type Receipt, type ToldEvent } from './told-event.js';

/** What a service does with one kind of fact, inside the transaction that remembers it. */
export interface EventHandler {
  (transaction: Transaction, event: ToldEvent): Promise<void>;
  /**
   * Does many at once, in their order. For a handler that only writes rows which no other writes, and that is one
   * object for all types of facts that do.
   */
  readonly together?: (transaction: Transaction, events: readonly ToldEvent[]) => Promise<void>;
}

/** By type; a type that is not here is remembered and needs nothing done. */
export type EventHandlers = Readonly<Record<string, EventHandler>>;

const remember = statement<{ id: string }>(
  'inbox.remember',
  `insert into inbox_event (vendor_id, producer, event_id, type)
   values (app.vendor(), $1::text, $2::text, $3::text) on conflict do nothing returning event_id as id`,
);

const remembered = statement<{ id: string }>(
  'inbox.remembered',
  'select event_id as id from inbox_event where producer = $1::text and event_id = any($2::text[])',
);

interface Inbox {
  readonly database: WorkingDatabase;
  readonly handlers: EventHandlers;
}

/**
 * Applies each event once, however often it comes: what is remembered already is done. One that fails holds back those
 * of its aggregate that come after it, and nothing else, unless nothing can be written at all.
 */
export async function receiveEvents(
  inbox: Inbox,
  producer: string,
  events: readonly ToldEvent[],
): Promise<Receipt> {
  const applied: string[] = [];
  const failed: { id: string; fault: string }[] = [];
  const held = new Set<string>();
  const known = await knownOf(inbox, producer, events);
  for (const event of events) {
    const key = JSON.stringify([event.vendorId, event.aggregate]);
    if (held.has(key)) continue;
    try {
      await applyOnce(inbox, { producer, event, known });
      applied.push(event.id);
    } catch (fault) {
      held.add(key);
      const kind = kindOf(fault);
      failed.push({ id: event.id, fault: kind });
      // The others would wait for it one by one.
      if (kind === databaseAway) break;
    }
  }
  return { applied, failed };
}

const rememberAll = statement<{ id: string }>(
  'inbox.rememberAll',
  `insert into inbox_event (vendor_id, producer, event_id, type)
   select app.vendor(), $1::text, given.id, given.type from unnest($2::text[], $3::text[]) as given (id, type)
   on conflict do nothing returning event_id as id`,
);

/**
 * Applies the events of one vendor in one transaction, all or none: for whoever is the only one that acts for the
 * vendor, since handlers lock what acts lock, and in another order. What is only written down comes first, and is known
 * to what follows from the others.
 */
export async function receiveTogether(
  { database, handlers }: Inbox,
  producer: string,
  events: readonly ToldEvent[],
): Promise<Receipt> {
  const [first] = events;
  if (first === undefined) return { applied: [], failed: [] };
  const { vendorId } = first;
  if (events.some((event) => event.vendorId !== vendorId))
    throw new Error('Events of one vendor are wanted.');
  await database.transactAs({ job: 'events', vendorId }, async (transaction) => {
    const told = [events.map(({ id }) => id), events.map(({ type }) => type)] as const;
    const rows = await transaction.query(rememberAll, [producer, ...told]);
    const fresh = new Set(rows.map(({ id }) => id));
    const untold = events.filter(({ id }) => fresh.has(id));
    for (const [handler, own] of Map.groupBy(untold, ({ type }) => handlers[type]))
      await handler?.together?.(transaction, own);
    for (const event of untold) {
      const handler = handlers[event.type];
      if (handler?.together === undefined) await handler?.(transaction, event);
    }
  });
  return { applied: events.map(({ id }) => id), failed: [] };
}

interface Arrived {
  readonly producer: string;
  readonly event: ToldEvent;
  readonly known: ReadonlySet<string>;
}

async function applyOnce({ database, handlers }: Inbox, { producer, event, known }: Arrived): Promise<void> {
  if (known.has(placeOf(event))) return;
  await database.transactAs({ job: 'events', vendorId: event.vendorId }, async (transaction) => {
    const [fresh] = await transaction.query(remember, [producer, event.id, event.type]);
    if (fresh !== undefined) await handlers[event.type]?.(transaction, event);
  });
}

/**
 * Which of them were done before: told again in great numbers, as after a restore, they cost a look and no transaction
 * each. Of a vendor's only event the look would cost as much as it saves.
 */
async function knownOf(
  { database }: Inbox,
  producer: string,
  events: readonly ToldEvent[],
): Promise<ReadonlySet<string>> {
  const known = new Set<string>();
  for (const [vendorId, own] of Map.groupBy(events, (event) => event.vendorId)) {
    if (own.length === 1) continue;
    const ids = own.map(({ id }) => id);
    const rows = await database.askAs({ job: 'events', vendorId }, remembered, [producer, ids]);
    for (const { id } of rows) known.add(placeOf({ vendorId, id }));
  }
  return known;
}

function placeOf({ vendorId, id }: Pick<ToldEvent, 'vendorId' | 'id'>): string {
  return `${vendorId}/${id}`;
}

function kindOf(fault: unknown): string {
  if (fault instanceof UserFault && fault.code === 'UNAVAILABLE') return databaseAway;
  return faultKind(fault);
}
