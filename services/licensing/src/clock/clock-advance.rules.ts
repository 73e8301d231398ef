import { dayMs } from '@mainstay/kernel/values/civil';
import type { Refusal } from '@mainstay/kernel/values/refusal';

export type ClockAdvanceCode =
  | 'INSTANT_INVALID'
  | 'VENDOR_NOT_FOUND'
  | 'CLOCK_REAL'
  | 'CLOCK_ADVANCING'
  | 'CLOCK_NOT_FORWARD'
  | 'ADVANCE_TOO_LONG';

/** A tenant's clock as it stands; instants are ISO 8601 in UTC. */
export interface StandingClock {
  /** Null where it is the real one. */
  readonly frozenAt: string | null;
  /** Where it is going; null where it stands. */
  readonly advancingTo: string | null;
}

export const advanceDaysAtMost = 400;
const latest = '2201-01-01T00:00:00.000Z';

export function clockAdvanceFaults({ to }: { readonly to: string }): Refusal<ClockAdvanceCode>[] {
  if (Date.parse(to) < Date.parse(latest)) return [];
  return [
    {
      ...{ code: 'INSTANT_INVALID', field: ['to'] },
      message: 'A clock goes no further than the end of the year 2200.',
    },
  ];
}

/** Whether a tenant's clock may be moved to an instant (section 6). */
export function decideClockAdvance(
  clock: StandingClock | null,
  { to }: { readonly to: string },
): Refusal<ClockAdvanceCode>[] {
  if (clock === null)
    return [
      {
        ...{ code: 'VENDOR_NOT_FOUND', field: ['vendorId'] },
        message: 'You move the clock of no such tenant; an operator names one, see `tenants`.',
      },
    ];
  const { frozenAt, advancingTo } = clock;
  if (frozenAt === null)
    return [
      {
        ...{ code: 'CLOCK_REAL', field: ['vendorId'] },
        message: 'This tenant goes by the real clock, which nobody moves. `sandboxCreate` makes one to try.',
      },
    ];
  if (advancingTo !== null)
    return [
      {
        ...{ code: 'CLOCK_ADVANCING', field: ['to'], facts: { now: frozenAt, advancingTo } },
        message: 'The clock is on its way. Ask for `clock` until it has arrived, and go on from there.',
      },
    ];
  const aheadMs = Date.parse(to) - Date.parse(frozenAt);
  if (aheadMs <= 0)
    return [
      {
        ...{ code: 'CLOCK_NOT_FORWARD', field: ['to'], facts: { now: frozenAt } },
        message: 'A clock only goes forward: name an instant after `now`.',
      },
    ];
  if (aheadMs > advanceDaysAtMost * dayMs)
    return [
      {
        ...{ code: 'ADVANCE_TOO_LONG', field: ['to'] },
        message: `A clock goes at most ${String(advanceDaysAtMost)} days a call: go there in several.`,
        facts: { now: frozenAt, furthest: furthestFrom(frozenAt) },
      },
    ];
  return [];
}

export function furthestFrom(frozenAt: string): string {
  return new Date(Date.parse(frozenAt) + advanceDaysAtMost * dayMs).toISOString();
}

/** The part of the way that is behind, 0 to 1. */
export function progressOf(from: string, to: string, now: string): number {
  const [start, end, at] = [Date.parse(from), Date.parse(to), Date.parse(now)];
  return Math.min(1, Math.max(0, (at - start) / (end - start)));
}
