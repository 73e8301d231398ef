import type { Instant } from '@mainstay/kernel/act/act';
import { actorKindOf, type ActorKind } from '@mainstay/kernel/act/leave-trail';
import { statement, type Transaction } from '@mainstay/kernel/db/scoped';
import type { Viewer } from '@mainstay/kernel/graph/viewer';
import type { CivilDate } from '@mainstay/kernel/values/civil';

export type LedgerKind =
  'GRANTED' | 'RESERVED' | 'CONSUMED' | 'RELEASED' | 'EXPIRED' | 'RESTORED' | 'ADJUSTED';

/** How many units moved; the kind says from where to where. Of ADJUSTED alone negative where they are taken away. */
export interface LedgerMovement {
  readonly kind: LedgerKind;
  readonly units: number;
  readonly ticketId?: string;
  /** Of ADJUSTED alone, where the day was moved; the units are 0 then. */
  readonly expires?: { readonly from: CivilDate | null; readonly to: CivilDate | null };
}

/** What entries are signed with; who acts is the transaction's own. */
export interface Signature {
  readonly actorKind: ActorKind;
  readonly reason: string | null;
}

export function signatureOf(viewer: Viewer, reason: string | null): Signature {
  return { actorKind: actorKindOf(viewer), reason: reason?.trim() ?? null };
}

const enterAll = statement(
  'ledger.enter',
  `insert into ledger_entry (vendor_id, id, account_id, reseller_id, grant_id, ticket_id, kind, units, expires_from,
     expires_to, entered_at, actor_kind, actor_id, reason)
   select app.vendor(), m->>'id', $1::text, $2::text, $3::text, m->>'ticketId', m->>'kind', (m->>'units')::integer,
     (m->'expires'->>'from')::date, (m->'expires'->>'to')::date, $4::timestamptz, $5::text, app.actor(), $6::text
   from jsonb_array_elements($7::jsonb) with ordinality as given (m, place) order by place`,
);

/** Writes movements of one lot down, in their order; its totals follow by the database's own hand. */
export async function enter(
  transaction: Transaction,
  { now, newId }: Instant,
  lot: { readonly id: string; readonly accountId: string; readonly resellerId: string | null },
  { movements, by }: { readonly movements: readonly LedgerMovement[]; readonly by: Signature },
): Promise<void> {
  const entries = movements.map((movement) => ({ id: newId('led'), ...movement }));
  await transaction.query(enterAll, [
    ...[lot.accountId, lot.resellerId, lot.id, now, by.actorKind, by.reason],
    JSON.stringify(entries),
  ]);
}
