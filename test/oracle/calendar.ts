/**
 * Days as numbers, counted one by one from a list that is written out once, and zones asked of Intl an instant at a
 * time. Nothing here is quick or clever: it is to be right for other reasons than the rules are.
 */
export type DayNumber = number;

const firstYear = 2010;
const lastYear = 2036;
const names: string[] = [];
for (let year = firstYear; year <= lastYear; year++) {
  const leap = new Date(Date.UTC(year, 1, 29)).getUTCMonth() === 1;
  const lengths = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
  lengths.forEach((length, month) => {
    for (let day = 1; day <= length; day++) {
      names.push(`${year}-${String(month + 1).padStart(2, '0')}-${String(day).padStart(2, '0')}`);
    }
  });
}
const numbers = new Map(names.map((name, number) => [name, number]));

export const dayCount = names.length;

export function dayNamed(name: string): DayNumber {
  const number = numbers.get(name);
  if (number === undefined) throw new RangeError(`${name} is not in the calendar.`);
  return number;
}

export function nameOf(day: DayNumber): string {
  const name = names[day];
  if (name === undefined) throw new RangeError(`Day ${day} is not in the calendar.`);
  return name;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** The day a clock on the wall shows at an instant. */
export function localDay(instantMs: number, zone: string): DayNumber {
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      calendar: 'iso8601',
      numberingSystem: 'latn',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
    });
    formats.set(zone, format);
  }
  const shown = new Map(format.formatToParts(instantMs).map(({ type, value }) => [type, value]));
  return dayNamed(`${shown.get('year') ?? ''}-${shown.get('month') ?? ''}-${shown.get('day') ?? ''}`);
}

const hourMs = 3_600_000;
const firstInstants = new Map<string, number>();

/** Looks from well before midnight UTC on, hour by hour and then minute by minute, until the wall shows the day. */
export function firstInstant(day: DayNumber, zone: string): number {
  const key = `${zone} ${day}`;
  const known = firstInstants.get(key);
  if (known !== undefined) return known;
  let hour = Date.parse(`${nameOf(day)}T00:00:00Z`) - 16 * hourMs;
  while (localDay(hour, zone) < day) hour += hourMs;
  let instant = hour - hourMs;
  while (localDay(instant, zone) < day) instant += 60_000;
  firstInstants.set(key, instant);
  return instant;
}
