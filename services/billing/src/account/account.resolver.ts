import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { connectionOf } from '@mainstay/kernel/graph/connection';
import type { BillingContext } from '../context.js';
import { maySeeMoney } from '../invoice/access.js';
import { InvoiceConnection } from '../invoice/invoice.type.js';
import { InvoicesArgs, invoicesAsked } from '../invoice/invoices.args.js';
import { OrdersArgs } from '../order/order.resolver.js';
import { OrderConnection } from '../order/order.type.js';
import { QuoteConnection } from '../quote/quote.type.js';
import { QuotesArgs, quotesAsked } from '../quote/quotes.args.js';
import { Account } from './account.type.js';

@Resolver(() => Account)
export class AccountResolver {
  @FieldResolver(() => InvoiceConnection, {
    nullable: true,
    description:
      'What the account bought, newest first unless asked otherwise; an account that the viewer may not see has none. Null for roles that see no money.',
  })
  async invoices(
    @Root() { id }: Account,
    @Ctx() { viewer, invoices }: BillingContext,
    @Args(() => InvoicesArgs) args: InvoicesArgs,
  ) {
    if (!maySeeMoney(viewer)) return null;
    return connectionOf(await invoices.ofAccount(id, invoicesAsked(args)));
  }

  @FieldResolver(() => QuoteConnection, {
    nullable: true,
    description:
      'What the account was offered to buy, newest first unless asked otherwise; a reseller is offered what its customers need. An account that the viewer may not see has none. Null for roles that see no money.',
  })
  async quotes(
    @Root() { id }: Account,
    @Ctx() { viewer, quotes }: BillingContext,
    @Args(() => QuotesArgs) args: QuotesArgs,
  ) {
    if (!maySeeMoney(viewer)) return null;
    return connectionOf(await quotes.ofAccount(id, quotesAsked(args)));
  }

  @FieldResolver(() => OrderConnection, {
    nullable: true,
    description:
      'What the account orders, newest first; a reseller orders for its customers, too. An account that the viewer may not see has none. Null for roles that see no money.',
  })
  async orders(
    @Root() { id }: Account,
    @Ctx() { viewer, orders }: BillingContext,
    @Args(() => OrdersArgs) { filter, ...page }: OrdersArgs,
  ) {
    return maySeeMoney(viewer) ? connectionOf(await orders.ofAccount(id, { page, filter })) : null;
  }
}
