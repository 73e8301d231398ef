import { setTimeout as pause } from 'node:timers/promises';
import type { WorkingDatabase } from '@mainstay/kernel/db/scoped';
import { hasTurn } from '@mainstay/kernel/db/turn';
import { faultKind } from '@mainstay/kernel/values/retry';
import type { Timekeeper } from '@mainstay/kernel/due/timekeeper';
import { arriveAt, movingClock, movingVendors, setClock } from './clock-state.js';

export interface ClockMoverOptions {
  readonly database: WorkingDatabase;
  /** Of every service, in the order in which what is due at one instant is done. */
  readonly timekeepers: readonly Timekeeper[];
  /** Resolves when each mail that was due has been sent or has failed once. */
  readonly drainMails: () => Promise<void>;
  /** What was made and not filled, because its process died between. */
  readonly fillSandboxes: () => Promise<void>;
  readonly logger: { warn(facts: object, message: string): void };
  /** How often it looks for what another process has left on its way; 5,000 unless told. */
  readonly everyMs?: number;
}

/** Moves clocks of sandboxes; that they are on their way is written down, so that a kill only delays them. */
export interface ClockMover {
  /** Somebody has sent a clock on its way. */
  nudge(): void;
  /** Lets the step that runs end. Safe to call twice. */
  stop(): Promise<void>;
}

/** Each takes a connection for as long as it goes. */
const movedAtOnce = 3;
const notReadyMs = 200;
const queues = { job: 'clock', vendorId: null } as const;

/** A step goes to the next instant, and has done and told all that was due there where it has moved. */
type Step = 'MOVED' | 'WAITS' | 'ARRIVED';

export function openClockMover(options: ClockMoverOptions): ClockMover {
  return new Mover(options);
}

class Mover implements ClockMover {
  readonly #timer: NodeJS.Timeout;
  readonly #moving = new Map<string, Promise<void>>();
  #looking: Promise<void> | null = null;
  #again = false;
  #stopped = false;

  constructor(private readonly options: ClockMoverOptions) {
    this.#timer = setInterval(() => {
      this.nudge();
    }, options.everyMs ?? 5_000);
    this.#timer.unref();
    this.nudge();
  }

  nudge(): void {
    if (this.#stopped) return;
    this.#again = true;
    this.#looking ??= this.#look().finally(() => {
      this.#looking = null;
    });
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#timer);
    await this.#looking;
    await Promise.all(this.#moving.values());
  }

  async #look(): Promise<void> {
    try {
      while (this.#again && !this.#stopped) {
        this.#again = false;
        await this.options.fillSandboxes();
        for (const vendorId of await movingVendors(this.options.database)) this.#begin(vendorId);
      }
    } catch (fault) {
      this.#note(fault, 'clocks wait');
    }
  }

  /** Who finds no room is begun when another has arrived. */
  #begin(vendorId: string): void {
    if (this.#stopped || this.#moving.has(vendorId) || this.#moving.size >= movedAtOnce) return;
    const moved = this.#move(vendorId).finally(() => {
      this.#moving.delete(vendorId);
      if (this.#moving.size === movedAtOnce - 1) this.nudge();
    });
    this.#moving.set(vendorId, moved);
  }

  /** The turn is held by one transaction and the work is done in others, step by step; another process may go on. */
  async #move(vendorId: string): Promise<void> {
    try {
      await this.options.database.transactAs(queues, async (turn) => {
        // Whoever stood here before has perhaps left something untold.
        let settled = false;
        while (!this.#stopped && (await hasTurn(turn, `clock of ${vendorId}`))) {
          const step = await this.#step(vendorId, settled);
          if (step === 'ARRIVED') return;
          settled = step === 'MOVED';
          if (!settled) await pause(notReadyMs);
        }
      });
    } catch (fault) {
      this.#note(fault, 'a clock waits');
    }
  }

  async #step(vendorId: string, settled: boolean): Promise<Step> {
    try {
      // However often it takes: what has happened is told and mailed before the clock goes on.
      if (!settled && !(await this.#settle(vendorId))) return 'WAITS';
      return await this.#toNext(vendorId);
    } catch (fault) {
      // A service or a database is away; nothing is skipped meanwhile, since the clock stands.
      this.#note(fault, 'a clock waits');
      return 'WAITS';
    }
  }

  async #toNext(vendorId: string): Promise<Step> {
    const { database, timekeepers } = this.options;
    const job = { job: 'clock', vendorId };
    const clock = await database.transactAs(job, movingClock);
    if (clock === null) return 'ARRIVED';
    const next = await this.#nextDue(vendorId, clock.to);
    if (next === null) {
      if (!(await this.#settle(vendorId))) return 'WAITS';
      // What was told has perhaps planned something more: an act that began before the clock did may have told it late.
      if ((await this.#nextDue(vendorId, clock.to)) !== null) return 'MOVED';
      await database.transactAs(job, (transaction) => arriveAt(transaction, vendorId, clock));
      return 'ARRIVED';
    }
    const now = next > clock.now ? next : clock.now;
    if (now !== clock.now) await database.transactAs(job, (transaction) => setClock(transaction, now));
    let done = 0;
    for (const timekeeper of timekeepers) done += await timekeeper.runDue(vendorId, now);
    const settled = await this.#settle(vendorId);
    return done > 0 && settled ? 'MOVED' : 'WAITS';
  }

  /** The earliest of all services; instants as ISO 8601 of one form compare as texts. */
  async #nextDue(vendorId: string, until: string): Promise<string | null> {
    const all = await Promise.all(this.options.timekeepers.map((one) => one.nextDue(vendorId, until)));
    return all.reduce<string | null>(
      (first, one) => (one !== null && (first === null || one < first) ? one : first),
      null,
    );
  }

  /** Again and again, since what one is told by another, or by a mail server, it may tell in its turn. */
  async #settle(vendorId: string): Promise<boolean> {
    for (;;) {
      await this.options.drainMails();
      let quiet = true;
      for (const timekeeper of this.options.timekeepers) {
        const found = await timekeeper.settle(vendorId);
        if (found === 'OWED') return false;
        if (found === 'SENT') quiet = false;
      }
      if (quiet) return true;
    }
  }

  #note(fault: unknown, message: string): void {
    this.options.logger.warn({ fault: faultKind(fault) }, message);
  }
}
