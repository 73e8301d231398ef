import { Arg, Args, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { connectionOf, PageArgs } from '@mainstay/kernel/graph/connection';
import { Account } from '../account/account.type.js';
import type { SupportContext } from '../context.js';
import { License } from '../license/license.type.js';
import { seesTickets } from './access.js';
import { MessageConnection } from './message.type.js';
import type { TicketRow } from './ticket.reads.js';
import { Ticket, TicketConnection, TicketTarget } from './ticket.type.js';
import { askedBy, TicketsArgs } from './tickets.args.js';

@Resolver(() => Ticket)
export class TicketResolver {
  @Query(() => TicketConnection, {
    nullable: true,
    description:
      'The tickets that the viewer may see, newest first unless asked otherwise. Null with FORBIDDEN for an operator, a running product, and a key without `support:read`.',
  })
  async tickets(@Ctx() { viewer, tickets }: SupportContext, @Args(() => TicketsArgs) args: TicketsArgs) {
    seesTickets(viewer);
    return connectionOf(await tickets.list(askedBy(args)));
  }

  @Query(() => Ticket, {
    nullable: true,
    description:
      'One ticket; null where the viewer sees none by that id, whether it exists or not. FORBIDDEN as `tickets` is.',
  })
  ticket(
    @Ctx() { viewer, tickets }: SupportContext,
    @Arg('id', () => ID, { description: 'As `Ticket.id` answers it.' }) id: string,
  ) {
    seesTickets(viewer);
    return tickets.byId(id);
  }

  @FieldResolver(() => Account, {
    nullable: true,
    description: 'The customer. Null only while licensing cannot be reached.',
  })
  account(@Root() { accountId }: TicketRow) {
    return { id: accountId };
  }

  @FieldResolver(() => License, {
    nullable: true,
    description: 'What the case is about. Null where it is about no license in particular.',
  })
  license(@Root() { licenseId }: TicketRow) {
    return licenseId === null ? null : { id: licenseId };
  }

  @FieldResolver(() => TicketTarget, {
    nullable: true,
    description:
      'Until when it is to be answered, by the policy that it was opened under (M15). Null where that has no target.',
  })
  target(@Root() { hasTarget, paused, dueAt, metAt, breachedAt }: TicketRow) {
    return hasTarget ? { dueAt: paused ? null : dueAt, metAt, breachedAt, paused } : null;
  }

  @FieldResolver(() => MessageConnection, {
    description:
      'What was said, oldest first. Notes that staff keep among themselves are left out for a customer and a reseller.',
  })
  async messages(
    @Root() { id }: TicketRow,
    @Ctx() { messages }: SupportContext,
    @Args(() => PageArgs) page: PageArgs,
  ) {
    return connectionOf(await messages.ofTicket(id, page));
  }
}
