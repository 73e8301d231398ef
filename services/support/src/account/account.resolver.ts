import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { connectionOf } from '@mainstay/kernel/graph/connection';
import type { SupportContext } from '../context.js';
import { seesTickets } from '../ticket/access.js';
import { TicketConnection } from '../ticket/ticket.type.js';
import { askedBy, TicketsArgs } from '../ticket/tickets.args.js';
import { Account } from './account.type.js';

@Resolver(() => Account)
export class AccountResolver {
  @FieldResolver(() => TicketConnection, {
    nullable: true,
    description:
      'The support cases of the account, newest first unless asked otherwise. An account that the viewer may not see has none. FORBIDDEN as `Query.tickets` is.',
  })
  async tickets(
    @Root() { id }: Account,
    @Ctx() { viewer, tickets }: SupportContext,
    @Args(() => TicketsArgs) args: TicketsArgs,
  ) {
    seesTickets(viewer);
    return connectionOf(await tickets.ofAccount(id, askedBy(args)));
  }
}
