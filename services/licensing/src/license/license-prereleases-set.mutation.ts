import { Arg, Ctx, Field, ID, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { makeUserError, MutationInput, type CodedError } from '@mainstay/kernel/act/mutation';
import type { LicensingContext } from '../context.js';
import type { PrereleasesCode } from './license-acts.rules.js';
import { licensePrereleasesSet } from './license-prereleases-set.js';
import { License } from './license.type.js';

@InputType({ description: 'Whether a license is to be answered with pre-releases.' })
export class LicensePrereleasesSetInput extends MutationInput {
  @Field(() => ID, { description: 'Which license, as `License.id` answered it.' })
  licenseId!: string;

  @Field(() => Boolean, {
    description: 'True opts in: pre-releases count as entitled versions (M6). False opts out again.',
  })
  optIn!: boolean;
}

export const LicensePrereleasesSetUserError = makeUserError<PrereleasesCode>('LicensePrereleasesSet', {
  LICENSE_NOT_FOUND: 'The viewer sees no such license.',
  LICENSE_REVOKED: 'The license was revoked, and runs no version any more.',
  NOTHING_CHANGED: 'The license is opted in or out already, as was asked for.',
});

@ObjectType({ description: 'What became of `licensePrereleasesSet`.' })
export class LicensePrereleasesSetPayload {
  @Field(() => License, {
    nullable: true,
    description: 'The license as it reads now, with its newest entitled version; null where it was refused.',
  })
  license!: License | null;

  @Field(() => [LicensePrereleasesSetUserError], {
    description: 'Why it was refused; empty where it was done.',
  })
  userErrors!: readonly CodedError[];
}

@Resolver()
export class LicensePrereleasesSetMutation {
  @Mutation(() => LicensePrereleasesSetPayload, {
    description:
      'Opts a license in to pre-releases, or out of them (M6). Administrators, resellers, customers and keys with `licensing:write`; refused for a revoked license.',
  })
  licensePrereleasesSet(
    @Arg('input', () => LicensePrereleasesSetInput, { description: 'Which license, and in or out.' })
    input: LicensePrereleasesSetInput,
    @Ctx() { mutations, licenses }: LicensingContext,
  ) {
    return mutations.act(licensePrereleasesSet, input, async ({ licenseId = '' }) => ({
      license: await licenses.byId(licenseId),
    }));
  }
}
