import type { CivilDate } from '@mainstay/kernel/values/civil';
import { isExpired, type Lot } from './balance.rules.js';

export interface UsableLot extends Lot {
  readonly id: string;
  /** 0 unless set; the smaller is used first. */
  readonly priority: number;
  /** ISO 8601 in UTC. */
  readonly grantedAt: string;
}

/**
 * The lots that have something left on a day, in the order in which they are used (S5): by priority, then by the earliest
 * expiry, those that never expire last, then the oldest.
 */
export function inOrderOfUse<Usable extends UsableLot>(lots: readonly Usable[], day: CivilDate): Usable[] {
  return lots.filter((lot) => lot.left > 0 && !isExpired(lot, day)).sort(byUse);
}

/** Later than every day that can be written. */
const never = '9999-99-99';

function byUse(first: UsableLot, second: UsableLot): number {
  return (
    first.priority - second.priority ||
    compare(first.expiresOn ?? never, second.expiresOn ?? never) ||
    Date.parse(first.grantedAt) - Date.parse(second.grantedAt) ||
    compare(first.id, second.id)
  );
}

function compare(first: string, second: string): number {
  if (first === second) return 0;
  return first < second ? -1 : 1;
}
