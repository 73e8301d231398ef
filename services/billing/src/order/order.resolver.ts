import { Arg, Args, ArgsType, Ctx, Field, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { connectionOf, PageArgs } from '@mainstay/kernel/graph/connection';
import { Money } from '@mainstay/kernel/graph/money';
import { Account } from '../account/account.type.js';
import type { BillingContext } from '../context.js';
import { seesMoney } from '../invoice/access.js';
import { amountOf } from '../invoice/amount.js';
import { Invoice } from '../invoice/invoice.type.js';
import { Quote } from '../quote/quote.type.js';
import { OrderLine } from './order-line.type.js';
import type { OrderRow } from './order.reads.js';
import { Order, OrderConnection, OrderFilter } from './order.type.js';

/** What every list of orders may be asked with. */
@ArgsType()
export class OrdersArgs extends PageArgs {
  @Field(() => OrderFilter, { nullable: true, description: 'All that the viewer may see, unless told.' })
  filter?: OrderFilter | null;
}

function moneyOf(minor: number | null, currency: string | null) {
  return minor === null || currency === null ? null : amountOf(minor, currency);
}

@Resolver(() => Order)
export class OrderResolver {
  @Query(() => OrderConnection, {
    nullable: true,
    description:
      'The orders that the viewer may see, newest first. FORBIDDEN for a support agent, who sees no money, and an operator.',
  })
  async orders(
    @Ctx() { viewer, orders }: BillingContext,
    @Args(() => OrdersArgs) { filter, ...page }: OrdersArgs,
  ) {
    seesMoney(viewer);
    return connectionOf(await orders.list({ page, filter }));
  }

  @Query(() => Order, {
    nullable: true,
    description:
      'One order; null where the viewer sees none by that id. FORBIDDEN for a support agent and an operator.',
  })
  order(
    @Ctx() { viewer, orders }: BillingContext,
    @Arg('id', () => ID, { description: 'As `Order.id` answers it.' }) id: string,
  ) {
    seesMoney(viewer);
    return orders.byId(id);
  }

  @FieldResolver(() => Money, {
    nullable: true,
    description: 'The sum of the lines before tax; null for a draft.',
  })
  net(@Root() { netMinor, currency }: OrderRow) {
    return moneyOf(netMinor, currency);
  }

  @FieldResolver(() => Money, {
    nullable: true,
    description: "The sum of the lines' taxes (B6); null for a draft.",
  })
  tax(@Root() { taxMinor, currency }: OrderRow) {
    return moneyOf(taxMinor, currency);
  }

  @FieldResolver(() => Money, { nullable: true, description: 'Net and tax together; null for a draft.' })
  total(@Root() { totalMinor, currency }: OrderRow) {
    return moneyOf(totalMinor, currency);
  }

  @FieldResolver(() => [OrderLine], { description: 'What it buys, by position; at most 1,000.' })
  lines(@Root() { id }: OrderRow, @Ctx() { orders }: BillingContext) {
    return orders.lines(id);
  }

  @FieldResolver(() => Account, {
    nullable: true,
    description: 'The buyer. Null only while licensing cannot be reached.',
  })
  account(@Root() { accountId }: OrderRow) {
    return { id: accountId };
  }

  @FieldResolver(() => Account, {
    nullable: true,
    description:
      'For whom it was bought: the buyer, or a customer of it. Null for a reseller that is no longer the reseller of record, and while licensing cannot be reached.',
  })
  customer(@Root() { customerId }: OrderRow, @Ctx() { known }: BillingContext) {
    return known.account(customerId);
  }

  @FieldResolver(() => Invoice, {
    nullable: true,
    description: 'Issued when it was placed; null for a draft.',
  })
  invoice(@Root() { id }: OrderRow, @Ctx() { invoices }: BillingContext) {
    return invoices.ofOrder(id);
  }

  @FieldResolver(() => Quote, {
    nullable: true,
    description: 'Which it accepts; null where it came of none.',
  })
  quote(@Root() { quoteId }: OrderRow, @Ctx() { quotes }: BillingContext) {
    return quoteId === null ? null : quotes.byId(quoteId);
  }
}
