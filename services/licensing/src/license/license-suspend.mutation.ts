import { Arg, Ctx, Field, ID, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { makeUserError, MutationInput, type CodedError } from '@mainstay/kernel/act/mutation';
import type { LicensingContext } from '../context.js';
import type { StandingCode } from './license-acts.rules.js';
import { licenseSuspend } from './license-standing.js';
import { License } from './license.type.js';

@InputType({ description: 'Which license is to stop for a while, and why.' })
export class LicenseSuspendInput extends MutationInput {
  @Field(() => ID, { description: 'Which license, as `License.id` answered it.' })
  licenseId!: string;

  @Field(() => String, {
    description: '1 to 500 characters, kept for ever in the trail (domain, section 7); no personal data.',
  })
  reason!: string;
}

export const LicenseSuspendUserError = makeUserError<Exclude<StandingCode, 'LICENSE_NOT_SUSPENDED'>>(
  'LicenseSuspend',
  {
    REASON_INVALID: 'The reason is blank or longer than 500 characters.',
    LICENSE_NOT_FOUND: 'The viewer sees no such license.',
    LICENSE_REVOKED: 'The license was revoked, which is for good.',
    LICENSE_SUSPENDED: 'The license is suspended already.',
  },
);

@ObjectType({ description: 'What became of `licenseSuspend`.' })
export class LicenseSuspendPayload {
  @Field(() => License, {
    nullable: true,
    description: 'The license as it reads now; null where it was refused.',
  })
  license!: License | null;

  @Field(() => [LicenseSuspendUserError], { description: 'Why it was refused; empty where it was done.' })
  userErrors!: readonly CodedError[];
}

@Resolver()
export class LicenseSuspendMutation {
  @Mutation(() => LicenseSuspendPayload, {
    description:
      'Stops an active license until it is reinstated: meanwhile it runs no version (M9), and its cover runs on. Administrators alone.',
  })
  licenseSuspend(
    @Arg('input', () => LicenseSuspendInput, { description: 'Which license, and why.' })
    input: LicenseSuspendInput,
    @Ctx() { mutations, licenses }: LicensingContext,
  ) {
    return mutations.act(licenseSuspend, input, async ({ licenseId = '' }) => ({
      license: await licenses.byId(licenseId),
    }));
  }
}
