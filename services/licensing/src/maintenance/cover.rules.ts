import { earlierOf, laterOf, type CivilDate } from '@mainstay/kernel/values/civil';
import type { UpgradeScope } from '@mainstay/kernel/values/policy';

/** One period that covers a license, already cut to the days that count for it. */
export interface CoverFact {
  readonly startsOn: CivilDate;
  readonly expiresOn: CivilDate;
  readonly countedFrom: CivilDate;
  /** By the plan version that the period was sold under (M15), not by today's. */
  readonly upgrades: UpgradeScope;
  readonly planVersion: number;
}

/** Half-open days. */
export interface Days {
  readonly startsOn: CivilDate;
  readonly expiresOn: CivilDate;
}

/**
 * A site's or contract's period as it covers one license: only while that license is a member or a line, from its first
 * day there until the day it leaves. Null where the two never meet.
 */
export function whileMember<Period extends Days>(
  period: Period,
  joinedOn: CivilDate,
  leftOn: CivilDate | null,
): Period | null {
  const startsOn = laterOf(period.startsOn, joinedOn);
  const expiresOn = leftOn === null ? period.expiresOn : earlierOf(period.expiresOn, leftOn);
  return startsOn < expiresOn ? { ...period, startsOn, expiresOn } : null;
}

/** Effective cover of a license as of a day. */
export interface EffectiveCover<Period extends Days = Days> {
  readonly active: boolean;
  /** The first day of the unbroken cover that holds the day; null where the day is not covered. */
  readonly startsOn: CivilDate | null;
  /** The first day without cover after the last unbroken cover begun by then, perhaps long past; null if none had. */
  readonly expiresOn: CivilDate | null;
  /** All periods, coming ones too, by first day. */
  readonly periods: readonly Period[];
}

/**
 * The union of a license's own, its site's and its contract's periods. Cover that goes on without a gap is one, from
 * whichever source: a second pack moves the day on which cover ends, as soon as it is associated (M4, M8).
 */
export function effectiveCover<Period extends Days>(
  periods: readonly Period[],
  asOf: CivilDate,
): EffectiveCover<Period> {
  const inOrder = byStart(periods);
  let last: Days | null = null;
  for (const stretch of stretches(inOrder)) {
    if (stretch.startsOn > asOf) break;
    last = stretch;
  }
  const active = last !== null && asOf < last.expiresOn;
  return {
    active,
    startsOn: active && last ? last.startsOn : null,
    expiresOn: last?.expiresOn ?? null,
    periods: inOrder,
  };
}

/** Cover that goes on without a gap, from whichever source, taken together; by first day. */
export function unbrokenCover(periods: readonly Days[]): readonly Days[] {
  return stretches(byStart(periods));
}

/** The last end of all cover, coming cover too; null where there never was any. */
export function lastExpiry(periods: readonly Days[]): CivilDate | null {
  return periods.reduce<CivilDate | null>(
    (last, { expiresOn }) => (last === null ? expiresOn : laterOf(last, expiresOn)),
    null,
  );
}

function byStart<Period extends Days>(periods: readonly Period[]): readonly Period[] {
  if (periods.length < 2) return periods;
  return periods.toSorted(
    (first, second) => compare(first.startsOn, second.startsOn) || compare(first.expiresOn, second.expiresOn),
  );
}

function compare(first: CivilDate, second: CivilDate): number {
  return first < second ? -1 : first > second ? 1 : 0;
}

/** Periods that overlap or touch, taken together. */
function stretches(inOrder: readonly Days[]): Days[] {
  const merged: Days[] = [];
  for (const { startsOn, expiresOn } of inOrder) {
    const last = merged.at(-1);
    if (!last || startsOn > last.expiresOn) merged.push({ startsOn, expiresOn });
    else if (expiresOn > last.expiresOn) {
      merged[merged.length - 1] = { startsOn: last.startsOn, expiresOn };
    }
  }
  return merged;
}
