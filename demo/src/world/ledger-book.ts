import type { UsableLot } from '@mainstay/support/grant/order-of-use.rules';
import type { MadeLot } from './lots.js';
import { ownedBy, type TenantMaker } from './maker.js';
import { entryOf, type Staff } from './support-trail.js';
import type { Row } from './world.js';

export interface Movement {
  readonly kind: string;
  readonly units: number;
  readonly by: Staff | 'JOB';
  readonly ticketId?: string;
  readonly reason?: string;
  /** Where the day was moved: the columns that say so. */
  readonly days?: Row;
}

/** Entries of one tenant's lots, and what they leave of each. */
export class LedgerBook {
  private readonly leftOf = new Map<MadeLot, number>();

  constructor(private readonly maker: TenantMaker) {}

  left(lot: MadeLot): number {
    return this.leftOf.get(lot) ?? 0;
  }

  /** As the rules of use look at it. */
  standing(lot: MadeLot): UsableLot & { readonly lot: MadeLot } {
    return { ...lot, left: this.left(lot), reserved: 0, consumed: 0, expired: 0, priority: 0, lot };
  }

  /** Writes a movement down, with what the act behind it left in the trail. */
  enter(lot: MadeLot, movement: Movement, atMs: number): void {
    const { kind, units, by, ticketId = null, reason = null, days = {} } = movement;
    const at = new Date(atMs).toISOString();
    const before = this.left(lot);
    const left = before + changeOf(kind, units);
    this.leftOf.set(lot, left);
    this.maker.add('ledger_entry', {
      ...{ id: this.maker.id('led', at.slice(0, 10)), ...ownedBy(lot.owner), grant_id: lot.id },
      ...{ ticket_id: ticketId, kind, units, expires_from: null, expires_to: null, ...days, entered_at: at },
      ...signature(by, kind),
      reason,
    });
    const told = entryOf(this.maker, { lot, kind, by, at, before, left, days, reason });
    if (told !== null) this.maker.add('support.audit_entry', told);
  }
}

function changeOf(kind: string, units: number): number {
  if (kind === 'CONSUMED') return 0;
  return kind === 'RESERVED' || kind === 'EXPIRED' ? -units : units;
}

function signature(by: Staff | 'JOB', kind: string): Row {
  if (by !== 'JOB') return { actor_kind: 'MEMBERSHIP', actor_id: by.membershipId };
  return { actor_kind: 'JOB', actor_id: kind === 'EXPIRED' ? 'job:due' : 'job:events' };
}
