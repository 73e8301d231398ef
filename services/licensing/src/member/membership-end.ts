import type { Act, ActInput } from '@mainstay/kernel/act/act';
import { statement } from '@mainstay/kernel/db/scoped';
import { managers } from '../viewer/managed-account.js';
import { lockAdmins, lockMembership, type LockedMembership } from './lock-membership.js';
import { endFaults, type EndCode } from './member.rules.js';

export interface MembershipEnd extends ActInput {
  readonly membershipId: string;
}

interface Facts {
  readonly membership: LockedMembership | null;
  readonly otherAdmins: number;
}

/** One that has not begun ends as it would begin, and so never holds. */
const end = statement(
  'membership.end',
  'update membership set ends_at = greatest(starts_at, $2::timestamptz) where id = $1::text',
);

/** Somebody leaves, at once. */
export const membershipEnd: Act<MembershipEnd, Facts, EndCode> = {
  name: 'membershipEnd',
  roles: managers,
  async load(transaction, { membershipId }, { viewer, realNow }) {
    // The administrators first, so that two of them who end each other lock in one order.
    const admins = viewer.role === 'VENDOR_ADMIN' ? await lockAdmins(transaction, realNow) : [];
    const membership = await lockMembership(transaction, membershipId);
    return { membership, otherAdmins: admins.filter((id) => id !== membershipId).length };
  },
  decide: ({ membership, otherAdmins }, _, { realNow }) => endFaults(membership, otherAdmins, realNow),
  async apply(transaction, { membership }, { membershipId }, { realNow }) {
    await transaction.query(end, [membershipId, realNow]);
    const { accountId = null, userId = null } = membership ?? {};
    return {
      ...{ result: { membershipId }, accountId },
      endsViewers: [{ membershipId }],
      changes: [{ objectId: membershipId, field: 'endsAt', from: membership?.endsAt ?? null, to: realNow }],
      events: [
        {
          ...{ type: 'membership.ended', aggregate: membershipId },
          payload: { membershipId, userId, accountId, endedAt: realNow },
        },
      ],
    };
  },
};
