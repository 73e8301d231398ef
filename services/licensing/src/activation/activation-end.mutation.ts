import { Arg, Ctx, Field, ID, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { makeUserError, MutationInput, type CodedError } from '@mainstay/kernel/act/mutation';
import type { LicensingContext } from '../context.js';
import { activationEnd, type ActivationEndCode } from './activation-end.js';
import { Activation, PresentedLicense } from './activation.type.js';

@InputType({ description: 'Which machine is to give up its seat.' })
export class ActivationEndInput extends MutationInput {
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

export const ActivationEndUserError = makeUserError<ActivationEndCode>('ActivationEnd', {
  MACHINE_UNNAMED: 'The machine is named by none or by both of activationId and fingerprint.',
  FINGERPRINT_INVALID: 'The fingerprint is blank or longer than 500 characters.',
  ACTIVATION_NOT_FOUND: 'The viewer sees no such machine.',
  ACTIVATION_ENDED: 'The machine gave up its seat already.',
  COVER_NEEDED:
    'By the plan, giving up a machine needs active maintenance (M7); facts: rule, expiresOn, policyVersion.',
});

@ObjectType({ description: 'What became of `activationEnd`.' })
export class ActivationEndPayload {
  @Field(() => Activation, {
    nullable: true,
    description: 'The machine as it reads now; null where it was refused.',
  })
  activation!: Activation | null;

  @Field(() => [ActivationEndUserError], { description: 'Why it was refused; empty where it was done.' })
  userErrors!: readonly CodedError[];
}

@Resolver()
export class ActivationEndMutation {
  @Mutation(() => ActivationEndPayload, {
    description:
      'Frees the seat of a machine. Where the plan says so that needs active maintenance, and counts as a use of it (M7, M4). Administrators, agents, the owner, its reseller of record, keys with `licensing:write`, and the running product for its own machine.',
  })
  activationEnd(
    @Arg('input', () => ActivationEndInput, { description: 'Which machine.' }) input: ActivationEndInput,
    @Ctx() { mutations, activations }: LicensingContext,
  ) {
    return mutations.act(activationEnd, input, async ({ activationId = '' }) => ({
      activation: await activations.byId(activationId),
    }));
  }
}
