import { Arg, Ctx, Field, ID, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { makeUserError, MutationInput, type CodedError } from '@mainstay/kernel/act/mutation';
import type { LicensingContext } from '../context.js';
import type { StandingCode } from './license-acts.rules.js';
import { licenseRevoke } from './license-standing.js';
import { License } from './license.type.js';

@InputType({ description: 'Which license is to end for good, and why.' })
export class LicenseRevokeInput extends MutationInput {
  @Field(() => ID, { description: 'Which license, as `License.id` answered it.' })
  licenseId!: string;

  @Field(() => String, {
    description: '1 to 500 characters, kept for ever in the trail (domain, section 7); no personal data.',
  })
  reason!: string;
}

export const LicenseRevokeUserError = makeUserError<
  Exclude<StandingCode, 'LICENSE_SUSPENDED' | 'LICENSE_NOT_SUSPENDED'>
>('LicenseRevoke', {
  REASON_INVALID: 'The reason is blank or longer than 500 characters.',
  LICENSE_NOT_FOUND: 'The viewer sees no such license.',
  LICENSE_REVOKED: 'The license was revoked, which is for good.',
});

@ObjectType({ description: 'What became of `licenseRevoke`.' })
export class LicenseRevokePayload {
  @Field(() => License, {
    nullable: true,
    description: 'The license as it reads now; null where it was refused.',
  })
  license!: License | null;

  @Field(() => [LicenseRevokeUserError], { description: 'Why it was refused; empty where it was done.' })
  userErrors!: readonly CodedError[];
}

@Resolver()
export class LicenseRevokeMutation {
  @Mutation(() => LicenseRevokePayload, {
    description:
      'Ends a license for good: from now on it runs no version (M9). What covers it and its invoices stay as they are. Administrators alone.',
  })
  licenseRevoke(
    @Arg('input', () => LicenseRevokeInput, { description: 'Which license, and why.' })
    input: LicenseRevokeInput,
    @Ctx() { mutations, licenses }: LicensingContext,
  ) {
    return mutations.act(licenseRevoke, input, async ({ licenseId = '' }) => ({
      license: await licenses.byId(licenseId),
    }));
  }
}
