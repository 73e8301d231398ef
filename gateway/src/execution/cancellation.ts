/** Why a request's reads were given up. */
export type CancelReason = 'timeout' | 'disconnect' | 'shutdown';

/**
 * The end of a request before its answer: at its deadline, or when its client has gone. Reads get the signal;
 * a mutation never does, because half of a change is worse than a change that nobody waited for.
 */
export class Cancellation {
  readonly #controller = new AbortController();
  readonly #timer: NodeJS.Timeout;
  readonly #cancelled: Promise<CancelReason>;
  #reason: CancelReason | null = null;
  #resolve: (reason: CancelReason) => void = () => undefined;

  constructor(timeoutMs: number) {
    this.#cancelled = new Promise((resolve) => (this.#resolve = resolve));
    this.#timer = setTimeout(() => {
      this.cancel('timeout');
    }, timeoutMs);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  get reason(): CancelReason | null {
    return this.#reason;
  }

  /** Resolves when the request is given up, and never otherwise. */
  get cancelled(): Promise<CancelReason> {
    return this.#cancelled;
  }

  cancel(reason: CancelReason): void {
    if (this.#reason !== null) return;
    this.#reason = reason;
    clearTimeout(this.#timer);
    this.#resolve(reason);
    this.#controller.abort(new DOMException('The request was given up.', 'AbortError'));
  }

  /** The answer is complete: nothing is left to give up. */
  done(): void {
    clearTimeout(this.#timer);
  }
}
