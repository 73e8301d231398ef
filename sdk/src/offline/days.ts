/** A day of the calendar as `2026-03-10`; days compare with `<` as they are. */
export type Day = string;

const form = /^\d{4}-\d{2}-\d{2}$/;

function instantOf(day: Day): number {
  return Date.parse(`${day}T00:00:00Z`);
}

export function isDay(text: unknown): text is Day {
  return typeof text === 'string' && form.test(text) && !Number.isNaN(instantOf(text));
}

/** How many days later `to` is. */
export function daysBetween(from: Day, to: Day): number {
  return (instantOf(to) - instantOf(from)) / 86_400_000;
}

export function laterOf(first: Day, second: Day | null | undefined): Day {
  return second !== null && second !== undefined && second > first ? second : first;
}
