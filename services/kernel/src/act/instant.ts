import { randomBytes } from 'node:crypto';
import { civilDayOf } from '../values/civil.js';
import { newId } from '../values/ids.js';
import type { Instant } from './act.js';

/** An instant of a tenant, ISO 8601 in UTC, with what follows from it and from the vendor's zone. */
export function instantOf(now: string, zone: string): Instant {
  const nowMs = Date.parse(now);
  return {
    ...{ nowMs, now, zone, today: civilDayOf(nowMs, zone) },
    newId: (prefix) => newId(prefix, nowMs, randomBytes),
  };
}
