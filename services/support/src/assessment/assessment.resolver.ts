import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { SupportContext } from '../context.js';
import type { TicketRow } from '../ticket/ticket.reads.js';
import { Ticket } from '../ticket/ticket.type.js';
import { Assessment } from './assessment.type.js';

@Resolver(() => Ticket)
export class AssessmentResolver {
  @FieldResolver(() => Assessment, {
    nullable: true,
    description:
      'What work it is and what that costs: the price that holds or is proposed. Null before staff said so, and where the plan counts no credits.',
  })
  assessment(@Root() { id }: TicketRow, @Ctx() { assessments }: SupportContext) {
    return assessments.ofTicket(id);
  }
}
