import { Arg, Ctx, Field, ID, InputType, Int, Mutation, ObjectType, Resolver } from 'type-graphql';
import { makeUserError, MutationInput, type CodedError } from '@mainstay/kernel/act/mutation';
import { DateScalar } from '@mainstay/kernel/graph/scalars';
import type { SupportContext } from '../context.js';
import { goodwillGrant } from './goodwill-grant.js';
import type { GoodwillGrantCode } from './goodwill-grant.rules.js';
import { SupportGrant, GrantUnit } from './grant.type.js';

@InputType({ description: 'Units that an account is given for nothing.' })
export class GoodwillGrantInput extends MutationInput {
  @Field(() => ID, { description: 'To which account, as `Account.id` answered it.' })
  accountId!: string;

  @Field(() => GrantUnit, { description: 'Tickets or credits; use what the plan of the account knows.' })
  unit!: GrantUnit;

  @Field(() => Int, { description: '1 to 1,000.' })
  units!: number;

  @Field(() => DateScalar, {
    nullable: true,
    description:
      "The first day in the vendor's zone on which they are unusable, after today and up to 2200. Null: they never expire.",
  })
  expiresOn?: string | null;

  @Field(() => String, {
    description:
      '1 to 500 characters, kept for ever in the ledger, where the account and its reseller read it, and in the trail; no personal data.',
  })
  reason!: string;
}

export const GoodwillGrantUserError = makeUserError<GoodwillGrantCode>('GoodwillGrant', {
  UNITS_INVALID: 'The units are not 1 to 1,000.',
  REASON_INVALID: 'The reason is blank or longer than 500 characters.',
  ACCOUNT_NOT_FOUND: 'The viewer sees no such account, or it is so new that support does not know it yet.',
  EXPIRY_INVALID: 'The day is not after today, or lies after 2200.',
});

@ObjectType({ description: 'What became of `goodwillGrant`.' })
export class GoodwillGrantPayload {
  @Field(() => SupportGrant, { nullable: true, description: 'The new lot; null where it was refused.' })
  grant!: SupportGrant | null;

  @Field(() => [GoodwillGrantUserError], { description: 'Why it was refused; empty where it was done.' })
  userErrors!: readonly CodedError[];
}

@Resolver()
export class GoodwillGrantMutation {
  @Mutation(() => GoodwillGrantPayload, {
    description:
      'Gives an account support units for nothing, as a lot of its own, whoever the account buys from. Administrators and agents.',
  })
  goodwillGrant(
    @Arg('input', () => GoodwillGrantInput, { description: 'To whom, how many, until when, and why.' })
    input: GoodwillGrantInput,
    @Ctx() { mutations, grants }: SupportContext,
  ) {
    return mutations.act(goodwillGrant, input, async ({ grantId = '' }) => ({
      grant: await grants.byId(grantId),
    }));
  }
}
