import { addDays, dayMs, type CivilDate } from '@mainstay/kernel/values/civil';

/** When support is open, by an offset that is the same all year (S3): no zone whose clocks change. */
export interface SupportCalendar {
  readonly offsetMinutes: number;
  /** By day of the week, 1 for Monday to 7 for Sunday. A day that is not here is closed. */
  readonly opening: Readonly<Partial<Record<WeekDay, Opening>>>;
  readonly holidays: readonly CivilDate[];
  /** Shown, and no part of any target: they neither shorten nor lengthen one. */
  readonly extraOpenings: readonly { readonly on: CivilDate; readonly opening: Opening }[];
}

export type WeekDay = '1' | '2' | '3' | '4' | '5' | '6' | '7';

/** Minutes after midnight of the day. */
export interface Opening {
  readonly fromMinute: number;
  readonly untilMinute: number;
}

/** A stretch of opening time, in milliseconds since 1970. */
export interface Stretch {
  readonly fromMs: number;
  readonly untilMs: number;
}

const minuteMs = 60_000;
/** A year of holidays is no calendar: whoever counts stops somewhere. */
const daysLookedAt = 400;

/** What the longest day of the week opens for: a business day (S3). */
export function businessDayMs({ opening }: SupportCalendar): number {
  const lengths = Object.values(opening).map(({ fromMinute, untilMinute }) => untilMinute - fromMinute);
  return Math.max(0, ...lengths) * minuteMs;
}

/** The opening times of a day; none where it is a holiday. Extra openings are no part of a target. */
function stretchOf(calendar: SupportCalendar, day: CivilDate): Stretch | null {
  const midnightMs = Date.parse(`${day}T00:00:00Z`) - calendar.offsetMinutes * minuteMs;
  const weekDay = String(new Date(`${day}T00:00:00Z`).getUTCDay() || 7) as WeekDay;
  const opening = calendar.opening[weekDay];
  if (opening === undefined || calendar.holidays.includes(day)) return null;
  return {
    fromMs: midnightMs + opening.fromMinute * minuteMs,
    untilMs: midnightMs + opening.untilMinute * minuteMs,
  };
}

function dayOf({ offsetMinutes }: SupportCalendar, instantMs: number): CivilDate {
  return new Date(instantMs + offsetMinutes * minuteMs).toISOString().slice(0, 10);
}

/** Opening times that have not ended by an instant, day after day. */
export function* openingsFrom(calendar: SupportCalendar, fromMs: number): Generator<Stretch> {
  // A day may open before its midnight has come elsewhere, so that the day before is looked at, too.
  let day = addDays(dayOf(calendar, fromMs), -1);
  for (let looked = 0; looked < daysLookedAt; looked += 1) {
    const stretch = stretchOf(calendar, day);
    if (stretch !== null && stretch.untilMs > fromMs) yield stretch;
    day = addDays(day, 1);
  }
}

/** Time by the clock, as if it were always open. */
export function* alwaysFrom(fromMs: number): Generator<Stretch> {
  yield { fromMs, untilMs: fromMs + daysLookedAt * 10 * dayMs };
}
