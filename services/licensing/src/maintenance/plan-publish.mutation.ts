import { Arg, Ctx, Field, ID, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { makeUserError, MutationInput, type CodedError } from '@mainstay/kernel/act/mutation';
import { DateScalar } from '@mainstay/kernel/graph/scalars';
import type { LicensingContext } from '../context.js';
import { planPublish } from './plan-publish.js';
import type { PlanPublishCode } from './plan-publish.rules.js';
import { planTerms } from './plan-terms.js';
import { soldUnder } from './plan.reads.js';
import { MaintenancePlan } from './plan.type.js';

@InputType({ description: 'What a plan is to say, and from which day on.' })
export class PlanPublishInput extends MutationInput {
  @Field(() => ID, { description: 'Which plan, as `MaintenancePlan.id` answered it.' })
  planId!: string;

  @Field(() => DateScalar, {
    description:
      "The first day on which it holds, in the vendor's zone: today or later, and after the version before.",
  })
  effectiveOn!: string;

  @Field(() => String, {
    description:
      'The whole policy as JSON text, in the words of the plans in `demo/tenants`; unknown words are refused with their place.',
  })
  policy!: string;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'True where it is meant that a product stops which was not validated in time (`validation.then` is STOP).',
  })
  acceptStop?: boolean | null;
}

export const PlanPublishUserError = makeUserError<PlanPublishCode>('PlanPublish', {
  POLICY_INVALID:
    'The policy has a fault, which the message names with its place; one error for each, 20 at most.',
  PLAN_NOT_FOUND: 'The viewer sees no such plan.',
  EFFECTIVE_IN_PAST: 'The day lies before today.',
  EFFECTIVE_NOT_LATER: 'The day is not after that of the version before.',
  STOP_NOT_ACCEPTED: 'The product is to stop where it could not validate, and that was not said to be meant.',
});

@ObjectType({ description: 'What became of `planPublish`.' })
export class PlanPublishPayload {
  @Field(() => MaintenancePlan, {
    nullable: true,
    description:
      'The plan in the version that was published, also before its day; null where it was refused.',
  })
  plan!: MaintenancePlan | null;

  @Field(() => [PlanPublishUserError], { description: 'Why it was refused; empty where it was done.' })
  userErrors!: readonly CodedError[];
}

@Resolver()
export class PlanPublishMutation {
  @Mutation(() => PlanPublishPayload, {
    description:
      'Publishes a version of a maintenance plan. It holds from its day on; running cover keeps the version that it was sold under (M15). Administrators alone.',
  })
  planPublish(
    @Arg('input', () => PlanPublishInput, { description: 'What is published, and from when on.' })
    input: PlanPublishInput,
    @Ctx() { mutations, plans }: LicensingContext,
  ) {
    return mutations.act(planPublish, input, async ({ planId = '', version = '' }) => {
      const plan = await plans.get(planId, Number(version));
      const published = soldUnder(plan, Number(version));
      return { plan: planTerms({ id: plan.id, name: plan.name, ...published }) };
    });
  }
}
