import { BoundedCache } from '../bounded-cache.js';

/** How many requests at once, and how many in a minute. */
export interface Rate {
  readonly burst: number;
  readonly perMinute: number;
}

interface Bucket {
  left: number;
  atMs: number;
}

const keptBuckets = 100_000;
const minuteMs = 60_000;

/** A bucket for each key, which fills by and by; forgotten when it is full again or when strangers bring too many keys. */
export class RateLimit {
  readonly #buckets = new BoundedCache<Bucket>(keptBuckets);

  constructor(private readonly rate: Rate) {}

  /** How many seconds to wait before one more is taken; 0 where it was. */
  take(key: string, nowMs: number): number {
    const bucket = this.#bucket(key, nowMs);
    if (bucket.left < 1) return this.#secondsUntilOne(bucket);
    bucket.left -= 1;
    return 0;
  }

  /** As `take`, and takes none. */
  wait(key: string, nowMs: number): number {
    const bucket = this.#bucket(key, nowMs);
    return bucket.left < 1 ? this.#secondsUntilOne(bucket) : 0;
  }

  #bucket(key: string, nowMs: number): Bucket {
    const { burst, perMinute } = this.rate;
    const known = this.#buckets.get(key) ?? { left: burst, atMs: nowMs };
    const grown = (Math.max(0, nowMs - known.atMs) / minuteMs) * perMinute;
    known.left = Math.min(burst, known.left + grown);
    known.atMs = Math.max(known.atMs, nowMs);
    this.#buckets.set(key, known);
    return known;
  }

  #secondsUntilOne({ left }: Bucket): number {
    return Math.max(1, Math.ceil(((1 - left) / this.rate.perMinute) * 60));
  }
}
