import { Arg, Ctx, Field, ID, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { makeUserError, MutationInput, type CodedError } from '@mainstay/kernel/act/mutation';
import type { SupportContext } from '../context.js';
import { ticketClose } from './ticket-close.js';
import type { TicketCloseCode } from './ticket-state.rules.js';
import type { TicketRow } from './ticket.reads.js';
import { Ticket } from './ticket.type.js';

@InputType({ description: 'Which ticket is closed.' })
export class TicketCloseInput extends MutationInput {
  @Field(() => ID, { description: 'As `Ticket.id` answers it.' })
  ticketId!: string;
}

export const TicketCloseUserError = makeUserError<TicketCloseCode>('TicketClose', {
  TICKET_NOT_FOUND: 'The viewer sees no such ticket.',
  TICKET_ENDED: 'It is closed or withdrawn already.',
  NOT_RESOLVED: 'It is not resolved yet.',
});

@ObjectType({ description: 'What became of `ticketClose`.' })
export class TicketClosePayload {
  @Field(() => Ticket, {
    nullable: true,
    description: 'The ticket as it stands now; null where it was refused.',
  })
  ticket!: TicketRow | null;

  @Field(() => [TicketCloseUserError], { description: 'Why it was refused; empty where it was done.' })
  userErrors!: readonly CodedError[];
}

@Resolver()
export class TicketCloseMutation {
  @Mutation(() => TicketClosePayload, {
    description:
      'Closes a resolved ticket. Staff, its account, and its reseller of record; for 14 days `ticketReopen` takes it back for nothing (S1).',
  })
  ticketClose(
    @Arg('input', () => TicketCloseInput, { description: 'Which ticket.' }) input: TicketCloseInput,
    @Ctx() { mutations, tickets }: SupportContext,
  ) {
    return mutations.act(ticketClose, input, async ({ ticketId = '' }) => ({
      ticket: await tickets.byId(ticketId),
    }));
  }
}
