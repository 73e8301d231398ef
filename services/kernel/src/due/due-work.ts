import type { Effect, Instant } from '../act/act.js';
import { instantOf } from '../act/instant.js';
import { leaveTrail } from '../act/leave-trail.js';
import { statement, type Statement, type Transaction, type WorkingDatabase } from '../db/scoped.js';
import type { VendorTable } from '../db/vendor-zone.js';
import type { EventOutlet } from '../events/outlet.js';
import { faultKind, waitAfterMs } from '../values/retry.js';

/** What one thing to do came to: an effect for the trail, nothing (it was not wanted any more), or not yet. */
export type DueOutcome = Effect | 'NOTHING' | 'LATER';

/** How things of one kind are done, in a transaction of their own, as `app_worker` of one vendor. */
export interface DueKind {
  /** As the trail names it, like a mutation: `noticeSend`. */
  readonly act: string;
  run(
    transaction: Transaction,
    due: { readonly key: string; readonly dueAt: string },
    instant: Instant,
  ): Promise<DueOutcome>;
}

export interface DueWorkOptions {
  readonly database: WorkingDatabase;
  readonly kinds: Readonly<Record<string, DueKind>>;
  readonly outlet: EventOutlet;
  /** The table that knows each vendor's `zone` and `clock_kind`: the vendors themselves, or what is known of them. */
  readonly vendors: VendorTable;
  /** Whose work is due although nobody moves a clock, and what their clocks show; by the real clock unless told. */
  readonly waiting?: Statement<Waiting>;
  /** The real instant, ISO 8601. */
  readonly clock: () => string;
  readonly logger: { warn(facts: object, message: string): void };
  /** How often it looks for what is due by the real clock; 5,000 unless told. */
  readonly everyMs?: number;
}

/** A vendor with work that is due at the instant that its clock shows. */
export interface Waiting {
  readonly vendorId: string;
  readonly now: string;
}

/** Takes the real instant, as every statement of who waits does. */
export function waitingByRealClock(vendors: DueWorkOptions['vendors']): string {
  return `select distinct d.vendor_id as "vendorId", $1::timestamptz as now
    from due_work d join ${vendors} v on v.vendor_id = d.vendor_id and v.clock_kind = 'REAL'
    where d.gave_up_at is null and d.due_at <= $1::timestamptz and d.next_attempt_at <= $1::timestamptz`;
}

/** What a service does when it falls due. */
export interface DueWork {
  /** When the next thing of a vendor falls due, if it does by `until`; what was given up is waited for no more. */
  nextDue(vendorId: string, until: string): Promise<string | null>;
  /**
   * Does what is due for a vendor whose clock shows `now`, in the order of instants, some hundred things at most; what
   * fails or is not ready is tried again later. Resolves with how many were done.
   */
  runDue(vendorId: string, now: string): Promise<number>;
  /** Does what is due although nobody moves a clock, as the timer does. */
  look(): Promise<void>;
  /** Lets what runs end. Safe to call twice. */
  stop(): Promise<void>;
}

const queues = { job: 'due', vendorId: null } as const;

const next = statement<{ dueAt: string | null }>(
  'due.next',
  `select min(due_at) as "dueAt" from due_work
   where vendor_id = $1::text and due_at <= $2::timestamptz and gave_up_at is null`,
);

interface Taken {
  readonly kind: string;
  readonly key: string;
  readonly dueAt: string;
  readonly attempts: number;
  /** In which the days of the vendor begin; null where the vendor is not known yet. */
  readonly zone: string | null;
}

/** The next thing that nobody else is doing. Its row is held until it is gone. */
const takeOf = (vendors: VendorTable) =>
  statement<Taken>(
    `due.take.${vendors}`,
    `select kind, key, due_at as "dueAt", attempts, (select zone from ${vendors} where vendor_id = app.vendor()) as zone
     from due_work
     where vendor_id = app.vendor() and gave_up_at is null
       and due_at <= $1::timestamptz and next_attempt_at <= $2::timestamptz
     order by due_at, kind, key limit 1 for update skip locked`,
  );

/** One that was planned anew meanwhile, for another instant, stays. */
const done = statement(
  'due.done',
  'delete from due_work where kind = $1::text and key = $2::text and due_at = $3::timestamptz',
);

const postpone = statement(
  'due.postpone',
  'update due_work set next_attempt_at = $3::timestamptz where kind = $1::text and key = $2::text',
);

const failed = statement<{ gaveUp: boolean }>(
  'due.failed',
  `update due_work set attempts = attempts + 1, last_fault = $3::text, next_attempt_at = $4::timestamptz,
     gave_up_at = case when attempts + 1 >= $5::integer then $6::timestamptz end
   where kind = $1::text and key = $2::text returning gave_up_at is not null as "gaveUp"`,
);

