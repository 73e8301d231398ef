interface Entry<Value> {
  readonly revision: number;
  /** What is at hand, or what is on its way: everybody who asks meanwhile waits for the one load. */
  readonly held: Value | Promise<Value>;
}

/**
 * Keeps values that are known by a revision, shared by all requests of the process and bounded in number. The reader
 * of a row learns the revision with it, so that an old value is never given out and none needs an expiry. A value at
 * hand comes back without a promise.
 */
export class RevisionCache<Value extends object> {
  readonly #entries = new Map<string, Entry<Value>>();

  constructor(private readonly limit: number) {}

  /** `load` must not hang on one request's signal: others may be waiting for it. */
  get(key: string, revision: number, load: () => Promise<Value>): Value | Promise<Value> {
    const entry = this.#entries.get(key);
    if (entry === undefined || entry.revision < revision) return this.#load(key, revision, load);
    // A Map remembers the order of insertion: what was used last goes last.
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    return entry.held;
  }

  get size(): number {
    return this.#entries.size;
  }

  #load(key: string, revision: number, load: () => Promise<Value>): Promise<Value> {
    const loading = load().then(
      (value) => {
        if (this.#entries.get(key)?.held === loading) this.#put(key, { revision, held: value });
        return value;
      },
      (error: unknown) => {
        // A failure is not kept, so that the next one who asks tries again.
        if (this.#entries.get(key)?.held === loading) this.#entries.delete(key);
        throw error;
      },
    );
    this.#put(key, { revision, held: loading });
    return loading;
  }

  #put(key: string, entry: Entry<Value>): void {
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    const oldest = this.#entries.keys().next();
    if (this.#entries.size > this.limit && oldest.done !== true) this.#entries.delete(oldest.value);
  }
}
