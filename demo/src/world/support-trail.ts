import type { MadeLot } from './lots.js';
import type { TenantMaker } from './maker.js';
import type { Row } from './world.js';

/** One of the vendor's people. */
export interface Staff {
  readonly membershipId: string;
  readonly userId: string;
}

interface Entered {
  readonly lot: MadeLot;
  readonly kind: string;
  readonly by: Staff | 'JOB';
  readonly at: string;
  readonly before: number;
  readonly left: number;
  readonly days: Row;
  readonly reason: string | null;
}

/** The acts and jobs that are here; what contracts, purchases and tickets will leave comes with them. */
function actOf({ kind, by, lot }: Entered): string | null {
  if (kind === 'ADJUSTED') return 'grantCorrect';
  if (kind === 'EXPIRED' && by === 'JOB') return 'lotExpiry';
  return kind === 'GRANTED' && lot.source === 'GOODWILL' ? 'goodwillGrant' : null;
}

/** The entry that the act behind a movement left in the trail; null where that act is not there yet. */
export function entryOf(maker: TenantMaker, entered: Entered): Row | null {
  const act = actOf(entered);
  if (act === null) return null;
  const { lot, by, at, before, left, days, reason } = entered;
  const from = act === 'goodwillGrant' ? null : before;
  const moved = days['expires_to'] !== undefined;
  const changes = moved
    ? [{ objectId: lot.id, field: 'expiresOn', from: days['expires_from'], to: days['expires_to'] }]
    : [{ objectId: lot.id, field: 'left', from, to: left }];
  return {
    id: maker.id('aud', at.slice(0, 10)),
    ...{ acted_at: at, recorded_at: at, act, account_id: lot.owner.accountId, object_ids: [lot.id] },
    ...(by === 'JOB'
      ? { actor_kind: 'JOB', actor_id: 'job:due', user_id: null }
      : { actor_kind: 'MEMBERSHIP', actor_id: by.membershipId, user_id: by.userId }),
    ...{ reason, decision: null, changes },
  };
}

/** Who of a tenant's cast acts: its administrator or its agent. */
export function staffOf(maker: TenantMaker, subject: string): Staff {
  const user = maker.rows('app_user').find((row) => row['subject'] === subject);
  const member = maker.rows('membership').find((row) => row['user_id'] === user?.['id']);
  if (user === undefined || member === undefined) throw new Error(`Nobody signs in as ${subject}.`);
  return { membershipId: String(member['id']), userId: String(user['id']) };
}
