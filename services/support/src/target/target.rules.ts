import type { MaintenancePolicy } from '@mainstay/kernel/values/policy';
import {
  alwaysFrom,
  businessDayMs,
  openingsFrom,
  type Stretch,
  type SupportCalendar,
} from './opening-hours.rules.js';

export type ResponseTarget = NonNullable<MaintenancePolicy['support']['responseTarget']>;

/** Why the clock of a target waits (S3, S7). */
export type PauseReason = 'ASSESSMENT' | 'CUSTOMER_ASKED';

/** A stretch in which it waits; of one that goes on the end is null. */
export interface Pause {
  readonly reason: PauseReason;
  /** ISO 8601. */
  readonly from: string;
  readonly until: string | null;
}

/** What a target needs, whatever became of the case: a pause is never forgotten. */
export interface TargetCase {
  readonly openedAt: string;
  readonly pauses: readonly Pause[];
  readonly target: ResponseTarget | null;
  readonly calendar: SupportCalendar | null;
}

const hourMs = 3_600_000;

/**
 * When the first answer is due (S3): so much time after the opening, of opening hours or by the clock, without that of
 * pauses. Null where the plan has no target, while the clock waits, and where nothing is ever open.
 */
export function dueAt({ openedAt, pauses, target, calendar }: TargetCase): string | null {
  if (target === null || isPaused(pauses)) return null;
  const openedMs = Date.parse(openedAt);
  const counted = countedFrom(openedMs, target, calendar);
  if (counted === null) return null;
  let leftMs = counted.neededMs;
  for (const { fromMs, untilMs } of withoutPauses(counted.open, pauses)) {
    const startMs = Math.max(fromMs, openedMs);
    if (untilMs <= startMs) continue;
    if (leftMs <= untilMs - startMs) return new Date(startMs + leftMs).toISOString();
    leftMs -= untilMs - startMs;
  }
  return null;
}

/** What time counts, and how much of it is given. */
function countedFrom(
  openedMs: number,
  target: ResponseTarget,
  calendar: SupportCalendar | null,
): { readonly neededMs: number; readonly open: Iterable<Stretch> } | null {
  if (target.by === 'CLOCK') return { neededMs: target.hours * hourMs, open: alwaysFrom(openedMs) };
  if (calendar === null) return null;
  return { neededMs: target.days * businessDayMs(calendar), open: openingsFrom(calendar, openedMs) };
}

export function isPaused(pauses: readonly Pause[]): boolean {
  return pauses.some(({ until }) => until === null);
}

/** Begins to wait for a reason; for one that it waits for already, it goes on waiting. */
export function paused(pauses: readonly Pause[], reason: PauseReason, from: string): readonly Pause[] {
  const waits = pauses.some((pause) => pause.reason === reason && pause.until === null);
  return waits ? pauses : [...pauses, { reason, from, until: null }];
}

/** Ends the waiting for a reason; other reasons go on. */
export function resumed(pauses: readonly Pause[], reason: PauseReason, until: string): readonly Pause[] {
  return pauses.map((pause) =>
    pause.reason === reason && pause.until === null ? { ...pause, until } : pause,
  );
}

/** What remains of each stretch between pauses, in order; pauses may overlap. */
function* withoutPauses(stretches: Iterable<Stretch>, pauses: readonly Pause[]): Generator<Stretch> {
  const waits = pauses
    .flatMap(({ from, until }) =>
      until === null ? [] : [{ fromMs: Date.parse(from), untilMs: Date.parse(until) }],
    )
    .sort((first, second) => first.fromMs - second.fromMs);
  for (const { fromMs, untilMs } of stretches) {
    let startMs = fromMs;
    for (const wait of waits) {
      if (wait.untilMs <= startMs || wait.fromMs >= untilMs) continue;
      if (wait.fromMs > startMs) yield { fromMs: startMs, untilMs: wait.fromMs };
      startMs = Math.max(startMs, wait.untilMs);
    }
    if (startMs < untilMs) yield { fromMs: startMs, untilMs };
  }
}

/** Where a running target stands. */
export interface TargetState {
  readonly state: string;
  /** ISO 8601 or as the database writes it; null while nothing is due. */
  readonly dueAt: string | null;
  readonly metAt: string | null;
  readonly breachedAt: string | null;
}

/** Whether a breach is to be noted: it was due, and the first answer came later or has not come. What is withdrawn is owed none. */
export function isBreached({ state, dueAt: due, metAt, breachedAt }: TargetState, nowMs: number): boolean {
  if (due === null || breachedAt !== null || state === 'WITHDRAWN') return false;
  const dueMs = Date.parse(due);
  return dueMs <= nowMs && (metAt === null || Date.parse(metAt) > dueMs);
}

/** Whether the target still runs: once it was met or missed nothing moves it. */
export function isRunning({ metAt, breachedAt }: Pick<TargetState, 'metAt' | 'breachedAt'>): boolean {
  return metAt === null && breachedAt === null;
}
