import { Arg, Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { connectionOf, PageArgs } from '@mainstay/kernel/graph/connection';
import type { SupportContext } from '../context.js';
import { TicketConnection, TicketFilter, TicketOrder } from '../ticket/ticket.type.js';
import { License } from './license.type.js';

@Resolver(() => License)
export class LicenseResolver {
  @FieldResolver(() => TicketConnection, {
    nullable: true,
    description:
      'The support cases about the license, newest first unless asked otherwise. A license that the viewer may not see has none.',
  })
  async tickets(
    @Root() { id }: License,
    @Ctx() { tickets }: SupportContext,
    @Args(() => PageArgs) page: PageArgs,
    @Arg('filter', () => TicketFilter, { nullable: true }) filter: TicketFilter | null,
    @Arg('orderBy', () => TicketOrder, {
      nullable: true,
      description: 'By opening, newest first, unless told.',
    })
    orderBy: TicketOrder | null,
  ) {
    return connectionOf(await tickets.ofLicense(id, { page, filter, orderBy }));
  }
}
