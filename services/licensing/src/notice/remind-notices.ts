import type { Instant } from '@mainstay/kernel/act/act';
import type { Transaction } from '@mainstay/kernel/db/scoped';
import { remindDue, type Due } from '@mainstay/kernel/due/due-table';
import type { StandingNotice } from './notice-changes.rules.js';

/** Notices of one account. */
interface Planned {
  readonly accountId: string;
  readonly notices: readonly StandingNotice[];
}

/** What had passed before it was known goes at once; so does what a job gave up on. */
export async function remindOf(
  transaction: Transaction,
  plans: readonly Planned[],
  { nowMs }: Instant,
): Promise<void> {
  const due = new Map(
    plans.flatMap(({ accountId, notices }) =>
      notices
        .filter(({ state }) => state === 'PLANNED')
        .map(({ dueAtMs }) => dueOf(accountId, Math.max(dueAtMs, nowMs)))
        .map((one) => [one.key, one] as const),
    ),
  );
  await remindDue(transaction, [...due.values()]);
}

/** One row for all of an account that falls due together: the account's lock has let only one of its planners go on. */
function dueOf(accountId: string, ms: number): Due {
  const dueAt = new Date(ms).toISOString();
  return { kind: 'notices', key: `${accountId} ${dueAt}`, dueAt };
}
