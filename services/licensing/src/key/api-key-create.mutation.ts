import { Arg, Ctx, Directive, Field, ID, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { makeUserError, MutationInput, type CodedError } from '@mainstay/kernel/act/mutation';
import { DateTimeScalar } from '@mainstay/kernel/graph/scalars';
import type { LicensingContext } from '../context.js';
import { apiKeyCreate, type ApiKeyCreateCode } from './api-key-create.js';
import { ApiKey } from './api-key.type.js';

@InputType({ description: 'A credential to be made for a system.' })
export class ApiKeyCreateInput extends MutationInput {
  @Field(() => String, { description: 'What it is for, e.g. `Web shop`; 1 to 200 characters.' })
  name!: string;

  @Field(() => [String], {
    description:
      'Of `licensing`, `support` and `billing` each `:read` or `:write`, e.g. `licensing:read`; a write scope needs its read scope.',
  })
  scopes!: readonly string[];

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When it ends by the real clock, a year from now at the latest; without end unless told.',
  })
  expiresAt?: string | null;

  @Field(() => ID, {
    nullable: true,
    description:
      "For which account it acts. Unless told, the viewer's own; an administrator has none, and makes a key of the vendor, which sees all of it.",
  })
  accountId?: string | null;
}

export const ApiKeyCreateUserError = makeUserError<ApiKeyCreateCode>('ApiKeyCreate', {
  NAME_INVALID: 'The name is blank or longer than 200 characters.',
  SCOPES_INVALID: 'There is no scope, or one stands there twice.',
  SCOPE_UNKNOWN: 'A scope is none of the six.',
  READ_SCOPE_MISSING: 'A write scope stands without the read scope of its service.',
  EXPIRY_INVALID: 'The end is not in the future, or further away than a year.',
  ACCOUNT_NOT_FOUND: 'The viewer manages no keys of such an account.',
});

@ObjectType({ description: 'What became of `apiKeyCreate`.' })
export class ApiKeyCreatePayload {
  @Field(() => ApiKey, { nullable: true, description: 'The new key; null where it was refused.' })
  apiKey!: ApiKey | null;

  @Directive('@secret')
  @Field(() => String, {
    nullable: true,
    description:
      'What the system presents as its bearer token, `msk_` and 64 hexadecimal digits. Answered this once and kept nowhere: null where it was refused, and where the same idempotency key asks again. Rotate the key if this answer was lost.',
  })
  text!: string | null;

  @Field(() => [ApiKeyCreateUserError], { description: 'Why it was refused; empty where it was done.' })
  userErrors!: readonly CodedError[];
}

@Resolver()
export class ApiKeyCreateMutation {
  @Mutation(() => ApiKeyCreatePayload, {
    description:
      'Makes a key for a system. Administrators for any account or the vendor, resellers and customers for their own; FORBIDDEN for keys themselves.',
  })
  apiKeyCreate(
    @Arg('input', () => ApiKeyCreateInput, { description: 'What for.' }) input: ApiKeyCreateInput,
    @Ctx() { mutations, apiKeys }: LicensingContext,
  ) {
    return mutations.act(apiKeyCreate, input, async ({ apiKeyId = '' }, { text = null }) => ({
      apiKey: await apiKeys.byId(apiKeyId),
      text,
    }));
  }
}
