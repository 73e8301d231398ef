import { dayNamed, firstInstant, nameOf, type DayNumber } from './calendar.js';

/** What covers a license, cut to the days for which it does. */
export interface OracleCover {
  readonly from: string;
  readonly until: string;
  readonly countedFrom: string;
  /** Where the term ends that was sold. */
  readonly termEnds: string;
  readonly planVersion: number;
}

export interface OracleLicense {
  readonly id: string;
  readonly accountId: string;
  readonly active: boolean;
  readonly cover: readonly OracleCover[];
}

export interface OracleRule {
  readonly before: string;
  readonly termAtLeast: string | null;
}

export interface Announcement {
  readonly licenseId: string;
  readonly accountId: string;
  readonly expiresOn: string;
  readonly before: string;
  readonly atMs: number;
}

export interface OracleTime {
  readonly zone: string;
  /** When the licenses became known, and until when their notices are asked for. */
  readonly startMs: number;
  readonly endMs: number;
}

/**
 * Every notice that goes, license by license and day by day: a day that is covered and the next one not is an end, and
 * from it each offset is counted back on a calendar.
 */
export function announcementsOf(
  license: OracleLicense,
  rulesOf: (planVersion: number) => readonly OracleRule[],
  { zone, startMs, endMs }: OracleTime,
): Announcement[] {
  if (!license.active) return [];
  const covered = new Set<DayNumber>();
  for (const { from, until } of license.cover)
    for (let day = dayNamed(from); day < dayNamed(until); day++) covered.add(day);
  const ends = [...covered].map((day) => day + 1).filter((day) => !covered.has(day));
  return ends
    .filter((end) => firstInstant(end, zone) > startMs)
    .flatMap((end) => {
      const due = dueBefore(license, end, { covered, rulesOf, zone });
      const passed = due.filter(({ atMs }) => atMs <= startMs);
      const nearest = passed.reduce<Due | null>(
        (last, one) => (last === null || one.atMs > last.atMs ? one : last),
        null,
      );
      const going = [
        ...(nearest === null ? [] : [{ ...nearest, atMs: startMs }]),
        ...due.filter(({ atMs }) => atMs > startMs && atMs <= endMs),
      ];
      return going.map((one) => ({
        ...{ licenseId: license.id, accountId: license.accountId, expiresOn: nameOf(end) },
        ...one,
      }));
    });
}

interface Due {
  readonly before: string;
  readonly atMs: number;
}

interface Sight {
  readonly covered: ReadonlySet<DayNumber>;
  readonly rulesOf: (planVersion: number) => readonly OracleRule[];
  readonly zone: string;
}

function dueBefore(license: OracleLicense, end: DayNumber, { covered, rulesOf, zone }: Sight): Due[] {
  const last = license.cover
    .filter(({ until }) => dayNamed(until) === end)
    .toSorted((one, other) => (one.from < other.from ? -1 : 1))
    .at(-1);
  if (last === undefined) return [];
  return rulesOf(last.planVersion)
    .filter(({ termAtLeast }) => termAtLeast === null || lasts(last, termAtLeast))
    .map(({ before }) => ({ before, day: moved(end, before, -1) }))
    .filter(({ day }) => unbroken(covered, day, end))
    .map(({ before, day }) => ({ before, atMs: nineOClock(day, zone) }));
}

function lasts({ countedFrom, termEnds }: OracleCover, term: string): boolean {
  return moved(dayNamed(countedFrom), term, 1) <= dayNamed(termEnds);
}

function unbroken(covered: ReadonlySet<DayNumber>, from: DayNumber, until: DayNumber): boolean {
  for (let day = from; day < until; day++) if (!covered.has(day)) return false;
  return true;
}

/** `P90D` or `P1M` or `P1Y` from a day, forward or back; a day that does not exist is the last one before it. */
function moved(day: DayNumber, offset: string, sign: 1 | -1): DayNumber {
  const [, count = '0', unit = ''] = /^P(\d+)([DMY])$/u.exec(offset) ?? [];
  if (unit === 'D') return day + sign * Number(count);
  const [year = 0, month = 0, dayOfMonth = 0] = nameOf(day).split('-').map(Number);
  const months = year * 12 + month - 1 + sign * Number(count) * (unit === 'Y' ? 12 : 1);
  const prefix = `${String(Math.floor(months / 12))}-${String((months % 12) + 1).padStart(2, '0')}`;
  for (let at = dayOfMonth; ; at--) {
    try {
      return dayNamed(`${prefix}-${String(at).padStart(2, '0')}`);
    } catch (error) {
      if (at < 28) throw error;
    }
  }
}

const formats = new Map<string, Intl.DateTimeFormat>();
const quarterMs = 900_000;

/** Looks at the clock on the wall every quarter of an hour until it shows nine. */
export function nineOClock(day: DayNumber, zone: string): number {
  let format = formats.get(zone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-GB', {
      ...{ timeZone: zone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
    });
    formats.set(zone, format);
  }
  let instant = firstInstant(day, zone);
  while (format.format(instant) !== '09:00') instant += quarterMs;
  return instant;
}
