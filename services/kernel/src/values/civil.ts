import { fault, parsed, type Parsed } from './parsed.js';

/**
 * A day of the calendar as `2026-03-10`, without zone or hour. Years have four digits, so days compare with `<`
 * as they are, in code and in the database alike.
 */
export type CivilDate = string;

const civilPattern = /^(\d{4})-(\d{2})-(\d{2})$/;
export const dayMs = 86_400_000;

export function parseCivilDate(text: string): Parsed<CivilDate> {
  const match = civilPattern.exec(text);
  if (!match) return fault('A date is written as YYYY-MM-DD.');
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  if (year < 1) return fault('The year lies before 0001.');
  if (month < 1 || month > 12) return fault('The month does not exist.');
  if (day < 1 || day > daysInMonth(year, month)) return fault('The day does not exist in that month.');
  return parsed(text);
}

export function isCivilDate(text: string): boolean {
  return parseCivilDate(text).ok;
}

export function daysInMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** Puts a day together from numbers that are known to name one. */
export function civilDate(year: number, month: number, day: number): CivilDate {
  if (year < 1 || year > 9999) throw new RangeError(`The year ${year} has not four digits.`);
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

export function partsOf(day: CivilDate): { year: number; month: number; day: number } {
  return { year: Number(day.slice(0, 4)), month: Number(day.slice(5, 7)), day: Number(day.slice(8, 10)) };
}

export function addDays(day: CivilDate, days: number): CivilDate {
  const moved = new Date(utcMidnight(day) + days * dayMs);
  return civilDate(moved.getUTCFullYear(), moved.getUTCMonth() + 1, moved.getUTCDate());
}

/** How many days later `to` is than `from`; negative where it is earlier. */
export function daysBetween(from: CivilDate, to: CivilDate): number {
  return (utcMidnight(to) - utcMidnight(from)) / dayMs;
}

export function laterOf(first: CivilDate, second: CivilDate): CivilDate {
  return first > second ? first : second;
}

export function earlierOf(first: CivilDate, second: CivilDate): CivilDate {
  return first < second ? first : second;
}

function utcMidnight(day: CivilDate): number {
  const instant = Date.parse(`${day}T00:00:00Z`);
  if (Number.isNaN(instant)) throw new RangeError(`Not a civil date: ${day}`);
  return instant;
}

type InstantOfDay = (day: CivilDate, zone: string) => number;

const keptDaysPerZone = 20_000;

/** Answers are kept: entitlement asks for the same few days all the time. */
function kept(compute: InstantOfDay): InstantOfDay {
  const byZone = new Map<string, Map<CivilDate, number>>();
  return (day, zone) => {
    let instants = byZone.get(zone);
    if (!instants) byZone.set(zone, (instants = new Map<CivilDate, number>()));
    const known = instants.get(day);
    if (known !== undefined) return known;
    const instant = compute(day, zone);
    if (instants.size >= keptDaysPerZone) instants.clear();
    instants.set(day, instant);
    return instant;
  };
}

/**
 * The instant at which a day begins in a zone, in milliseconds. Where the clock jumps over midnight (Santiago, Cairo)
 * that is the first instant the day does have.
 */
export const firstInstantOf = kept(
  // `toZonedDateTime` without a time of day gives the start of the day, not a midnight that may not exist.
  (day, zone) => Temporal.PlainDate.from(day).toZonedDateTime(zone).epochMilliseconds,
);

/** The instant at which a day has ended: the first one of the day after it. */
export const firstInstantAfter = kept((day, zone) => firstInstantOf(addDays(day, 1), zone));

/**
 * The instant at which the clocks of a zone show a time, such as `09:00`, on a day; where they jump over it, as much
 * later as they jump, and where they show it twice, the first.
 */
export function instantAt(day: CivilDate, time: string, zone: string): number {
  return Temporal.PlainDate.from(day).toZonedDateTime({ timeZone: zone, plainTime: time }).epochMilliseconds;
}

/** The day an instant falls on in a zone. */
export function civilDayOf(instantMs: number, zone: string): CivilDate {
  return Temporal.Instant.fromEpochMilliseconds(instantMs)
    .toZonedDateTimeISO(zone)
    .toPlainDate()
    .toString({ calendarName: 'never' });
}

/** Whether a text names a zone of the IANA database, as the vendor's zone must. Fixed offsets are not zones. */
export function isTimeZone(text: string): boolean {
  if (!/^[A-Za-z]/.test(text)) return false;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
