import { Arg, Ctx, Field, ID, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { makeUserError, MutationInput, type CodedError } from '@mainstay/kernel/act/mutation';
import type { BillingContext } from '../context.js';
import { quoteVoid } from './quote-void.js';
import type { QuoteVoidCode } from './quote-void.rules.js';
import { Quote } from './quote.type.js';

@InputType({ description: 'Which quote is to be withdrawn, and why.' })
export class QuoteVoidInput extends MutationInput {
  @Field(() => ID, { description: 'Which quote, as `Quote.id` answered it.' })
  quoteId!: string;

  @Field(() => String, {
    description:
      '1 to 500 characters, kept for ever in the trail (domain, section 7) and shown to administrators alone; no personal data.',
  })
  reason!: string;
}

export const QuoteVoidUserError = makeUserError<QuoteVoidCode>('QuoteVoid', {
  REASON_INVALID: 'The reason is blank or longer than 500 characters.',
  QUOTE_NOT_FOUND: 'The viewer sees no such quote.',
  QUOTE_NOT_OPEN:
    'The quote was accepted, has expired or was taken back; the facts `state` and `validThrough` say which.',
});

@ObjectType({ description: 'What became of `quoteVoid`.' })
export class QuoteVoidPayload {
  @Field(() => Quote, {
    nullable: true,
    description: 'The quote as it reads now; null where it was refused.',
  })
  quote!: Quote | null;

  @Field(() => [QuoteVoidUserError], { description: 'Why it was refused; empty where it was done.' })
  userErrors!: readonly CodedError[];
}

@Resolver()
export class QuoteVoidMutation {
  @Mutation(() => QuoteVoidPayload, {
    description:
      'Withdraws an open quote, for good: nobody can accept it any more. Its lines and prices stay to be read. Administrators alone.',
  })
  quoteVoid(
    @Arg('input', () => QuoteVoidInput, { description: 'Which quote, and why.' }) input: QuoteVoidInput,
    @Ctx() { mutations, quotes }: BillingContext,
  ) {
    return mutations.act(quoteVoid, input, async ({ quoteId = '' }) => ({
      quote: await quotes.byId(quoteId),
    }));
  }
}
