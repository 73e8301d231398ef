/** Why a request was given up. */
export type CancelReason = 'timeout' | 'disconnect' | 'shutdown';

/** The time that one read of a subgraph may take. */
export interface Share {
  /** Tells the subgraph that nobody waits any more. */
  readonly signal: AbortSignal;
  /** Resolves with null when the read is given up, and never otherwise. */
  readonly over: Promise<null>;
  /** The read has answered. */
  end(): void;
}

/**
 * The end of a request before its answer: at its deadline, or when its client has gone. Reads get a signal;
 * a mutation never does, because half of a change is worse than a change that nobody waited for.
 */
export class Cancellation {
  readonly #deadlineMs: number;
  readonly #timer: NodeJS.Timeout;
  readonly #cancelled: Promise<CancelReason>;
  readonly #shares = new Set<() => void>();
  #reason: CancelReason | null = null;
  #resolve: (reason: CancelReason) => void = () => undefined;

  constructor(timeoutMs: number) {
    this.#deadlineMs = performance.now() + timeoutMs;
    this.#cancelled = new Promise((resolve) => (this.#resolve = resolve));
    this.#timer = setTimeout(() => {
      this.cancel('timeout');
    }, timeoutMs);
  }

  get reason(): CancelReason | null {
    return this.#reason;
  }

  /** Resolves when the request is given up, and never otherwise. */
  get cancelled(): Promise<CancelReason> {
    return this.#cancelled;
  }

  /**
   * Half of the time left. Reads come in waves, and the engine starts a wave when the one before has answered
   * in full: with all of the time, one slow subgraph would leave nothing for what does not depend on it.
   */
  share(): Share {
    const controller = new AbortController();
    let giveUp: () => void = () => undefined;
    const over = new Promise<null>((resolve) => {
      giveUp = () => {
        end();
        resolve(null);
        controller.abort(new DOMException('The read was given up.', 'AbortError'));
      };
    });
    const timer = setTimeout(giveUp, Math.max(0, this.#deadlineMs - performance.now()) / 2);
    const end = () => {
      clearTimeout(timer);
      this.#shares.delete(giveUp);
    };
    this.#shares.add(giveUp);
    return { signal: controller.signal, over, end };
  }

  cancel(reason: CancelReason): void {
    if (this.#reason !== null) return;
    this.#reason = reason;
    clearTimeout(this.#timer);
    this.#resolve(reason);
    for (const giveUp of [...this.#shares]) giveUp();
  }

  /** The answer is complete: nothing is left to give up. */
  done(): void {
    clearTimeout(this.#timer);
  }
}
