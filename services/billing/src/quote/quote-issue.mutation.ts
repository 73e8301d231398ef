import { Arg, Ctx, Field, ID, InputType, Int, Mutation, ObjectType, Resolver } from 'type-graphql';
import { makeUserError, MutationInput, type CodedError } from '@mainstay/kernel/act/mutation';
import type { BillingContext } from '../context.js';
import { quoteIssue } from './quote-issue.js';
import type { QuoteIssueCode } from './quote-issue.rules.js';
import { Quote } from './quote.type.js';
import { renewalCodeTexts } from './renewal-quote.type.js';

@InputType({ description: 'What is to be renewed, for how long and by whom.' })
export class QuoteIssueInput extends MutationInput {
  @Field(() => [ID], {
    description:
      '1 to 100 licenses or contracts of one account, each once. A license whose product is covered by contracts stands for its contract.',
  })
  subjectIds!: readonly string[];

  @Field(() => Int, {
    nullable: true,
    description:
      '1 to 10, the same for all. The fewest that whole terms allow where it is left out: what lapsed long ago needs more than one (M5).',
  })
  years?: number | null;

  @Field(() => ID, {
    nullable: true,
    description:
      'The buyer. Accounts ask for themselves, and leave it out; staff name the owner, who it is unless told, or its reseller of record.',
  })
  accountId?: string | null;
}

export const QuoteIssueUserError = makeUserError<QuoteIssueCode>('QuoteIssue', {
  SUBJECTS_INVALID: 'None, more than 100, or one of them twice.',
  YEARS_INVALID: 'The years are fewer than 1 or more than 10.',
  SUBJECT_NOT_FOUND: 'The viewer sees no such license or contract.',
  ACCOUNTS_DIFFER: 'They belong to more than one account.',
  BUYER_INVALID: 'The buyer is neither the owner nor its reseller of record.',
  ...renewalCodeTexts,
});

@ObjectType({ description: 'What became of `quoteIssue`.' })
export class QuoteIssuePayload {
  @Field(() => Quote, { nullable: true, description: 'The quote; null where it was refused.' })
  quote!: Quote | null;

  @Field(() => [QuoteIssueUserError], { description: 'Why it was refused; empty where it was done.' })
  userErrors!: readonly CodedError[];
}

@Resolver()
export class QuoteIssueMutation {
  @Mutation(() => QuoteIssuePayload, {
    description:
      'Offers renewals at the prices and with the fees of today, as `License.renewalQuote` tells them; it holds until `validThrough` and can be accepted once. Administrators for anybody, resellers for themselves and their customers, customers for themselves, and keys with `billing:write`.',
  })
  quoteIssue(
    @Arg('input', () => QuoteIssueInput, { description: 'What, for how long, and by whom.' })
    input: QuoteIssueInput,
    @Ctx() { mutations, quotes }: BillingContext,
  ) {
    return mutations.act(quoteIssue, input, async ({ quoteId = '' }) => ({
      quote: await quotes.byId(quoteId),
    }));
  }
}
