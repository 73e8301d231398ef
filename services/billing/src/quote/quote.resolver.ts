import { Arg, Args, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { connectionOf } from '@mainstay/kernel/graph/connection';
import { Money } from '@mainstay/kernel/graph/money';
import { DateTimeScalar } from '@mainstay/kernel/graph/scalars';
import { Account } from '../account/account.type.js';
import type { BillingContext } from '../context.js';
import { seesMoney } from '../invoice/access.js';
import { amountOf } from '../invoice/amount.js';
import { License } from '../license/license.type.js';
import { decidedOn, stateOn } from './quote-state.rules.js';
import type { QuoteLineRow, QuoteRow } from './quote.reads.js';
import { Quote, QuoteConnection, QuoteLine, QuoteState } from './quote.type.js';
import { QuotesArgs, quotesAsked } from './quotes.args.js';

@Resolver(() => Quote)
export class QuoteResolver {
  @Query(() => QuoteConnection, {
    nullable: true,
    description:
      'The quotes that the viewer may see, newest first unless asked otherwise. FORBIDDEN for a support agent, who sees no money, and an operator.',
  })
  async quotes(@Ctx() { viewer, quotes }: BillingContext, @Args(() => QuotesArgs) args: QuotesArgs) {
    seesMoney(viewer);
    return connectionOf(await quotes.list(quotesAsked(args)));
  }

  @Query(() => Quote, {
    nullable: true,
    description:
      'One quote; null where the viewer sees none by that id. FORBIDDEN for a support agent and an operator.',
  })
  quote(
    @Ctx() { viewer, quotes }: BillingContext,
    @Arg('id', () => ID, { description: 'As `Quote.id` answers it.' }) id: string,
  ) {
    seesMoney(viewer);
    return quotes.byId(id);
  }

  @FieldResolver(() => QuoteState, {
    description: 'Now: from the first instant after `validThrough` an open one reads EXPIRED.',
  })
  state(@Root() row: QuoteRow, @Ctx() { today }: BillingContext) {
    return stateOn(today, row);
  }

  @FieldResolver(() => DateTimeScalar, {
    nullable: true,
    description:
      'When it was accepted or taken back, or the first instant at which it held no longer. Null while it is OPEN.',
  })
  decidedAt(@Root() row: QuoteRow, @Ctx() { today, viewer }: BillingContext) {
    return decidedOn(today, row, viewer.zone);
  }

  @FieldResolver(() => Money, { description: 'The sum of the lines before tax.' })
  net(@Root() { netMinor, currency }: QuoteRow) {
    return amountOf(netMinor, currency);
  }

  @FieldResolver(() => Money, { description: "The sum of the lines' taxes (B6)." })
  tax(@Root() { taxMinor, currency }: QuoteRow) {
    return amountOf(taxMinor, currency);
  }

  @FieldResolver(() => Money, { description: 'Net and tax together: what accepting it costs.' })
  total(@Root() { totalMinor, currency }: QuoteRow) {
    return amountOf(totalMinor, currency);
  }

  @FieldResolver(() => [QuoteLine], { description: 'What is offered, by position; at most 1,000.' })
  lines(@Root() { id }: QuoteRow, @Ctx() { quotes }: BillingContext) {
    return quotes.lines(id);
  }

  @FieldResolver(() => Account, {
    nullable: true,
    description:
      'Who would buy: the customer itself, or its reseller. Null only while licensing cannot be reached.',
  })
  account(@Root() { accountId }: QuoteRow) {
    return { id: accountId };
  }

  @FieldResolver(() => Account, {
    nullable: true,
    description:
      'Whose cover it renews. Null for a reseller that is no longer the reseller of record, and while licensing cannot be reached.',
  })
  customer(@Root() { customerId }: QuoteRow, @Ctx() { known }: BillingContext) {
    return known.account(customerId);
  }
}

@Resolver(() => QuoteLine)
export class QuoteLineResolver {
  @FieldResolver(() => License, {
    nullable: true,
    description:
      'What the line is for. Null where it is for no license in particular, or one the viewer may not see.',
  })
  license(@Root() { licenseId }: QuoteLineRow, @Ctx() { known }: BillingContext) {
    return licenseId === null ? null : known.license(licenseId);
  }

  @FieldResolver(() => Money, { description: 'Of one, before tax.' })
  unit(@Root() { unitMinor, currency }: QuoteLineRow) {
    return amountOf(unitMinor, currency);
  }

  @FieldResolver(() => Money, { description: 'Of all, before tax.' })
  net(@Root() { netMinor, currency }: QuoteLineRow) {
    return amountOf(netMinor, currency);
  }

  @FieldResolver(() => Money, { description: 'On the printed net (B6).' })
  tax(@Root() { taxMinor, currency }: QuoteLineRow) {
    return amountOf(taxMinor, currency);
  }
}