/** A call between processes must end in good time. */
const doneAtOnce = 200;
/** What is not ready is looked at again after so long. */
const notReadyMs = 250;
const attemptsAtMost = 10;

export function openDueWork(options: DueWorkOptions): DueWork {
  return new Worker(options);
}

class Worker implements DueWork {
  readonly #timer: NodeJS.Timeout;
  readonly #take: Statement<Taken>;
  readonly #waiting: Statement<Waiting>;
  #looking: Promise<void> | null = null;
  #stopped = false;

  constructor(private readonly options: DueWorkOptions) {
    const { vendors } = options;
    this.#take = takeOf(vendors);
    this.#waiting = options.waiting ?? statement('due.vendors', waitingByRealClock(vendors));
    this.#timer = setInterval(() => void this.look(), options.everyMs ?? 5_000);
    this.#timer.unref();
  }

  async nextDue(vendorId: string, until: string): Promise<string | null> {
    const [found] = await this.options.database.askAs(queues, next, [vendorId, until]);
    return found?.dueAt == null ? null : new Date(found.dueAt).toISOString();
  }

  async runDue(vendorId: string, now: string): Promise<number> {
    // One instant for the whole run: what is put off by it is not taken again, however long it lasts.
    const real = this.options.clock();
    let count = 0;
    while (!this.#stopped && count < doneAtOnce) {
      const outcome = await this.#runOne(vendorId, now, real);
      if (outcome === 'NONE') break;
      if (outcome === 'DONE') count += 1;
    }
    if (count > 0) this.options.outlet.nudge();
    return count;
  }

  look(): Promise<void> {
    if (this.#stopped) return Promise.resolve();
    this.#looking ??= this.#lookOnce().finally(() => {
      this.#looking = null;
    });
    return this.#looking;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#timer);
    await this.#looking;
  }

  async #lookOnce(): Promise<void> {
    const { database, clock, logger } = this.options;
    try {
      const waiting = await database.askAs(queues, this.#waiting, [clock()]);
      for (const { vendorId, now } of waiting) await this.runDue(vendorId, new Date(now).toISOString());
    } catch (fault) {
      // The database does not answer; the next look is due by itself.
      logger.warn({ fault: faultKind(fault) }, 'due work waits');
    }
  }

  async #runOne(vendorId: string, now: string, real: string): Promise<'NONE' | 'DONE' | 'PUT_OFF'> {
    const { database, clock, logger } = this.options;
    const job = { job: 'due', vendorId };
    const tried: { due: Taken | null } = { due: null };
    try {
      return await database.transactAs(job, async (transaction) => {
        const [due] = await transaction.query(this.#take, [now, real]);
        if (due === undefined) return 'NONE';
        tried.due = due;
        return this.#do(transaction, due, now);
      });
    } catch (fault) {
      const { due } = tried;
      // Nothing was taken: the database itself is in the way.
      if (due === null) throw fault;
      const failedAt = clock();
      const [row] = await database.askAs(job, failed, [
        ...[due.kind, due.key, faultKind(fault), later(failedAt, waitAfterMs(due.attempts))],
        ...[attemptsAtMost, failedAt],
      ]);
      const facts = { kind: due.kind, key: due.key, attempts: due.attempts + 1, fault: faultKind(fault) };
      logger.warn({ ...facts, givesUp: row?.gaveUp ?? false }, 'due work failed');
      return 'PUT_OFF';
    }
  }

  async #do(transaction: Transaction, due: Taken, now: string): Promise<'DONE' | 'PUT_OFF'> {
    const { kinds, outlet, clock } = this.options;
    const kind = kinds[due.kind];
    if (kind === undefined) throw new Error(`Nobody knows how ${due.kind} is done.`);
    if (due.zone === null) throw new Error('The vendor is not known yet.');
    const dueAt = new Date(due.dueAt).toISOString();
    const instant = instantOf(now, due.zone);
    const outcome = await kind.run(transaction, { key: due.key, dueAt }, instant);
    if (outcome === 'LATER') {
      await transaction.query(postpone, [due.kind, due.key, later(clock(), notReadyMs)]);
      return 'PUT_OFF';
    }
    await transaction.query(done, [due.kind, due.key, due.dueAt]);
    if (outcome !== 'NOTHING')
      await leaveTrail(transaction, instant, {
        ...{ act: kind.act, actorKind: 'JOB', userId: null, reason: null, effect: outcome },
        ...{ consumers: outlet.consumers, answers: null },
      });
    return 'DONE';
  }
}

function later(now: string, ms: number): string {
  return new Date(Date.parse(now) + ms).toISOString();
}
