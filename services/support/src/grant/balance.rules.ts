import type { CivilDate } from '@mainstay/kernel/values/civil';

export const grantUnits = ['TICKET', 'CREDIT'] as const;
export type GrantUnit = (typeof grantUnits)[number];

/** Sums of a lot's entries up to some instant. */
export interface LotTotals {
  /** Neither reserved nor used nor gone. */
  readonly left: number;
  readonly reserved: number;
  readonly consumed: number;
  readonly expired: number;
}

export interface Lot extends LotTotals {
  readonly unit: GrantUnit;
  /** The first day on which it is unusable; null where it never expires. */
  readonly expiresOn: CivilDate | null;
}

/** From the first instant of its day on, also while nobody has written that down yet (S5). */
export function isExpired({ expiresOn }: Pick<Lot, 'expiresOn'>, day: CivilDate): boolean {
  return expiresOn !== null && expiresOn <= day;
}

/** A lot's totals as they count on a day: what is left of an expired lot is gone, what is reserved stays its own. */
export function standingOn(lot: Lot, day: CivilDate): LotTotals {
  const { left, reserved, consumed, expired } = lot;
  return isExpired(lot, day)
    ? { left: 0, reserved, consumed, expired: expired + left }
    : { left, reserved, consumed, expired };
}

export interface Balance {
  readonly unit: GrantUnit;
  readonly available: number;
  readonly reserved: number;
  /** The next day on which something that is left expires; null where nothing does. */
  readonly nextExpiryOn: CivilDate | null;
  /** How much of it; 0 where nothing does. */
  readonly nextExpiryUnits: number;
}

/** What an account has on a day, unit by unit; nothing of a unit that it never had. */
export function balancesOn(lots: readonly Lot[], day: CivilDate): Balance[] {
  return grantUnits.flatMap((unit) => {
    const own = lots.filter((lot) => lot.unit === unit);
    if (own.length === 0) return [];
    const usable = own.filter((lot) => !isExpired(lot, day) && lot.left > 0);
    const ends = usable.flatMap(({ expiresOn }) => expiresOn ?? []).sort();
    const [nextExpiryOn = null] = ends;
    const ending = usable.filter(({ expiresOn }) => expiresOn !== null && expiresOn === nextExpiryOn);
    return [
      {
        ...{ unit, available: leftIn(usable), reserved: own.reduce((sum, lot) => sum + lot.reserved, 0) },
        ...{ nextExpiryOn, nextExpiryUnits: leftIn(ending) },
      },
    ];
  });
}

function leftIn(lots: readonly Lot[]): number {
  return lots.reduce((sum, { left }) => sum + left, 0);
}
