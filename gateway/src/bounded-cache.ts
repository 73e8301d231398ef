/**
 * A map that forgets: the least recently used entry when it is full, and any entry past its instant.
 * Nothing in the gateway is kept without a bound, because its keys come from strangers.
 */
export class BoundedCache<Value> {
  readonly #entries = new Map<string, { value: Value; until: number }>();
  readonly #capacity: number;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  get size(): number {
    return this.#entries.size;
  }

  get(key: string, nowMs = 0): Value | undefined {
    const entry = this.#entries.get(key);
    if (entry === undefined) return undefined;
    if (entry.until <= nowMs) {
      this.#entries.delete(key);
      return undefined;
    }
    // Written again, the entry becomes the youngest: a Map keeps the order of insertion.
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    return entry.value;
  }

  set(key: string, value: Value, until = Number.POSITIVE_INFINITY): void {
    this.#entries.delete(key);
    this.#entries.set(key, { value, until });
    if (this.#entries.size > this.#capacity) {
      const oldest = this.#entries.keys().next();
      if (!oldest.done) this.#entries.delete(oldest.value);
    }
  }

  /** Forgets every entry whose value the test accepts; says how many. */
  drop(test: (value: Value) => boolean): number {
    let dropped = 0;
    for (const [key, entry] of this.#entries) {
      if (!test(entry.value)) continue;
      this.#entries.delete(key);
      dropped += 1;
    }
    return dropped;
  }
}
