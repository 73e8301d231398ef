import type { WorkingDatabase } from '@mainstay/kernel/db/scoped';
import type { Timekeeper } from '@mainstay/kernel/due/timekeeper';
import { arriveAt, movingClock, setClock } from './clock-state.js';

export interface ClockStepsOptions {
  readonly database: WorkingDatabase;
  /** Of every service, in the order in which what is due at one instant is done. */
  readonly timekeepers: readonly Timekeeper[];
  /** Resolves when each mail that was due has been sent or has failed once. */
  readonly drainMails: () => Promise<void>;
}

/** A step goes to the next instant, and has done and told all that was due there where it has moved. */
export type Step = 'MOVED' | 'WAITS' | 'ARRIVED';

/** How a clock that was sent on its way gets there; one at a time goes a vendor's way. */
export class ClockSteps {
  constructor(private readonly options: ClockStepsOptions) {}

  async toNext(vendorId: string): Promise<Step> {
    const { database, timekeepers } = this.options;
    const job = { job: 'clock', vendorId };
    const clock = await database.transactAs(job, movingClock);
    if (clock === null) return 'ARRIVED';
    const next = await this.#nextDue(vendorId, clock.to);
    if (next === null) {
      if (!(await this.settle(vendorId))) return 'WAITS';
      // What was told has perhaps planned something more: an act that began before the clock did may have told it late.
      if ((await this.#nextDue(vendorId, clock.to)) !== null) return 'MOVED';
      await database.transactAs(job, (transaction) => arriveAt(transaction, vendorId, clock));
      return 'ARRIVED';
    }
    const now = next > clock.now ? next : clock.now;
    if (now !== clock.now) await database.transactAs(job, (transaction) => setClock(transaction, now));
    let done = 0;
    for (const timekeeper of timekeepers) done += await timekeeper.runDue(vendorId, now);
    const settled = await this.settle(vendorId);
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
  async settle(vendorId: string): Promise<boolean> {
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
}
