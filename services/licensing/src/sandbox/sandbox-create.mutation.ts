import { Arg, Ctx, Field, ID, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { makeUserError, MutationInput, type CodedError } from '@mainstay/kernel/act/mutation';
import { DateScalar } from '@mainstay/kernel/graph/scalars';
import type { LicensingContext } from '../context.js';
import { MemberRole } from '../member/membership.type.js';
import { Tenant } from '../vendor/vendor.type.js';
import { sandboxCreate } from './sandbox-create.js';
import type { SandboxCreateCode } from './sandbox-create.rules.js';

@InputType({ description: 'A tenant to try things out in.' })
export class SandboxCreateInput extends MutationInput {
  @Field(() => ID, { description: 'Of which tenant it is a copy.' })
  vendorId!: string;

  @Field(() => DateScalar, {
    description:
      "The day that its clock begins with, at the first instant in the vendor's zone: 2000-01-01 to 2100-12-31.",
  })
  firstOn!: string;

  @Field(() => String, {
    nullable: true,
    description: '1 to 200 characters; the name of the tenant with `sandbox` behind it unless told.',
  })
  name?: string | null;
}

@ObjectType({
  description: 'Somebody who can act in a sandbox, as they can in the tenant that it is a copy of.',
})
export class SandboxMember {
  @Field(() => ID, { description: 'What the header `Mainstay-Membership` takes to act in the sandbox.' })
  membershipId!: string;

  @Field(() => MemberRole, { description: 'What they act as.' })
  role!: MemberRole;

  @Field(() => ID, {
    nullable: true,
    description: "Of which account of the sandbox; null for the vendor's staff.",
  })
  accountId!: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Opens the sandbox as this member: the bearer token of a demo. Null where people sign in with an issuer of their own.',
  })
  token!: string | null;
}

export const SandboxCreateUserError = makeUserError<SandboxCreateCode>('SandboxCreate', {
  NAME_INVALID: 'The name is blank or longer than 200 characters.',
  FIRST_DAY_INVALID: 'The first day lies before 2000 or after 2100.',
  VENDOR_NOT_FOUND: 'There is no such tenant.',
  VENDOR_IS_SANDBOX: 'The tenant is a sandbox itself.',
});

@ObjectType({ description: 'What became of `sandboxCreate`.' })
export class SandboxCreatePayload {
  @Field(() => Tenant, { nullable: true, description: 'The new sandbox; null where it was refused.' })
  tenant!: Tenant | null;

  @Field(() => [SandboxMember], {
    nullable: true,
    description:
      "The vendor's staff first, then members of accounts by the account's name, 100 at most. Null where it was refused.",
  })
  members!: readonly SandboxMember[] | null;

  @Field(() => [SandboxCreateUserError], { description: 'Why it was refused; empty where it was done.' })
  userErrors!: readonly CodedError[];
}

@Resolver()
export class SandboxCreateMutation {
  @Mutation(() => SandboxCreatePayload, {
    description:
      'Makes a sandbox: a copy of a tenant with catalog, plans, accounts and members, without licenses and contacts, and with a clock that `clockAdvance` moves. Releases keep their instants and come out when the clock passes them. Operators alone; FORBIDDEN to others.',
  })
  sandboxCreate(
    @Arg('input', () => SandboxCreateInput, { description: 'Of what, and from which day on.' })
    input: SandboxCreateInput,
    @Ctx() { mutations, vendors, sandboxes }: LicensingContext,
  ) {
    return mutations.act(sandboxCreate, input, async ({ sandboxId = '' }) => {
      await sandboxes.fill(sandboxId);
      return { tenant: await vendors.byId(sandboxId), members: await sandboxes.members(sandboxId) };
    });
  }
}
