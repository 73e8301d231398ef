import { Field, InputType, InterfaceType, ObjectType, registerEnumType } from 'type-graphql';
import { Fact } from '../graph/decision.js';
import type { Act, ActInput } from './act.js';
import type { Refusal } from '../values/refusal.js';
import { perform, type Acting } from './perform.js';

/** What every mutation's input has. */
@InputType()
export abstract class MutationInput implements ActInput {
  @Field(() => String, {
    nullable: true,
    description:
      '1 to 100 visible ASCII characters, e.g. a UUID, kept 30 days per caller and mutation. The same key and input again answer the same and are done once; another input is CONFLICT. A refusal may be tried again with the same key.',
  })
  idempotencyKey?: string | null;
}

@InterfaceType({
  description: 'Why a mutation was refused. Each has a `code` of its own enum besides.',
  autoRegisterImplementations: false,
})
export abstract class UserError {
  @Field(() => [String], { description: 'The path in the arguments, e.g. `input`, `email`.' })
  field!: readonly string[];

  @Field(() => String, { description: 'For people, in English, with the way out.' })
  message!: string;

  @Field(() => [Fact], { description: 'What the refusal rests on; empty where the message says it all.' })
  facts!: readonly Fact[];
}

/** A user error with the code of its mutation. */
export interface CodedError {
  readonly code: string;
  readonly field: readonly string[];
  readonly message: string;
  readonly facts: readonly { readonly name: string; readonly value: string | null }[];
}

/** The codes of one mutation in order of precedence, with what each means: they are part of its contract. */
export type CodeTexts<Code extends string> = Readonly<Record<Code, string>>;

/** The user error of one mutation: `ContactCreateUserError`, with the enum `ContactCreateErrorCode`. */
export function makeUserError<Code extends string>(
  mutation: string,
  texts: CodeTexts<Code>,
): new () => CodedError {
  const codes = Object.fromEntries(Object.keys(texts).map((code) => [code, code]));
  registerEnumType(codes, {
    name: `${mutation}ErrorCode`,
    description: `Why \`${mutation.charAt(0).toLowerCase()}${mutation.slice(1)}\` was refused, in order of precedence.`,
    valuesConfig: Object.fromEntries(
      Object.entries<string>(texts).map(([code, description]) => [code, { description }]),
    ),
  });

  @ObjectType(`${mutation}UserError`, {
    implements: UserError,
    description: 'Why nothing was done, and what it is about.',
  })
  class MutationUserError extends UserError {
    @Field(() => codes, { description: 'Stable: programs tell refusals apart by it.' })
    code!: string;
  }
  return MutationUserError;
}

/** A refusal as the public reads it; `within` is the argument that its field lies in. */
export function codedError(
  { code, field, message, facts = {} }: Refusal,
  within: readonly string[] = ['input'],
): CodedError {
  return {
    code,
    field: [...within, ...field],
    message,
    facts: Object.entries(facts).map(([name, value]) => ({
      name,
      value: value === null ? null : String(value),
    })),
  };
}

/** What a request's context offers to resolvers of mutations; they have nothing else to change anything with. */
export class Mutations {
  constructor(private readonly acting: Acting) {}

  /** Does the act; the payload's objects are read again by the ids that it answered. Secrets come with it once. */
  async act<Input extends ActInput, Facts, Code extends string, Answer extends object>(
    act: Act<Input, Facts, Code>,
    input: Input,
    read: (
      result: Readonly<Record<string, string>>,
      secrets: Readonly<Record<string, string>>,
    ) => Promise<Answer>,
  ): Promise<
    { readonly userErrors: readonly CodedError[] } | (Answer & { readonly userErrors: readonly CodedError[] })
  > {
    const outcome = await perform(this.acting, act, input);
    if (!outcome.done) return { userErrors: outcome.refusals.map((refusal) => codedError(refusal)) };
    return { ...(await read(outcome.result, outcome.secrets ?? {})), userErrors: [] };
  }
}
