import type { Instant } from '@mainstay/kernel/act/act';
import { statement, type Transaction } from '@mainstay/kernel/db/scoped';
import { enter, type LedgerMovement, type Signature } from '../grant/enter.js';
import { movementsOfReturn } from '../grant/expiry.rules.js';
import { lockGrant, type LockedGrant } from '../grant/lock-grant.js';

/** What a ticket holds of a lot, or has used of it. */
export interface HeldUnits {
  readonly lot: LockedGrant;
  readonly reserved: number;
  readonly consumed: number;
}

const held = statement<{ grantId: string; reserved: number; consumed: number }>(
  'ticket.heldUnits',
  `select grant_id as "grantId", sum(reserved_change)::integer as reserved, sum(consumed_change)::integer as consumed
   from ledger_entry where ticket_id = $1::text group by grant_id
   having sum(reserved_change) <> 0 or sum(consumed_change) <> 0 order by grant_id`,
);

/** Read once its ticket is held, so that nobody else moves them; the lots are held in the order of their ids. */
export async function unitsHeldBy(transaction: Transaction, ticketId: string): Promise<HeldUnits[]> {
  const found: HeldUnits[] = [];
  for (const { grantId, reserved, consumed } of await transaction.query(held, [ticketId])) {
    const lot = await lockGrant(transaction, grantId);
    if (lot !== null) found.push({ lot, reserved, consumed });
  }
  return found;
}

/** What becomes of the units that a ticket holds or has used. */
export type Settlement = 'CONSUMED' | 'RELEASED' | 'RETURNED';

interface Settling {
  readonly ticketId: string;
  readonly units: readonly HeldUnits[];
  readonly as: Settlement;
  readonly by: Signature;
}

/** RETURNED gives back what was used, too (S5). Resolves with how many units moved. */
export async function settle(
  transaction: Transaction,
  instant: Instant,
  { ticketId, units, as, by }: Settling,
): Promise<number> {
  let moved = 0;
  for (const { lot, reserved, consumed } of units) {
    const movements: LedgerMovement[] =
      as === 'CONSUMED'
        ? reserved > 0
          ? [{ kind: 'CONSUMED', units: reserved }]
          : []
        : [
            ...(reserved > 0 ? movementsOfReturn('RELEASED', reserved, lot, instant.today) : []),
            ...(as === 'RETURNED' && consumed > 0
              ? movementsOfReturn('RESTORED', consumed, lot, instant.today)
              : []),
          ];
    if (movements.length === 0) continue;
    await enter(transaction, instant, lot, { movements: movements.map((one) => ({ ...one, ticketId })), by });
    moved += reserved + (as === 'RETURNED' ? consumed : 0);
  }
  return moved;
}
