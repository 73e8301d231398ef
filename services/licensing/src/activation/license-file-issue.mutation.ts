import { Arg, Ctx, Field, ID, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { makeUserError, MutationInput, type CodedError } from '@mainstay/kernel/act/mutation';
import type { LicensingContext } from '../context.js';
import { PresentedLicense } from './activation.type.js';
import { licenseFileIssue, type LicenseFileIssueCode } from './license-file-issue.js';
import { LicenseFile } from './license-file.type.js';

@InputType({ description: 'For which machine a file is to be signed.' })
export class LicenseFileIssueInput extends MutationInput {
  @Field(() => ID, {
    nullable: true,
    description: 'As `License.activations` answered it; a running product names its fingerprint instead.',
  })
  activationId?: string | null;

  @Field(() => PresentedLicense, {
    nullable: true,
    description: 'By which a running product without a token is known; everybody else leaves it out.',
  })
  license?: PresentedLicense | null;

  @Field(() => String, {
    nullable: true,
    description: "Of the running product's own machine, as it was activated; 1 to 500 characters.",
  })
  fingerprint?: string | null;
}

export const LicenseFileIssueUserError = makeUserError<LicenseFileIssueCode>('LicenseFileIssue', {
  MACHINE_UNNAMED: 'The machine is named by none or by both of activationId and fingerprint.',
  FINGERPRINT_INVALID: 'The fingerprint is blank or longer than 500 characters.',
  ACTIVATION_NOT_FOUND: 'The viewer sees no such machine.',
  ACTIVATION_ENDED: 'The machine gave up its seat.',
  LICENSE_REVOKED: 'The license was revoked, which is for good.',
  LICENSE_SUSPENDED: 'The license is suspended.',
});

@ObjectType({ description: 'What became of `licenseFileIssue`.' })
export class LicenseFileIssuePayload {
  @Field(() => LicenseFile, { nullable: true, description: 'The signed file; null where it was refused.' })
  licenseFile!: LicenseFile | null;

  @Field(() => [LicenseFileIssueUserError], { description: 'Why it was refused; empty where it was done.' })
  userErrors!: readonly CodedError[];
}

@Resolver()
export class LicenseFileIssueMutation {
  @Mutation(() => LicenseFileIssuePayload, {
    description:
      'Signs a file for a machine that has a seat. One that a person carries lasts longer, and counts as a use of the cover that runs (M4, M9); one that the running product fetches is as of `licenseValidate`. Administrators, agents, the owner, its reseller of record, keys with `licensing:write`, and the running product.',
  })
  licenseFileIssue(
    @Arg('input', () => LicenseFileIssueInput, { description: 'Which machine.' })
    input: LicenseFileIssueInput,
    @Ctx() { mutations, issuing, licenseFiles }: LicensingContext,
  ) {
    return mutations.act(licenseFileIssue(issuing), input, async ({ fileId = '' }) => ({
      licenseFile: await licenseFiles.byId(fileId),
    }));
  }
}
