import { ArgsType, Field } from 'type-graphql';
import { PageArgs } from '@mainstay/kernel/graph/connection';
import type { QuotesAsked } from './quote.reads.js';
import { QuoteFilter, QuoteOrder } from './quote.type.js';

/** What every list of quotes may be asked with. */
@ArgsType()
export class QuotesArgs extends PageArgs {
  @Field(() => QuoteFilter, { nullable: true, description: 'All that the viewer may see, unless told.' })
  filter?: QuoteFilter | null;

  @Field(() => QuoteOrder, { nullable: true, description: 'By issue, newest first, unless told.' })
  orderBy?: QuoteOrder | null;
}

export function quotesAsked({ filter, orderBy, ...page }: QuotesArgs): QuotesAsked {
  return { page, filter, orderBy };
}
