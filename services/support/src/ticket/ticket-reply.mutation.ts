import { Arg, Ctx, Field, ID, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { makeUserError, MutationInput, type CodedError } from '@mainstay/kernel/act/mutation';
import type { SupportContext } from '../context.js';
import { ticketReply } from './ticket-reply.js';
import type { TicketReplyCode } from './ticket-state.rules.js';
import type { TicketRow } from './ticket.reads.js';
import { Ticket } from './ticket.type.js';

@InputType({ description: 'Something more to say on a ticket.' })
export class TicketReplyInput extends MutationInput {
  @Field(() => ID, { description: 'On which ticket, as `Ticket.id` answers it.' })
  ticketId!: string;

  @Field(() => String, { description: 'Plain text of 1 to 100,000 characters.' })
  body!: string;

  @Field(() => Boolean, {
    nullable: true,
    description: 'True unless told. False, by staff alone: a note that no customer or reseller sees.',
  })
  public?: boolean | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'By staff: whether the customer is to answer, while which the response target waits (S3). False unless told.',
  })
  asksCustomer?: boolean | null;
}

export const TicketReplyUserError = makeUserError<TicketReplyCode>('TicketReply', {
  BODY_INVALID: 'The body is blank or longer than 100,000 characters.',
  TICKET_NOT_FOUND: 'The viewer sees no such ticket.',
  NOTE_NOT_ALLOWED: 'A note was written by somebody who is not staff.',
  TICKET_ENDED: 'The ticket is closed or withdrawn; only notes are added then.',
});

@ObjectType({ description: 'What became of `ticketReply`.' })
export class TicketReplyPayload {
  @Field(() => Ticket, {
    nullable: true,
    description: 'The ticket as it stands now; null where it was refused.',
  })
  ticket!: TicketRow | null;

  @Field(() => [TicketReplyUserError], { description: 'Why it was refused; empty where it was done.' })
  userErrors!: readonly CodedError[];
}

@Resolver()
export class TicketReplyMutation {
  @Mutation(() => TicketReplyPayload, {
    description:
      "Says something on a ticket. The first public reply of staff meets its response target (S3); a customer's opens again what waited for it or was resolved.",
  })
  ticketReply(
    @Arg('input', () => TicketReplyInput, { description: 'On which ticket, what, and for whom to read.' })
    input: TicketReplyInput,
    @Ctx() { mutations, tickets }: SupportContext,
  ) {
    return mutations.act(ticketReply, input, async ({ ticketId = '' }) => ({
      ticket: await tickets.byId(ticketId),
    }));
  }
}
