import { Arg, Ctx, Field, ID, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { makeUserError, MutationInput, type CodedError } from '@mainstay/kernel/act/mutation';
import type { LicensingContext } from '../context.js';
import { memberInvite, type MemberInviteCode } from './member-invite.js';
import { MemberRole, Membership } from './membership.type.js';

@InputType({ description: 'A person who is to sign in.' })
export class MemberInviteInput extends MutationInput {
  @Field(() => String, {
    description: 'Who vouches for the person: `iss` of its tokens, an https URL of at most 500 characters.',
  })
  issuer!: string;

  @Field(() => String, {
    description: "The issuer's name for the person: `sub` of its tokens, at most 255 ASCII characters.",
  })
  subject!: string;

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

export const MemberInviteUserError = makeUserError<MemberInviteCode>('MemberInvite', {
  ISSUER_INVALID: 'The issuer is no https URL without query and fragment.',
  SUBJECT_INVALID: 'The subject is blank, longer than 255 characters, or not ASCII.',
  ROLE_BEYOND_YOURS: "The role is of the vendor's staff, and the viewer is no administrator.",
  ROLE_TAKES_NO_ACCOUNT: "The role is of the vendor's staff, and an account is named.",
  ACCOUNT_NOT_FOUND: 'The viewer manages no members of such an account, or named none.',
  ROLE_NOT_OF_ACCOUNT: 'The role is not that of the kind of the account.',
  ALREADY_MEMBER: 'The person has this role there already.',
});

@ObjectType({ description: 'What became of `memberInvite`.' })
export class MemberInvitePayload {
  @Field(() => Membership, { nullable: true, description: 'The new membership; null where it was refused.' })
  membership!: Membership | null;

  @Field(() => [MemberInviteUserError], { description: 'Why it was refused; empty where it was done.' })
  userErrors!: readonly CodedError[];
}

@Resolver()
export class MemberInviteMutation {
  @Mutation(() => MemberInvitePayload, {
    description:
      'Lets a person sign in, known by its issuer and subject, from now on; no mail is sent. Administrators for the vendor and any account, resellers and customers for their own; FORBIDDEN for keys.',
  })
  memberInvite(
    @Arg('input', () => MemberInviteInput, { description: 'Who, as what.' }) input: MemberInviteInput,
    @Ctx() { mutations, members }: LicensingContext,
  ) {
    return mutations.act(memberInvite, input, async ({ membershipId = '' }) => ({
      membership: await members.byId(membershipId),
    }));
  }
}
