import { ArgsType, Field } from 'type-graphql';
import { PageArgs } from '@mainstay/kernel/graph/connection';
import type { TicketsAsked } from './ticket.reads.js';
import { TicketFilter, TicketOrder } from './ticket.type.js';

/** What every list of tickets may be asked with. */
@ArgsType()
export class TicketsArgs extends PageArgs {
  @Field(() => TicketFilter, { nullable: true, description: 'All that the viewer may see, unless told.' })
  filter?: TicketFilter | null;

  @Field(() => TicketOrder, { nullable: true, description: 'By opening, newest first, unless told.' })
  orderBy?: TicketOrder | null;
}

export function askedBy({ filter, orderBy, ...page }: TicketsArgs): TicketsAsked {
  return { page, filter, orderBy };
}
