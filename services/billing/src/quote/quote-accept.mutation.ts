import { Arg, Ctx, Field, ID, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { makeUserError, MutationInput, type CodedError } from '@mainstay/kernel/act/mutation';
import type { BillingContext } from '../context.js';
import { Order } from '../order/order.type.js';
import { quoteAccept } from './quote-accept.js';
import type { QuoteAcceptCode } from './quote-accept.rules.js';
import { Quote } from './quote.type.js';

@InputType({ description: 'Which quote is taken, and how it will be paid.' })
export class QuoteAcceptInput extends MutationInput {
  @Field(() => ID, { description: 'Which quote, as `Quote.id` answered it.' })
  quoteId!: string;

  @Field(() => String, {
    nullable: true,
    description:
      "The buyer's own number of its purchase order, 1 to 50 characters; without one it pays by card.",
  })
  purchaseOrderNumber?: string | null;
}

export const QuoteAcceptUserError = makeUserError<QuoteAcceptCode>('QuoteAccept', {
  PURCHASE_ORDER_NUMBER_INVALID: 'The number of the purchase order is blank or longer than 50 characters.',
  QUOTE_NOT_FOUND: 'The viewer sees no such quote.',
  QUOTE_NOT_OPEN:
    'The quote was accepted, has expired or was taken back; the facts `state` and `validThrough` say which.',
  RESELLER_CHANGED: 'The buyer is not the reseller of record of that customer any more (M10).',
  RENEWAL_PENDING:
    'An order renews one of them already; the fact `orderNumber` names it where it is yours to see (M5).',
  QUOTE_OUTDATED: 'Cover of one of them ends on another day than when the quote was issued (M5).',
});

@ObjectType({ description: 'What became of `quoteAccept`.' })
export class QuoteAcceptPayload {
  @Field(() => Quote, { nullable: true, description: 'The quote, accepted; null where it was refused.' })
  quote!: Quote | null;

  @Field(() => Order, {
    nullable: true,
    description: 'The order, placed and invoiced; null where it was refused.',
  })
  order!: Order | null;

  @Field(() => [QuoteAcceptUserError], { description: 'Why it was refused; empty where it was done.' })
  userErrors!: readonly CodedError[];
}

@Resolver()
export class QuoteAcceptMutation {
  @Mutation(() => QuoteAcceptPayload, {
    description:
      'Takes an offer, once: price and fee are frozen, the order is placed, and its invoice is due 30 days later, at the latest on the last day of the cover that it sells (B2). Cover begins when it is paid. The buyer that it is made out to, administrators for it, and keys with `billing:write`.',
  })
  quoteAccept(
    @Arg('input', () => QuoteAcceptInput, { description: 'Which quote.' }) input: QuoteAcceptInput,
    @Ctx() { mutations, quotes, orders }: BillingContext,
  ) {
    return mutations.act(quoteAccept, input, async ({ quoteId = '', orderId = '' }) => ({
      quote: await quotes.byId(quoteId),
      order: await orders.byId(orderId),
    }));
  }
}
