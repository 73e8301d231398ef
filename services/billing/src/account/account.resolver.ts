import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { connectionOf } from '@mainstay/kernel/graph/connection';
import type { BillingContext } from '../context.js';
import { maySeeMoney } from '../invoice/access.js';
import { InvoiceConnection } from '../invoice/invoice.type.js';
import { InvoicesArgs, invoicesAsked } from '../invoice/invoices.args.js';
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
}
