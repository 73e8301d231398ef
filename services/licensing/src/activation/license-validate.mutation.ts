import { Arg, Ctx, Field, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { makeUserError, MutationInput, type CodedError } from '@mainstay/kernel/act/mutation';
import type { LicensingContext } from '../context.js';
import { PresentedLicense } from './activation.type.js';
import { LicenseValidation } from './license-file.type.js';
import { licenseValidate, type LicenseValidateCode, type Validated } from './license-validate.js';

@InputType({ description: 'What runs where, by which license.' })
export class LicenseValidateInput extends MutationInput {
  @Field(() => PresentedLicense, {
    description: 'The license, as the product knows it; it is the credential.',
  })
  license!: PresentedLicense;

  @Field(() => String, {
    description: 'What identifies the machine, as it was activated; 1 to 500 characters.',
  })
  fingerprint!: string;

  @Field(() => String, { description: 'Which version runs, by Semantic Versioning; at most 100 characters.' })
  version!: string;
}

export const LicenseValidateUserError = makeUserError<LicenseValidateCode>('LicenseValidate', {
  FINGERPRINT_INVALID: 'The fingerprint is blank or longer than 500 characters.',
  VERSION_INVALID: 'The version is none by Semantic Versioning.',
});

@ObjectType({ description: 'What became of `licenseValidate`.' })
export class LicenseValidatePayload {
  @Field(() => LicenseValidation, {
    nullable: true,
    description: 'The verdict, also where it is no; null where the question was none.',
  })
  validation!: LicenseValidation | null;

  @Field(() => [LicenseValidateUserError], {
    description: 'What was wrong with the question; empty where it was answered.',
  })
  userErrors!: readonly CodedError[];
}

/** The first reason leads. */
export function validationOf(answer: string): object {
  const told = JSON.parse(answer) as Validated;
  return { ...told, reason: told.reasons[0] ?? null };
}

@Resolver()
export class LicenseValidateMutation {
  @Mutation(() => LicenseValidatePayload, {
    description:
      'A running product asks whether it may run as it does (M9). The use is recorded; under an idempotency key once, and the answer is that of now. Running products alone, without a token.',
  })
  licenseValidate(
    @Arg('input', () => LicenseValidateInput, { description: 'What runs where, by which license.' })
    input: LicenseValidateInput,
    @Ctx() { mutations, issuing }: LicensingContext,
  ) {
    return mutations.act(licenseValidate(issuing), input, (_, { answer = '' }) =>
      Promise.resolve({ validation: validationOf(answer) }),
    );
  }
}
