import { Arg, Ctx, Field, ID, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { makeUserError, MutationInput, type CodedError } from '@mainstay/kernel/act/mutation';
import type { LicensingContext } from '../context.js';
import { Activation, PresentedLicense } from './activation.type.js';
import { licenseActivate, type LicenseActivateCode } from './license-activate.js';

@InputType({ description: 'Which license is to run on which machine.' })
export class LicenseActivateInput extends MutationInput {
  @Field(() => ID, {
    nullable: true,
    description: 'Which license, as `License.id` answered it; left out by a running product.',
  })
  licenseId?: string | null;

  @Field(() => PresentedLicense, {
    nullable: true,
    description: 'By which a running product without a token is known; everybody else names `licenseId`.',
  })
  license?: PresentedLicense | null;

  @Field(() => String, {
    description:
      'What identifies the machine, always the same; 1 to 500 characters. Only what stands for it is kept.',
  })
  fingerprint!: string;

  @Field(() => String, { nullable: true, description: 'What the machine is called, 1 to 200 characters.' })
  name?: string | null;

  @Field(() => String, { nullable: true, description: 'Which version it runs, by Semantic Versioning.' })
  version?: string | null;
}

export const LicenseActivateUserError = makeUserError<LicenseActivateCode>('LicenseActivate', {
  FINGERPRINT_INVALID: 'The fingerprint is blank or longer than 500 characters.',
  NAME_INVALID: 'The name is blank or longer than 200 characters.',
  VERSION_INVALID: 'The version is none by Semantic Versioning.',
  LICENSE_NOT_FOUND: 'The viewer sees no such license; a product presented an unknown code or serial.',
  LICENSE_REVOKED: 'The license was revoked, which is for good.',
  LICENSE_SUSPENDED: 'The license is suspended.',
  TOO_MANY_MACHINES: 'It runs on as many machines as it has seats; facts: machines, seats.',
});

@ObjectType({ description: 'What became of `licenseActivate`.' })
export class LicenseActivatePayload {
  @Field(() => Activation, {
    nullable: true,
    description: 'The seat of the machine; null where it was refused.',
  })
  activation!: Activation | null;

  @Field(() => [LicenseActivateUserError], { description: 'Why it was refused; empty where it was done.' })
  userErrors!: readonly CodedError[];
}

@Resolver()
export class LicenseActivateMutation {
  @Mutation(() => LicenseActivatePayload, {
    description:
      'Takes a seat of a license for a machine; one that has a seat keeps it. A license has as many seats as its quantity counts copies, servers or devices, and no limit where it counts sites or users. Needs no maintenance (M7). Administrators, agents, the owner, its reseller of record, keys with `licensing:write`, and the running product itself.',
  })
  licenseActivate(
    @Arg('input', () => LicenseActivateInput, { description: 'Which license, and which machine.' })
    input: LicenseActivateInput,
    @Ctx() { mutations, activations }: LicensingContext,
  ) {
    return mutations.act(licenseActivate, input, async ({ activationId = '' }) => ({
      activation: await activations.byId(activationId),
    }));
  }
}
