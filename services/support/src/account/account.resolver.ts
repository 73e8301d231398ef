import { Arg, Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { connectionOf, PageArgs } from '@mainstay/kernel/graph/connection';
import type { SupportContext } from '../context.js';
import { TicketConnection, TicketFilter, TicketOrder } from '../ticket/ticket.type.js';
import { Account } from './account.type.js';

@Resolver(() => Account)
export class AccountResolver {
  @FieldResolver(() => TicketConnection, {
    nullable: true,
    description:
      'The support cases of the account, newest first unless asked otherwise. An account that the viewer may not see has none.',
  })
  async tickets(
    @Root() { id }: Account,
    @Ctx() { tickets }: SupportContext,
    @Args(() => PageArgs) page: PageArgs,
    @Arg('filter', () => TicketFilter, { nullable: true }) filter: TicketFilter | null,
    @Arg('orderBy', () => TicketOrder, {
      nullable: true,
      description: 'By opening, newest first, unless told.',
    })
    orderBy: TicketOrder | null,
  ) {
    return connectionOf(await tickets.ofAccount(id, { page, filter, orderBy }));
  }
}
