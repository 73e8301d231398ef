import { Arg, Ctx, Field, ID, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { makeUserError, MutationInput, type CodedError } from '@mainstay/kernel/act/mutation';
import type { SupportContext } from '../context.js';
import { ticketReopen } from './ticket-close.js';
import type { TicketReopenCode } from './ticket-state.rules.js';
import type { TicketRow } from './ticket.reads.js';
import { Ticket } from './ticket.type.js';

@InputType({ description: 'Which ticket is opened again.' })
export class TicketReopenInput extends MutationInput {
  @Field(() => ID, { description: 'As `Ticket.id` answers it.' })
  ticketId!: string;
}

export const TicketReopenUserError = makeUserError<TicketReopenCode>('TicketReopen', {
  TICKET_NOT_FOUND: 'The viewer sees no such ticket.',
  NOT_CLOSED: 'It is not closed: it runs, or was withdrawn.',
  REOPEN_TOO_LATE:
    'More than 14 days have passed since it was closed; the facts tell until when it could be.',
});

@ObjectType({ description: 'What became of `ticketReopen`.' })
export class TicketReopenPayload {
  @Field(() => Ticket, {
    nullable: true,
    description: 'The ticket as it stands now; null where it was refused.',
  })
  ticket!: TicketRow | null;

  @Field(() => [TicketReopenUserError], { description: 'Why it was refused; empty where it was done.' })
  userErrors!: readonly CodedError[];
}

@Resolver()
export class TicketReopenMutation {
  @Mutation(() => TicketReopenPayload, {
    description:
      'Opens a ticket again within 14 days after it was closed, for nothing (S1). Staff, its account, and its reseller of record.',
  })
  ticketReopen(
    @Arg('input', () => TicketReopenInput, { description: 'Which ticket.' }) input: TicketReopenInput,
    @Ctx() { mutations, tickets }: SupportContext,
  ) {
    return mutations.act(ticketReopen, input, async ({ ticketId = '' }) => ({
      ticket: await tickets.byId(ticketId),
    }));
  }
}
