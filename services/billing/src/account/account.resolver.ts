import { Arg, Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { connectionOf, PageArgs } from '@mainstay/kernel/graph/connection';
import type { BillingContext } from '../context.js';
import { maySeeMoney } from '../invoice/access.js';
import { InvoiceConnection, InvoiceFilter, InvoiceOrder } from '../invoice/invoice.type.js';
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
    @Args(() => PageArgs) page: PageArgs,
    @Arg('filter', () => InvoiceFilter, { nullable: true, description: 'All of them unless told.' })
    filter: InvoiceFilter | null,
    @Arg('orderBy', () => InvoiceOrder, { nullable: true, description: 'By issue, newest first, unless told.' })
    orderBy: InvoiceOrder | null,
  ) {
    if (!maySeeMoney(viewer)) return null;
    return connectionOf(await invoices.ofAccount(id, { page, filter, orderBy }));
  }
}
