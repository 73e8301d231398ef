import { Arg, Args, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { connectionOf, PageArgs } from '@mainstay/kernel/graph/connection';
import { Account } from '../account/account.type.js';
import type { SupportContext } from '../context.js';
import { License } from '../license/license.type.js';
import { MessageConnection } from './message.type.js';
import type { TicketRow } from './ticket.reads.js';
import { Ticket, TicketConnection, TicketFilter, TicketOrder } from './ticket.type.js';

@Resolver(() => Ticket)
export class TicketResolver {
  @Query(() => TicketConnection, {
    nullable: true,
    description: 'The tickets that the viewer may see, newest first unless asked otherwise.',
  })
  async tickets(
    @Ctx() { tickets }: SupportContext,
    @Args(() => PageArgs) page: PageArgs,
    @Arg('filter', () => TicketFilter, { nullable: true }) filter: TicketFilter | null,
    @Arg('orderBy', () => TicketOrder, {
      nullable: true,
      description: 'By opening, newest first, unless told.',
    })
    orderBy: TicketOrder | null,
  ) {
    return connectionOf(await tickets.list({ page, filter, orderBy }));
  }

  @Query(() => Ticket, {
    nullable: true,
    description: 'One ticket; null where the viewer sees none by that id.',
  })
  ticket(
    @Ctx() { tickets }: SupportContext,
    @Arg('id', () => ID, { description: 'As `Ticket.id` answers it.' }) id: string,
  ) {
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
