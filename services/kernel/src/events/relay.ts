import { statement, type Transaction, type WorkingDatabase } from '../db/scoped.js';
import { hasTurn } from '../db/turn.js';
import { faultKind, waitAfterMs } from '../values/retry.js';
import type { EventOutlet } from './outlet.js';
import { databaseAway, type Deliver, type Receipt, type ToldEvent } from './told-event.js';

export interface RelayLogger {
  warn(facts: object, message: string): void;
}

export interface RelayOptions {
  readonly database: WorkingDatabase;
  /** How each consumer is reached. */
  readonly consumers: Readonly<Record<string, Deliver>>;
  /** The real instant, ISO 8601: retries run on real time. */
  readonly clock: () => string;
  readonly logger: RelayLogger;
  /** How often it looks for what is owed although nobody nudged; 2,000 unless told. */
  readonly everyMs?: number;
}

export interface EventRelay extends EventOutlet {
  /** Resolves when nothing is owed that could be sent now. */
  drain(): Promise<void>;
  /** Lets what is on its way arrive. Safe to call twice. */
  stop(): Promise<void>;
}

const job = { job: 'events', vendorId: null } as const;

/**
 * The first event owed of each aggregate, unless it waits or was given up, and those behind it. Each step is bound to
 * the index that serves it: a plan by statistics from before a backlog came would compare everything with everything.
 */
export const owed = statement<ToldEvent & { readonly attempts: number }>(
  'event.owed',
  `with heads as (
     select distinct on (vendor_id, aggregate) vendor_id, aggregate, position, next_attempt_at, gave_up_at
     from event_delivery where consumer = $1::text and delivered_at is null
     order by vendor_id, aggregate, position
   ), ready as (
     select vendor_id, aggregate from heads
     where gave_up_at is null and next_attempt_at <= $2::timestamptz order by position limit 100
   ), due as materialized (
     select d.* from ready r cross join lateral (
       select vendor_id, event_id, position, attempts from event_delivery
       where consumer = $1::text and vendor_id = r.vendor_id and aggregate = r.aggregate and delivered_at is null
       order by position limit 200
     ) d order by d.position limit 200
   )
   select e.vendor_id as "vendorId", e.id, d.position, e.type, e.aggregate, e.payload,
     e.occurred_at as "occurredAt", d.attempts
   from due d cross join lateral (
     select * from outbox_event where vendor_id = d.vendor_id and id = d.event_id limit 1
   ) e order by d.position`,
);

const delivered = statement(
  'event.delivered',
  `update event_delivery set delivered_at = $2::timestamptz, last_fault = null
   where consumer = $1::text and (vendor_id, event_id) in (select * from unnest($3::text[], $4::text[]))`,
);

const failed = statement(
  'event.failed',
  `update event_delivery set attempts = attempts + 1, last_fault = $4::text, next_attempt_at = $5::timestamptz,
     gave_up_at = case when $6::boolean then $7::timestamptz end
   where consumer = $1::text and vendor_id = $2::text and event_id = $3::text`,
);

/** A consumer that is away is waited for; an event that it cannot apply is given up and shown to a person. */
const attemptsAtMost = 10;

export function openRelay(options: RelayOptions): EventRelay {
  return new Relay(options);
}

type Owed = ToldEvent & { readonly attempts: number };

class Relay implements EventRelay {
  readonly consumers: readonly string[];
  readonly #timer: NodeJS.Timeout | null;
  /** By consumer: the pass that runs, and whether somebody nudged meanwhile. */
  readonly #running = new Map<string, Promise<void>>();
  readonly #again = new Set<string>();
  #stopped = false;

  constructor(private readonly options: RelayOptions) {
    this.consumers = Object.keys(options.consumers);
    this.#timer =
      this.consumers.length === 0
        ? null
        : setInterval(() => {
            this.nudge();
          }, options.everyMs ?? 2_000);
    this.#timer?.unref();
  }

