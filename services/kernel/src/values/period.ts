import { addDays, civilDate, daysInMonth, partsOf, type CivilDate } from './civil.js';
import { fault, parsed, type Parsed } from './parsed.js';

/** A length of time as an ISO 8601 period of calendar units: `P12M`, `P1Y`, `P30D`. */
export type Term = string;

/** A term is counted in months or in days, never in both: M1 gives the two different anchors. */
export type TermLength =
  { readonly unit: 'MONTHS'; readonly months: number } | { readonly unit: 'DAYS'; readonly days: number };

const monthsPattern = /^P(?=\d)(?:(\d{1,3})Y)?(?:(\d{1,4})M)?$/;
const daysPattern = /^P(?:(\d{1,4})W|(\d{1,5})D)$/;
const lengths = new Map<Term, TermLength>();

export function parseTerm(text: string): Parsed<TermLength> {
  const months = monthsPattern.exec(text);
  const days = daysPattern.exec(text);
  if (!months && !days)
    return fault('A term is an ISO 8601 period of years and months, of weeks, or of days.');
  const length: TermLength = months
    ? { unit: 'MONTHS', months: Number(months[1] ?? 0) * 12 + Number(months[2] ?? 0) }
    : { unit: 'DAYS', days: Number(days?.[1] ?? 0) * 7 + Number(days?.[2] ?? 0) };
  const count = length.unit === 'MONTHS' ? length.months : length.days;
  return count > 0 ? parsed(length) : fault('A term is not empty.');
}

/** The length of a term that was validated when its policy was loaded. */
export function termLength(term: Term): TermLength {
  const known = lengths.get(term);
  if (known) return known;
  const result = parseTerm(term);
  if (!result.ok) throw new RangeError(`${term}: ${result.fault}`);
  lengths.set(term, result.value);
  return result.value;
}

/**
 * The first day after a term (M1). Months are calendar months that end on the anchor day, or on the last day of a
 * month that has no such day; a term in days only counts days.
 */
export function addTerm(countedFrom: CivilDate, term: Term, anchorDay = partsOf(countedFrom).day): CivilDate {
  const length = termLength(term);
  return length.unit === 'DAYS'
    ? addDays(countedFrom, length.days)
    : addMonths(countedFrom, length.months, anchorDay);
}

/** The last day on which something is due a term ahead of a day, as notices are: P1M before 03-31 is 02-28 (M8). */
export function subtractTerm(day: CivilDate, term: Term): CivilDate {
  const length = termLength(term);
  return length.unit === 'DAYS'
    ? addDays(day, -length.days)
    : addMonths(day, -length.months, partsOf(day).day);
}

function addMonths(day: CivilDate, months: number, anchorDay: number): CivilDate {
  const { year, month } = partsOf(day);
  const target = year * 12 + (month - 1) + months;
  const [targetYear, targetMonth] = [Math.floor(target / 12), (((target % 12) + 12) % 12) + 1];
  return civilDate(targetYear, targetMonth, Math.min(anchorDay, daysInMonth(targetYear, targetMonth)));
}

/** What a new period may follow. A term of null is imported cover, of which only the end is known. */
export interface PrecedingCover {
  readonly expiresOn: CivilDate;
  readonly anchorDay: number;
  readonly term: Term | null;
}

/**
 * The day of month an unbroken chain of terms keeps, so that clamping never drifts (M1). Only cover that follows a
 * term of months without a gap inherits it.
 */
export function anchorDayFor(countedFrom: CivilDate, preceding: PrecedingCover | null): number {
  const inherits =
    preceding?.expiresOn === countedFrom &&
    preceding.term !== null &&
    termLength(preceding.term).unit === 'MONTHS';
  return inherits ? preceding.anchorDay : partsOf(countedFrom).day;
}

/** `[startsOn, expiresOn)`: the end is the first day without cover. */
export interface CoverPeriod {
  readonly startsOn: CivilDate;
  readonly expiresOn: CivilDate;
  readonly countedFrom: CivilDate;
  readonly anchorDay: number;
}

/** The first day of cover, and the day its term is counted from; they differ only by courtesy days (M2). */
export interface CoverStart {
  readonly startsOn: CivilDate;
  readonly countedFrom: CivilDate;
}

/** One term of cover from its start (M1). */
export function coverPeriod(
  start: CoverStart,
  term: Term,
  preceding: PrecedingCover | null = null,
): CoverPeriod {
  const anchorDay = anchorDayFor(start.countedFrom, preceding);
  return { ...start, anchorDay, expiresOn: addTerm(start.countedFrom, term, anchorDay) };
}
