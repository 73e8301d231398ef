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
    const clock = await movingClock(database, vendorId);
    if (clock === null) return 'ARRIVED';
    const due = await this.#nextDue(vendorId, clock.to);
    const next = firstOf(due);
    if (next === null) {
      if (!(await this.settle(vendorId))) return 'WAITS';
      // What was told has perhaps planned something more: an act that began before the clock did may have told it late.
      if (firstOf(await this.#nextDue(vendorId, clock.to)) !== null) return 'MOVED';
      const job = { job: 'clock', vendorId };
      await database.transactAs(job, (transaction) => arriveAt(transaction, vendorId, clock));
      return 'ARRIVED';
    }
    const now = next > clock.now ? next : clock.now;
    if (now !== clock.now) await setClock(database, vendorId, now);
    let done = 0;
    for (const [index, timekeeper] of timekeepers.entries())
      if (isDue(due[index], now)) done += await timekeeper.runDue(vendorId, now);
    const settled = await this.settle(vendorId);
    return done > 0 && settled ? 'MOVED' : 'WAITS';
  }

  /** Of each service. */
  #nextDue(vendorId: string, until: string): Promise<(string | null)[]> {
    return Promise.all(this.options.timekeepers.map((one) => one.nextDue(vendorId, until)));
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

/** Instants as ISO 8601 of one form compare as texts. */
function firstOf(instants: readonly (string | null)[]): string | null {
  return instants.filter((one) => one !== null).toSorted()[0] ?? null;
}

function isDue(instant: string | null | undefined, now: string): boolean {
  return instant != null && instant <= now;
}
