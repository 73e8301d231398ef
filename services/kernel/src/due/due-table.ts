import { migration, type SqlMigration } from '../db/migration.js';
import { scopedTable, writableTable, type RoleGrant, type WriteGrant } from '../db/policies.js';
import { statement, type Transaction } from '../db/scoped.js';

/** Looked for in all vendors, done for one. */
const allVendors = { where: 'true' } as const;

const planned: WriteGrant = { insert: '*', update: ['due_at', 'attempts', 'next_attempt_at', 'gave_up_at'] };

/** Staff plan work by what they do; accounts plan none yet. */
function forPlanners<Grant>(grant: Grant): Record<'app_admin' | 'app_agent', Grant> {
  return { app_admin: grant, app_agent: grant };
}

/**
 * What falls due by the tenant's clock, alike in every service: one row for each thing to do, gone once it is done. What
 * became of it stands in the trail.
 */
export function dueMigration(name: string): SqlMigration {
  return migration(name, [
    `create table due_work (
      vendor_id text not null,
      kind text not null check (kind ~ '^[a-z][a-z-]{0,49}$'),
      key text not null check (length(key) between 1 and 200),
      -- By the tenant's clock; attempts are by the real one.
      due_at timestamptz not null,
      attempts integer not null default 0 check (attempts >= 0),
      next_attempt_at timestamptz not null default '-infinity',
      gave_up_at timestamptz, last_fault text check (length(last_fault) <= 100),
      primary key (vendor_id, kind, key)
    )`,
    'create index due_work_next on due_work (vendor_id, due_at, kind, key) where gave_up_at is null',
    'create index due_work_waiting on due_work (due_at, vendor_id) where gave_up_at is null',
    ...scopedTable({
      table: 'due_work',
      read: {
        ...forPlanners<RoleGrant>({ columns: '*' }),
        app_worker: '*',
        app_jobs: { columns: '*', rows: allVendors },
      },
    }),
    ...writableTable({
      table: 'due_work',
      write: {
        ...forPlanners(planned),
        app_worker: { ...planned, update: [...(planned.update ?? []), 'last_fault'], delete: true },
        app_jobs: { update: ['attempts', 'next_attempt_at', 'gave_up_at'], rows: allVendors },
      },
    }),
  ]);
}

/** A thing to do at an instant of the tenant's. */
export interface Due {
  readonly kind: string;
  /** Of this thing alone, among those of its kind. */
  readonly key: string;
  /** ISO 8601. */
  readonly dueAt: string;
}

const plan = statement(
  'due.plan',
  `insert into due_work (vendor_id, kind, key, due_at)
   select app.vendor(), d->>'kind', d->>'key', (d->>'dueAt')::timestamptz
   from jsonb_array_elements($1::jsonb) as given (d)
   on conflict (vendor_id, kind, key) do update
     set due_at = excluded.due_at, attempts = 0, next_attempt_at = '-infinity', gave_up_at = null`,
);

const remind = statement(
  'due.remind',
  `insert into due_work (vendor_id, kind, key, due_at)
   select app.vendor(), d->>'kind', d->>'key', (d->>'dueAt')::timestamptz
   from jsonb_array_elements($1::jsonb) as given (d) on conflict do nothing`,
);

/**
 * As `planDue`, but what is planned already stays as it is, and whoever works on it is not waited for: for work that
 * looks at all there is to do when it begins, under a lock that its planners take too.
 */
export async function remindDue(transaction: Transaction, due: readonly Due[]): Promise<void> {
  if (due.length > 0) await transaction.query(remind, [JSON.stringify(due)]);
}

/**
 * Has things done when they fall due, once this transaction is committed. What is planned already moves to the new
 * instant. What turns out not to be wanted any more is no matter: whoever does it looks before it acts.
 */
export async function planDue(transaction: Transaction, due: readonly Due[]): Promise<void> {
  if (due.length > 0) await transaction.query(plan, [JSON.stringify(due)]);
}
