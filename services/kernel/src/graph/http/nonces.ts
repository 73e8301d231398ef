/**
 * What was heard lately, in two halves that take turns: forgetting is dropping the older half, at no cost for each
 * entry. Only signed nonces enter, so only a holder of the key can fill it.
 */
export class SeenNonces {
  #recent = new Set<string>();
  #older = new Set<string>();
  #turnsAtMs = 0;

  /** What is kept is kept for at least this long. */
  constructor(private readonly keptMs: number) {}

  /** False when it was here before. */
  add(nonce: string, nowMs: number): boolean {
    if (nowMs >= this.#turnsAtMs) {
      this.#older = nowMs >= this.#turnsAtMs + this.keptMs ? new Set() : this.#recent;
      this.#recent = new Set();
      this.#turnsAtMs = nowMs + this.keptMs;
    }
    if (this.#recent.has(nonce) || this.#older.has(nonce)) return false;
    this.#recent.add(nonce);
    return true;
  }
}
