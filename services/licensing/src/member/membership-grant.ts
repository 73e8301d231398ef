import type { Act, ActInput } from '@mainstay/kernel/act/act';
import { managedAccount, managers, type Managed } from '../viewer/managed-account.js';
import { accountOf, giveMembership, isMember } from './give-membership.js';
import { lockMembership } from './lock-membership.js';
import {
  alreadyMember,
  membershipNotFound,
  placeFaults,
  type MemberRole,
  type PlaceCode,
} from './member.rules.js';

export interface MembershipGrant extends ActInput {
  /** A membership of the person, also one that has ended. */
  readonly membershipId: string;
  readonly role: MemberRole;
  readonly accountId?: string | null;
}

export type MembershipGrantCode = 'MEMBERSHIP_NOT_FOUND' | PlaceCode | 'ALREADY_MEMBER';

interface Facts {
  readonly managed: Managed;
  readonly userId: string | null;
  readonly taken: boolean;
}

/** A person who is known gets another role, or one again. */
export const membershipGrant: Act<MembershipGrant, Facts, MembershipGrantCode> = {
  name: 'membershipGrant',
  roles: managers,
  async load(transaction, { membershipId, role, accountId: asked }, moment) {
    const managed = await managedAccount(transaction, moment.viewer, asked);
    const userId = (await lockMembership(transaction, membershipId))?.userId ?? null;
    const accountId = accountOf(managed)?.id ?? null;
    const taken = userId !== null && (await isMember(transaction, { userId, role, accountId }, moment));
    return { managed, userId, taken };
  },
  decide({ managed, userId, taken }, { role, accountId }, { viewer }) {
    if (userId === null) return [membershipNotFound()];
    const named = accountId !== null && accountId !== undefined;
    const place = placeFaults({ role, named, managed, isAdmin: viewer.role === 'VENDOR_ADMIN' });
    return place.length === 0 && taken ? [alreadyMember()] : place;
  },
  apply: (transaction, { managed, userId }, { role }, moment) =>
    giveMembership(transaction, { userId: userId ?? '', role, managed }, moment),
};
