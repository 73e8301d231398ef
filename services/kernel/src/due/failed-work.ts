import { statement, type WorkingDatabase } from '../db/scoped.js';

/** Something due that could not be done, for a person to look at. */
export interface FailedWork {
  readonly vendorId: string;
  readonly kind: string;
  readonly key: string;
  /** By the tenant's clock; all other instants here are by the real one. */
  readonly dueAt: string;
  readonly attempts: number;
  /** The kind of the last fault, never its words. */
  readonly lastFault: string | null;
  readonly state: 'GAVE_UP' | 'TRIED_AGAIN';
  /** When it was given up; null while it is tried again. */
  readonly since: string | null;
  /** When it is tried again; null where it was given up. */
  readonly nextAt: string | null;
}

export interface FailedWorks {
  readonly shown: readonly FailedWork[];
  readonly total: number;
}

/** What names a thing to do beside its vendor. */
export type DueName = Pick<FailedWork, 'kind' | 'key'>;

const job = { job: 'due', vendorId: null } as const;

const failing = statement<FailedWork>(
  'due.failing',
  `select vendor_id as "vendorId", kind, key, due_at::text as "dueAt", attempts, last_fault as "lastFault",
     case when gave_up_at is null then 'TRIED_AGAIN' else 'GAVE_UP' end as state, gave_up_at::text as since,
     case when gave_up_at is null then next_attempt_at::text end as "nextAt"
   from due_work where gave_up_at is not null or attempts > 0
   order by gave_up_at is null, due_at, vendor_id, kind, key limit $1::int`,
);

const countFailing = statement<{ readonly total: number }>(
  'due.countFailing',
  'select count(*)::int as total from due_work where gave_up_at is not null or attempts > 0',
);

const again = statement<DueName & { readonly vendorId: string }>(
  'due.doAgain',
  `update due_work set gave_up_at = null, attempts = 0, next_attempt_at = '-infinity'
   where (gave_up_at is not null or attempts > 0)
     and ($1::text is null and gave_up_at is not null or kind = $1::text and key = $2::text)
   returning vendor_id as "vendorId", kind, key`,
);

/** What was given up first, then what is tried again. */
export function failedWork(database: WorkingDatabase, atMost: number): Promise<FailedWorks> {
  return database.transactAs(job, async (transaction) => {
    const shown = await transaction.query(failing, [atMost]);
    const [counted] = await transaction.query(countFailing, []);
    return { shown, total: counted?.total ?? 0 };
  });
}

/**
 * Lets the running house do it again, from its next look on: what has that name, of whichever vendor, or with null all
 * that was given up. The last fault stays until it is done, because it is why somebody asked.
 */
export function doAgain(
  database: WorkingDatabase,
  name: DueName | null,
): Promise<readonly (DueName & { readonly vendorId: string })[]> {
  return database.askAs(job, again, [name?.kind ?? null, name?.key ?? null]);
}
