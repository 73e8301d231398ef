import type { Instant } from '@mainstay/kernel/act/act';
import { statement, type Transaction } from '@mainstay/kernel/db/scoped';
import type { StandingNotice } from './notice-changes.rules.js';

/** Notices of one account. */
interface Planned {
  readonly accountId: string;
  readonly notices: readonly StandingNotice[];
}

/**
 * One row for all of an account that falls due together. What is planned already needs no second row, and whoever works
 * on it is not waited for: the account's lock has let only one of them go on.
 */
const remind = statement(
  'notice.remind',
  `insert into due_work (vendor_id, kind, key, due_at)
   select app.vendor(), 'notices', d.account_id || ' ' || d.due_at, d.due_at::timestamptz
   from unnest($1::text[], $2::text[]) as d (account_id, due_at)
   on conflict do nothing`,
);

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
        .map(({ dueAtMs }) => isoOf(Math.max(dueAtMs, nowMs)))
        .map((dueAt) => [`${accountId} ${dueAt}`, [accountId, dueAt] as const]),
    ),
  );
  if (due.size === 0) return;
  const rows = [...due.values()];
  await transaction.query(remind, [rows.map(([accountId]) => accountId), rows.map(([, dueAt]) => dueAt)]);
}

function isoOf(ms: number): string {
  return new Date(ms).toISOString();
}
