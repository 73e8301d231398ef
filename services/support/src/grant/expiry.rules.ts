import type { CivilDate } from '@mainstay/kernel/values/civil';
import { isExpired, type Lot } from './balance.rules.js';

/** What of a lot is to be written down as expired: what is left of it. A reservation pins its units (S5). */
export function unitsToExpire(lot: Lot, day: CivilDate): number {
  return isExpired(lot, day) ? lot.left : 0;
}

export interface Movement {
  readonly kind: 'RELEASED' | 'RESTORED' | 'EXPIRED';
  readonly units: number;
}

/**
 * What is entered where units come back to their lot, by a release before they were used or by a restoration after. To a
 * lot that has expired meanwhile they come back and are gone at once, in the same transaction: the due work of the lot is
 * done by then and does not look again (S5).
 */
export function movementsOfReturn(
  kind: 'RELEASED' | 'RESTORED',
  units: number,
  lot: Pick<Lot, 'expiresOn'>,
  day: CivilDate,
): Movement[] {
  const back: Movement = { kind, units };
  return isExpired(lot, day) ? [back, { kind: 'EXPIRED', units }] : [back];
}
