import { setTimeout as pause } from 'node:timers/promises';
import { hasTurn } from '@mainstay/kernel/db/turn';
import { faultKind } from '@mainstay/kernel/values/retry';
import { movingVendors } from './clock-state.js';
import { ClockSteps, type ClockStepsOptions, type Step } from './clock-steps.js';

export interface ClockMoverOptions extends ClockStepsOptions {
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

export function openClockMover(options: ClockMoverOptions): ClockMover {
  return new Mover(options);
}

class Mover implements ClockMover {
  readonly #timer: NodeJS.Timeout;
  readonly #steps: ClockSteps;
  readonly #moving = new Map<string, Promise<void>>();
  #looking: Promise<void> | null = null;
  #again = false;
  #stopped = false;

  constructor(private readonly options: ClockMoverOptions) {
    this.#steps = new ClockSteps(options);
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
      if (!settled && !(await this.#steps.settle(vendorId))) return 'WAITS';
      return await this.#steps.toNext(vendorId);
    } catch (fault) {
      // A service or a database is away; nothing is skipped meanwhile, since the clock stands.
      this.#note(fault, 'a clock waits');
      return 'WAITS';
    }
  }

  #note(fault: unknown, message: string): void {
    this.options.logger.warn({ fault: faultKind(fault) }, message);
  }
}
