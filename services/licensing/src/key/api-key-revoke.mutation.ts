import { Arg, Ctx, Field, ID, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { makeUserError, MutationInput, type CodedError } from '@mainstay/kernel/act/mutation';
import type { LicensingContext } from '../context.js';
import { apiKeyRevoke, type ApiKeyRevokeCode } from './api-key-revoke.js';
import { ApiKey } from './api-key.type.js';

@InputType({ description: 'A key to be ended for good.' })
export class ApiKeyRevokeInput extends MutationInput {
  @Field(() => ID, { description: 'Which key, e.g. `key_…` as `ApiKey.id` tells it.' })
  apiKeyId!: string;
}

export const ApiKeyRevokeUserError = makeUserError<ApiKeyRevokeCode>('ApiKeyRevoke', {
  API_KEY_NOT_FOUND: 'The viewer manages no such key.',
  ALREADY_REVOKED: 'The key was revoked before.',
});

@ObjectType({ description: 'What became of `apiKeyRevoke`.' })
export class ApiKeyRevokePayload {
  @Field(() => ApiKey, { nullable: true, description: 'The key that was; null where it was refused.' })
  apiKey!: ApiKey | null;

  @Field(() => [ApiKeyRevokeUserError], { description: 'Why it was refused; empty where it was done.' })
  userErrors!: readonly CodedError[];
}

@Resolver()
export class ApiKeyRevokeMutation {
  @Mutation(() => ApiKeyRevokePayload, {
    description:
      'Ends a key for good, with its former text: who presents it is UNAUTHENTICATED at once, 60 s later at worst. For whoever manages the key; FORBIDDEN for keys themselves.',
  })
  apiKeyRevoke(
    @Arg('input', () => ApiKeyRevokeInput, { description: 'Which.' }) input: ApiKeyRevokeInput,
    @Ctx() { mutations, apiKeys }: LicensingContext,
  ) {
    return mutations.act(apiKeyRevoke, input, async ({ apiKeyId = '' }) => ({
      apiKey: await apiKeys.byId(apiKeyId),
    }));
  }
}
