import { statement, type SqlValue, type Transaction, type WholeTransaction } from '../db/scoped.js';
import type { Viewer } from '../graph/viewer.js';
import type { Effect, Instant } from './act.js';

export type ActorKind = 'MEMBERSHIP' | 'KEY' | 'PRODUCT' | 'OPERATOR' | 'JOB';

/** What kind of somebody a viewer acts as; jobs have none. */
export function actorKindOf({ role, membershipId, keyId }: Viewer): Exclude<ActorKind, 'JOB'> {
  if (role === 'PRODUCT') return 'PRODUCT';
  if (membershipId !== null) return 'MEMBERSHIP';
  return keyId === null ? 'OPERATOR' : 'KEY';
}

/** What was done, as it stands in the trail; who did it is the scope's actor. */
export interface Trail {
  /** The mutation's or the job's name. */
  readonly act: string;
  readonly actorKind: ActorKind;
  readonly userId: string | null;
  readonly reason: string | null;
  readonly effect: Effect;
  /** Who is owed each event. */
  readonly consumers: readonly string[];
  /** The idempotency key that this answers, and the digest of its input; null where none was given. */
  readonly answers: { readonly key: string; readonly digest: string } | null;
}

/** The whole trail of an act is one statement. */
const leave = statement(
  'act.leaveTrail',
  `with entry as (
    insert into audit_entry (vendor_id, id, acted_at, act, actor_kind, actor_id, user_id, account_id, object_ids, reason, decision, changes)
    values (app.vendor(), $1::text, $2::timestamptz, $3::text, $4::text, app.actor(), $5::text, $6::text, $7::text[], $8::text, $9::jsonb, $10::jsonb)
  ), told as (
    insert into outbox_event (vendor_id, id, type, aggregate, payload, occurred_at)
    select app.vendor(), e->>'id', e->>'type', e->>'aggregate', e->'payload', $2::timestamptz
    from jsonb_array_elements($11::jsonb) with ordinality as given (e, place) order by place
  ), sent as (
    insert into event_delivery (vendor_id, event_id, consumer, aggregate)
    select app.vendor(), e->>'id', consumer, e->>'aggregate'
    from jsonb_array_elements($11::jsonb) with ordinality as given (e, place) cross join unnest($15::text[]) as consumer
    order by place
  )
  insert into idempotent_answer (vendor_id, actor_id, act, key, input_digest, result)
  select app.vendor(), app.actor(), $3::text, $12::text, $13::text, $14::jsonb where $12::text is not null`,
);

/** Writes entry, events with their deliveries, and the key's answer, in the transaction of the change. */
export async function leaveTrail(transaction: Transaction, instant: Instant, trail: Trail): Promise<void> {
  await transaction.query(leave, valuesOf(instant, trail));
}

/** The same as the last of the transaction, in the round trip of its commit. */
export function leaveTrailLast(transaction: WholeTransaction, instant: Instant, trail: Trail): void {
  transaction.last(leave, valuesOf(instant, trail));
}

function valuesOf(
  { now, newId }: Instant,
  { act, actorKind, userId, reason, effect, consumers, answers }: Trail,
): SqlValue[] {
  const objects = new Set([
    ...Object.values(effect.result),
    ...effect.changes.map(({ objectId }) => objectId),
    ...effect.events.map(({ aggregate }) => aggregate),
  ]);
  const events = effect.events.map((event) => ({ id: newId('evt'), ...event }));
  return [
    ...[newId('aud'), now, act, actorKind, userId, effect.accountId],
    [...objects],
    reason,
    effect.decision === undefined ? null : JSON.stringify(effect.decision),
    ...[JSON.stringify(effect.changes), JSON.stringify(events)],
    ...[answers?.key ?? null, answers?.digest ?? null],
    JSON.stringify(effect.result),
    consumers,
  ];
}
