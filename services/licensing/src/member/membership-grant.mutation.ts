import { Arg, Ctx, Field, ID, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { makeUserError, MutationInput, type CodedError } from '@mainstay/kernel/act/mutation';
import type { LicensingContext } from '../context.js';
import { membershipGrant, type MembershipGrantCode } from './membership-grant.js';
import { MemberRole, Membership } from './membership.type.js';

@InputType({ description: 'Another role for a person who is known, or one again.' })
export class MembershipGrantInput extends MutationInput {
  @Field(() => ID, { description: 'Any membership of the person, also one that has ended.' })
  membershipId!: string;

  @Field(() => MemberRole, {
    description:
      "Staff roles are given by administrators alone; an account's members have the role of its kind.",
  })
  role!: MemberRole;

  @Field(() => ID, {
    nullable: true,
    description: "For which account; unless told, the viewer's own. The vendor's staff have none.",
  })
  accountId?: string | null;
}

export const MembershipGrantUserError = makeUserError<MembershipGrantCode>('MembershipGrant', {
  MEMBERSHIP_NOT_FOUND: 'The viewer manages no such membership.',
  ROLE_BEYOND_YOURS: "The role is of the vendor's staff, and the viewer is no administrator.",
  ROLE_TAKES_NO_ACCOUNT: "The role is of the vendor's staff, and an account is named.",
  ACCOUNT_NOT_FOUND: 'The viewer manages no members of such an account, or named none.',
  ROLE_NOT_OF_ACCOUNT: 'The role is not that of the kind of the account.',
  ALREADY_MEMBER: 'The person has this role there already.',
});

@ObjectType({ description: 'What became of `membershipGrant`.' })
export class MembershipGrantPayload {
  @Field(() => Membership, { nullable: true, description: 'The new membership; null where it was refused.' })
  membership!: Membership | null;

  @Field(() => [MembershipGrantUserError], { description: 'Why it was refused; empty where it was done.' })
  userErrors!: readonly CodedError[];
}

@Resolver()
export class MembershipGrantMutation {
  @Mutation(() => MembershipGrantPayload, {
    description:
      'Gives a person another membership beside those it has, from now on; a token or the header `Mainstay-Membership` then names which it acts under. For whoever manages both; FORBIDDEN for keys.',
  })
  membershipGrant(
    @Arg('input', () => MembershipGrantInput, { description: 'Whom, as what.' }) input: MembershipGrantInput,
    @Ctx() { mutations, members }: LicensingContext,
  ) {
    return mutations.act(membershipGrant, input, async ({ membershipId = '' }) => ({
      membership: await members.byId(membershipId),
    }));
  }
}
