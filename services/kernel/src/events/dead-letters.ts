import { statement, type WorkingDatabase } from '../db/scoped.js';

/** What is owed to a consumer, for a person to look at. The payload stays where it is: it may name people. */
export interface OwedDelivery {
  readonly vendorId: string;
  readonly eventId: string;
  readonly type: string;
  readonly aggregate: string;
  readonly consumer: string;
  readonly attempts: number;
  /** The kind of the last fault, never its words. */
  readonly lastFault: string | null;
  readonly state: 'GAVE_UP' | 'TRIED_AGAIN' | 'BEHIND' | 'DUE';
  /** When it was given up; for the others when it was told. */
  readonly since: string;
  /** When it is tried again; null unless it waits for that. */
  readonly nextAt: string | null;
}

export interface OwedDeliveries {
  readonly shown: readonly OwedDelivery[];
  readonly total: number;
}

const job = { job: 'events', vendorId: null } as const;

/** Only the first of an aggregate is sent, so that any other is behind it, whatever became of that one. */
const owed = statement<OwedDelivery>(
  'event.owedToAll',
  `select d.vendor_id as "vendorId", d.event_id as "eventId", e.type, d.aggregate, d.consumer, d.attempts,
     d.last_fault as "lastFault", coalesce(d.gave_up_at, e.recorded_at)::text as since,
     case when d.gave_up_at is null and d.attempts > 0 then d.next_attempt_at::text end as "nextAt",
     case when d.gave_up_at is not null then 'GAVE_UP' when d.attempts > 0 then 'TRIED_AGAIN'
       when d.position > min(d.position) over (partition by d.consumer, d.vendor_id, d.aggregate) then 'BEHIND'
       else 'DUE' end as state
   from event_delivery d
   join outbox_event e on e.vendor_id = d.vendor_id and e.id = d.event_id
   where d.delivered_at is null
   order by d.gave_up_at is null, d.attempts = 0, d.position limit $1::int`,
);

const countOwed = statement<{ readonly total: number }>(
  'event.countOwed',
  'select count(*)::int as total from event_delivery where delivered_at is null',
);

const again = statement<{ eventId: string; consumer: string }>(
  'event.sendAgain',
  `update event_delivery set gave_up_at = null, attempts = 0, next_attempt_at = '-infinity'
   where delivered_at is null and (gave_up_at is not null or attempts > 0)
     and ($1::text is null and gave_up_at is not null or event_id = $1::text)
   returning event_id as "eventId", consumer`,
);

/** Those that were given up first, then those that are tried again, then whatever waits. */
export function owedDeliveries(database: WorkingDatabase, atMost: number): Promise<OwedDeliveries> {
  return database.transactAs(job, async (transaction) => {
    const shown = await transaction.query(owed, [atMost]);
    const [counted] = await transaction.query(countOwed, []);
    return { shown, total: counted?.total ?? 0 };
  });
}

/**
 * Lets the relay of the running house send again, from its next look on: one event to whoever lacks it, or with null
 * all that were given up. The last fault stays until it arrives, because it is why somebody asked.
 */
export function sendAgain(
  database: WorkingDatabase,
  eventId: string | null,
): Promise<readonly { readonly eventId: string; readonly consumer: string }[]> {
  return database.askAs(job, again, [eventId]);
}
