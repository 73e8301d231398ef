import { Arg, Ctx, Field, ID, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { makeUserError, MutationInput, type CodedError } from '@mainstay/kernel/act/mutation';
import type { SupportContext } from '../context.js';
import { ticketWithdraw } from './ticket-close.js';
import type { TicketWithdrawCode } from './ticket-state.rules.js';
import type { TicketRow } from './ticket.reads.js';
import { Ticket } from './ticket.type.js';

@InputType({ description: 'Which ticket is withdrawn.' })
export class TicketWithdrawInput extends MutationInput {
  @Field(() => ID, { description: 'As `Ticket.id` answers it.' })
  ticketId!: string;
}

export const TicketWithdrawUserError = makeUserError<TicketWithdrawCode>('TicketWithdraw', {
  TICKET_NOT_FOUND: 'The viewer sees no such ticket.',
  TICKET_ENDED: 'It is closed or withdrawn already.',
  ALREADY_ANSWERED: 'Staff have answered or resolved it, and what is answered counts.',
});

@ObjectType({ description: 'What became of `ticketWithdraw`.' })
export class TicketWithdrawPayload {
  @Field(() => Ticket, {
    nullable: true,
    description: 'The ticket as it stands now; null where it was refused.',
  })
  ticket!: TicketRow | null;

  @Field(() => [TicketWithdrawUserError], { description: 'Why it was refused; empty where it was done.' })
  userErrors!: readonly CodedError[];
}

@Resolver()
export class TicketWithdrawMutation {
  @Mutation(() => TicketWithdrawPayload, {
    description:
      'Takes a ticket back before the first public reply of staff: what was reserved for it is released (S5). Staff, its account, and its reseller of record.',
  })
  ticketWithdraw(
    @Arg('input', () => TicketWithdrawInput, { description: 'Which ticket.' }) input: TicketWithdrawInput,
    @Ctx() { mutations, tickets }: SupportContext,
  ) {
    return mutations.act(ticketWithdraw, input, async ({ ticketId = '' }) => ({
      ticket: await tickets.byId(ticketId),
    }));
  }
}
