import { Arg, Ctx, Field, ID, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { makeUserError, MutationInput, type CodedError } from '@mainstay/kernel/act/mutation';
import type { LicensingContext } from '../context.js';
import { activationMove, type ActivationMoveCode } from './activation-move.js';
import { Activation } from './activation.type.js';

@InputType({ description: 'Which machine is to give its seat to which other.' })
export class ActivationMoveInput extends MutationInput {
  @Field(() => ID, { description: 'The machine to move from, as `License.activations` answered it.' })
  activationId!: string;

  @Field(() => String, { description: 'What identifies the machine to move to; 1 to 500 characters.' })
  fingerprint!: string;

  @Field(() => String, { nullable: true, description: 'What that machine is called, 1 to 200 characters.' })
  name?: string | null;

  @Field(() => String, { nullable: true, description: 'Which version it runs, by Semantic Versioning.' })
  version?: string | null;
}

export const ActivationMoveUserError = makeUserError<ActivationMoveCode>('ActivationMove', {
  FINGERPRINT_INVALID: 'The fingerprint is blank or longer than 500 characters.',
  NAME_INVALID: 'The name is blank or longer than 200 characters.',
  VERSION_INVALID: 'The version is none by Semantic Versioning.',
  ACTIVATION_NOT_FOUND: 'The viewer sees no such machine.',
  ACTIVATION_ENDED: 'The machine gave up its seat already.',
  LICENSE_REVOKED: 'The license was revoked, which is for good.',
  LICENSE_SUSPENDED: 'The license is suspended.',
  MACHINE_ACTIVATED: 'The machine to move to runs the license already.',
  COVER_NEEDED: 'By the plan, moving needs active maintenance (M7); facts: rule, expiresOn, policyVersion.',
});

@ObjectType({ description: 'What became of `activationMove`.' })
export class ActivationMovePayload {
  @Field(() => Activation, {
    nullable: true,
    description: 'The machine moved to; null where it was refused.',
  })
  activation!: Activation | null;

  @Field(() => [ActivationMoveUserError], { description: 'Why it was refused; empty where it was done.' })
  userErrors!: readonly CodedError[];
}

@Resolver()
export class ActivationMoveMutation {
  @Mutation(() => ActivationMovePayload, {
    description:
      'Gives the seat of one machine to another. Where the plan says so that needs active maintenance, and counts as a use of it (M7, M4). Answers to request codes of the former machine revive nothing. Administrators, agents, the owner, its reseller of record and keys with `licensing:write`.',
  })
  activationMove(
    @Arg('input', () => ActivationMoveInput, { description: 'From which machine to which.' })
    input: ActivationMoveInput,
    @Ctx() { mutations, activations }: LicensingContext,
  ) {
    return mutations.act(activationMove, input, async ({ activationId = '' }) => ({
      activation: await activations.byId(activationId),
    }));
  }
}