  nudge(): void {
    if (this.#stopped) return;
    for (const consumer of this.consumers) void this.#run(consumer);
  }

  async drain(): Promise<void> {
    await Promise.all(this.consumers.map((consumer) => this.#run(consumer)));
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    if (this.#timer !== null) clearInterval(this.#timer);
    await Promise.all(this.#running.values());
  }

  /** Sends until nothing is left; who asks while it runs gets one look more. */
  #run(consumer: string): Promise<void> {
    const running = this.#running.get(consumer);
    if (running !== undefined) {
      this.#again.add(consumer);
      return running.then(() => (this.#again.has(consumer) ? this.#run(consumer) : undefined));
    }
    const started = this.#sendAll(consumer).finally(() => this.#running.delete(consumer));
    this.#running.set(consumer, started);
    return started;
  }

  async #sendAll(consumer: string): Promise<void> {
    try {
      do {
        this.#again.delete(consumer);
        while (!this.#stopped && (await this.#sendSome(consumer)));
      } while (this.#again.has(consumer) && !this.#stopped);
    } catch (fault) {
      // The database does not answer; the next look is due by itself.
      this.options.logger.warn({ consumer, fault: faultKind(fault) }, 'events wait');
    }
  }

  /** Whether there may be more. What was sent is noted in the transaction that holds the turn. */
  #sendSome(consumer: string): Promise<boolean> {
    const { database, clock } = this.options;
    return database.transactAs(job, async (transaction) => {
      // One relay at a time for each consumer: order is kept by taking turns.
      if (!(await hasTurn(transaction, `events to ${consumer}`))) return false;
      const events = await transaction.query(owed, [consumer, clock()]);
      if (events.length === 0) return false;
      const receipt = await this.#receiptOf(consumer, events);
      await this.#note(transaction, { consumer, events, receipt });
      return receipt.applied.length > 0;
    });
  }

  /** A consumer that cannot be reached has applied nothing, and the first of each aggregate has failed. */
  async #receiptOf(consumer: string, events: readonly Owed[]): Promise<Receipt & { readonly away: boolean }> {
    const deliver = this.options.consumers[consumer];
    if (deliver === undefined) throw new Error(`Nobody knows how ${consumer} is reached.`);
    try {
      return { ...(await deliver(events)), away: false };
    } catch (fault) {
      const first = new Map<string, Owed>();
      for (const event of events) {
        const key = JSON.stringify([event.vendorId, event.aggregate]);
        if (!first.has(key)) first.set(key, event);
      }
      return {
        applied: [],
        failed: [...first.values()].map(({ id }) => ({ id, fault: faultKind(fault) })),
        away: true,
      };
    }
  }

  async #note(
    transaction: Transaction,
    {
      consumer,
      events,
      receipt,
    }: { consumer: string; events: readonly Owed[]; receipt: Receipt & { readonly away: boolean } },
  ): Promise<void> {
    const now = this.options.clock();
    const byId = new Map(events.map((event) => [event.id, event]));
    const done = receipt.applied.flatMap((id) => byId.get(id) ?? []);
    if (done.length > 0)
      await transaction.query(delivered, [
        consumer,
        now,
        done.map(({ vendorId }) => vendorId),
        done.map(({ id }) => id),
      ]);
    for (const { id, fault } of receipt.failed) {
      const event = byId.get(id);
      if (event === undefined) continue;
      const attempts = event.attempts + 1;
      const away = receipt.away || fault === databaseAway;
      const givesUp = !away && attempts >= attemptsAtMost;
      const nextAt = new Date(Date.parse(now) + waitAfterMs(attempts)).toISOString();
      await transaction.query(failed, [consumer, event.vendorId, id, fault, nextAt, givesUp, now]);
      this.options.logger.warn({ consumer, event: id, attempts, fault, givesUp }, 'an event was not applied');
    }
  }
}
