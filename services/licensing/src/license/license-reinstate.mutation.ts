import { Arg, Ctx, Field, ID, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { makeUserError, MutationInput, type CodedError } from '@mainstay/kernel/act/mutation';
import type { LicensingContext } from '../context.js';
import type { StandingCode } from './license-acts.rules.js';
import { licenseReinstate } from './license-standing.js';
import { License } from './license.type.js';

@InputType({ description: 'Which suspended license may be used again, and why.' })
export class LicenseReinstateInput extends MutationInput {
  @Field(() => ID, { description: 'Which license, as `License.id` answered it.' })
  licenseId!: string;

  @Field(() => String, {
    description: '1 to 500 characters, kept for ever in the trail (domain, section 7); no personal data.',
  })
  reason!: string;
}

export const LicenseReinstateUserError = makeUserError<Exclude<StandingCode, 'LICENSE_SUSPENDED'>>(
  'LicenseReinstate',
  {
    REASON_INVALID: 'The reason is blank or longer than 500 characters.',
    LICENSE_NOT_FOUND: 'The viewer sees no such license.',
    LICENSE_REVOKED: 'The license was revoked, which is for good.',
    LICENSE_NOT_SUSPENDED: 'The license is active: nothing is to be reinstated.',
  },
);

@ObjectType({ description: 'What became of `licenseReinstate`.' })
export class LicenseReinstatePayload {
  @Field(() => License, {
    nullable: true,
    description: 'The license as it reads now; null where it was refused.',
  })
  license!: License | null;

  @Field(() => [LicenseReinstateUserError], { description: 'Why it was refused; empty where it was done.' })
  userErrors!: readonly CodedError[];
}

@Resolver()
export class LicenseReinstateMutation {
  @Mutation(() => LicenseReinstatePayload, {
    description:
      'Lets a suspended license be used again, as if it had never been stopped (M9). A revoked one stays ended. Administrators alone.',
  })
  licenseReinstate(
    @Arg('input', () => LicenseReinstateInput, { description: 'Which license, and why.' })
    input: LicenseReinstateInput,
    @Ctx() { mutations, licenses }: LicensingContext,
  ) {
    return mutations.act(licenseReinstate, input, async ({ licenseId = '' }) => ({
      license: await licenses.byId(licenseId),
    }));
  }
}
