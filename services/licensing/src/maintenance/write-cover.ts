import { statement, type Transaction } from '@mainstay/kernel/db/scoped';
import type { CoverPeriod } from '@mainstay/kernel/values/period';

/** A period that is yet to be, of whom its subject belongs to. */
export interface NewPeriod extends CoverPeriod {
  readonly id: string;
  readonly accountId: string;
  readonly resellerId: string | null;
  readonly subjectKind: 'LICENSE' | 'SITE' | 'CONTRACT';
  readonly subjectId: string;
  /** The version that it is sold under, which it keeps (M15). */
  readonly planId: string;
  readonly planVersion: number;
}

const insert = statement(
  'cover.insert',
  `insert into coverage_period (vendor_id, id, account_id, reseller_id, subject_kind, subject_id, starts_on, expires_on,
     counted_from, anchor_day, plan_id, plan_version, created_at)
   select app.vendor(), p->>'id', p->>'accountId', p->>'resellerId', p->>'subjectKind', p->>'subjectId',
     (p->>'startsOn')::date, (p->>'expiresOn')::date, (p->>'countedFrom')::date, (p->>'anchorDay')::integer,
     p->>'planId', (p->>'planVersion')::integer, $2::timestamptz
   from jsonb_array_elements($1::jsonb) as given (p)`,
);

const move = statement(
  'cover.update',
  `update coverage_period set starts_on = $2::date, expires_on = $3::date, counted_from = $4::date,
     anchor_day = $5::integer where id = $1::text`,
);

const remove = statement('cover.remove', 'delete from coverage_period where id = $1::text');

/** Writes new periods; whoever does it follows their cover afterwards. */
export async function insertPeriods(
  transaction: Transaction,
  periods: readonly NewPeriod[],
  now: string,
): Promise<void> {
  if (periods.length > 0) await transaction.query(insert, [JSON.stringify(periods), now]);
}

export async function movePeriod(
  transaction: Transaction,
  id: string,
  { startsOn, expiresOn, countedFrom, anchorDay }: CoverPeriod,
): Promise<void> {
  await transaction.query(move, [id, startsOn, expiresOn, countedFrom, anchorDay]);
}

export async function removePeriod(transaction: Transaction, id: string): Promise<void> {
  await transaction.query(remove, [id]);
}
