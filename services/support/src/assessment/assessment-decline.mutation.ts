import { Arg, Ctx, Field, ID, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { makeUserError, MutationInput, type CodedError } from '@mainstay/kernel/act/mutation';
import type { SupportContext } from '../context.js';
import type { TicketRow } from '../ticket/ticket.reads.js';
import { Ticket } from '../ticket/ticket.type.js';
import type { AssessmentDecideCode } from './assess.rules.js';
import { assessmentDecline } from './assessment-decide.js';

@InputType({ description: 'For which ticket the price is answered.' })
export class AssessmentDeclineInput extends MutationInput {
  @Field(() => ID, { description: 'As `Ticket.id` answers it.' })
  ticketId!: string;
}

export const AssessmentDeclineUserError = makeUserError<AssessmentDecideCode>('AssessmentDecline', {
  TICKET_NOT_FOUND: 'The viewer sees no such ticket.',
  NOTHING_PROPOSED: 'No price waits for an answer.',
  CREDITS_TOO_FEW: 'On confirming: fewer credits are left than it costs; the facts tell how many.',
});

@ObjectType({ description: 'What became of `assessmentDecline`.' })
export class AssessmentDeclinePayload {
  @Field(() => Ticket, {
    nullable: true,
    description: 'The ticket as it stands now; null where it was refused.',
  })
  ticket!: TicketRow | null;

  @Field(() => [AssessmentDeclineUserError], { description: 'Why it was refused; empty where it was done.' })
  userErrors!: readonly CodedError[];
}

@Resolver()
export class AssessmentDeclineMutation {
  @Mutation(() => AssessmentDeclinePayload, {
    description:
      'Declines the price that staff propose for a ticket, which is closed at no cost (S7). Its account, its reseller of record, and staff for a caller.',
  })
  assessmentDecline(
    @Arg('input', () => AssessmentDeclineInput, { description: 'For which ticket.' })
    input: AssessmentDeclineInput,
    @Ctx() { mutations, tickets }: SupportContext,
  ) {
    return mutations.act(assessmentDecline, input, async ({ ticketId = '' }) => ({
      ticket: await tickets.byId(ticketId),
    }));
  }
}
