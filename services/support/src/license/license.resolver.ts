import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { connectionOf } from '@mainstay/kernel/graph/connection';
import type { SupportContext } from '../context.js';
import { seesTickets } from '../ticket/access.js';
import { TicketConnection } from '../ticket/ticket.type.js';
import { askedBy, TicketsArgs } from '../ticket/tickets.args.js';
import { License } from './license.type.js';

@Resolver(() => License)
export class LicenseResolver {
  @FieldResolver(() => TicketConnection, {
    nullable: true,
    description:
      'The support cases about the license, newest first unless asked otherwise. A license that the viewer may not see has none. FORBIDDEN as `Query.tickets` is.',
  })
  async tickets(
    @Root() { id }: License,
    @Ctx() { viewer, tickets }: SupportContext,
    @Args(() => TicketsArgs) args: TicketsArgs,
  ) {
    seesTickets(viewer);
    return connectionOf(await tickets.ofLicense(id, askedBy(args)));
  }
}
