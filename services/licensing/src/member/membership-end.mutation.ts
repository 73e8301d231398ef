import { Arg, Ctx, Field, ID, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { makeUserError, MutationInput, type CodedError } from '@mainstay/kernel/act/mutation';
import type { LicensingContext } from '../context.js';
import type { EndCode } from './member.rules.js';
import { membershipEnd } from './membership-end.js';
import { Membership } from './membership.type.js';

@InputType({ description: 'A membership to be ended.' })
export class MembershipEndInput extends MutationInput {
  @Field(() => ID, { description: 'Which, as `Membership.id` tells it; one that has not begun too.' })
  membershipId!: string;
}

export const MembershipEndUserError = makeUserError<EndCode>('MembershipEnd', {
  MEMBERSHIP_NOT_FOUND: 'The viewer manages no such membership.',
  ALREADY_ENDED: 'It has ended before.',
  LAST_ADMIN: 'It is that of the last administrator of the vendor.',
});

@ObjectType({ description: 'What became of `membershipEnd`.' })
export class MembershipEndPayload {
  @Field(() => Membership, {
    nullable: true,
    description: 'The membership that was; null where it was refused.',
  })
  membership!: Membership | null;

  @Field(() => [MembershipEndUserError], { description: 'Why it was refused; empty where it was done.' })
  userErrors!: readonly CodedError[];
}

@Resolver()
export class MembershipEndMutation {
  @Mutation(() => MembershipEndPayload, {
    description:
      'Ends a membership at once: whoever acts under it is UNAUTHENTICATED from then on, 30 s later at worst. For whoever manages it, also its own; FORBIDDEN for keys.',
  })
  membershipEnd(
    @Arg('input', () => MembershipEndInput, { description: 'Which.' }) input: MembershipEndInput,
    @Ctx() { mutations, members }: LicensingContext,
  ) {
    return mutations.act(membershipEnd, input, async ({ membershipId = '' }) => ({
      membership: await members.byId(membershipId),
    }));
  }
}
