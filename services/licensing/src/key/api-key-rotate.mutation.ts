import { Arg, Ctx, Directive, Field, ID, InputType, Int, Mutation, ObjectType, Resolver } from 'type-graphql';
import { makeUserError, MutationInput, type CodedError } from '@mainstay/kernel/act/mutation';
import { DateTimeScalar } from '@mainstay/kernel/graph/scalars';
import type { LicensingContext } from '../context.js';
import { apiKeyRotate, type ApiKeyRotateCode } from './api-key-rotate.js';
import { ApiKey } from './api-key.type.js';

@InputType({ description: 'A key to be given a new text.' })
export class ApiKeyRotateInput extends MutationInput {
  @Field(() => ID, { description: 'Which key, e.g. `key_…` as `ApiKey.id` tells it.' })
  apiKeyId!: string;

  @Field(() => Int, {
    nullable: true,
    description:
      'For how many real days of 24 hours the text of now stays good, 0 to 7; 0 unless told. A text before it ends at once.',
  })
  overlapDays?: number | null;
}

export const ApiKeyRotateUserError = makeUserError<ApiKeyRotateCode>('ApiKeyRotate', {
  OVERLAP_INVALID: 'The overlap is not 0 to 7 days.',
  API_KEY_NOT_FOUND: 'The viewer manages no such key.',
  ALREADY_REVOKED: 'The key was revoked, for good.',
  EXPIRED: 'The key has ended; a new text would open nothing.',
});

@ObjectType({ description: 'What became of `apiKeyRotate`.' })
export class ApiKeyRotatePayload {
  @Field(() => ApiKey, { nullable: true, description: 'The key; null where it was refused.' })
  apiKey!: ApiKey | null;

  @Directive('@secret')
  @Field(() => String, {
    nullable: true,
    description:
      'The new text. Answered this once and kept nowhere: null where it was refused, and where the same idempotency key asks again.',
  })
  text!: string | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'Until when the former text is good too; null where it ended at once.',
  })
  formerTextUntil!: string | null;

  @Field(() => [ApiKeyRotateUserError], { description: 'Why it was refused; empty where it was done.' })
  userErrors!: readonly CodedError[];
}

@Resolver()
export class ApiKeyRotateMutation {
  @Mutation(() => ApiKeyRotatePayload, {
    description:
      'Gives a key a new text; name, scopes and end stay. For whoever manages the key; FORBIDDEN for keys themselves.',
  })
  apiKeyRotate(
    @Arg('input', () => ApiKeyRotateInput, { description: 'Which, and how gently.' })
    input: ApiKeyRotateInput,
    @Ctx() { mutations, apiKeys }: LicensingContext,
  ) {
    return mutations.act(apiKeyRotate, input, async ({ apiKeyId = '' }, { text = null }) => {
      const apiKey = await apiKeys.byId(apiKeyId);
      return { apiKey, text, formerTextUntil: apiKey?.formerTextUntil ?? null };
    });
  }
}
