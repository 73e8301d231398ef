import { Arg, Ctx, Field, ID, InputType, Int, Mutation, ObjectType, Resolver } from 'type-graphql';
import { makeUserError, MutationInput, type CodedError } from '@mainstay/kernel/act/mutation';
import type { SupportContext } from '../context.js';
import type { TicketRow } from '../ticket/ticket.reads.js';
import { Ticket } from '../ticket/ticket.type.js';
import type { TicketAssessCode } from './assess.rules.js';
import { SupportCategory } from './assessment.type.js';
import { ticketAssess } from './ticket-assess.js';

@InputType({ description: 'What work a ticket is.' })
export class TicketAssessInput extends MutationInput {
  @Field(() => ID, { description: 'Which ticket, as `Ticket.id` answers it.' })
  ticketId!: string;

  @Field(() => SupportCategory, { description: 'What work it is.' })
  category!: SupportCategory;

  @Field(() => Int, {
    nullable: true,
    description:
      'Of MODIFICATION what the specialist asks for; of UPGRADE where staff lower the price. Null else.',
  })
  units?: number | null;

  @Field(() => String, { nullable: true, description: 'Of UPGRADE: the release that runs, such as 4.3.1.' })
  fromVersion?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Of UPGRADE: the release that is to run, a later one.',
  })
  toVersion?: string | null;
}

export const TicketAssessUserError = makeUserError<TicketAssessCode>('TicketAssess', {
  TICKET_NOT_FOUND: 'The viewer sees no such ticket.',
  NOT_ASSESSABLE: 'It does not run, the vendor began it, or its plan counts no credits.',
  UNITS_INVALID: 'The price is not one that the category allows.',
  VERSIONS_UNCLEAR: 'An upgrade names no two versions, or something else names some.',
  VERSION_UNKNOWN: "The license's product has no such release.",
  VERSION_YANKED: 'The release was withdrawn.',
  VERSIONS_NOT_RISING: 'The second version is not after the first.',
  CREDITS_TOO_FEW: 'Fewer credits are left than it costs; the facts tell how many.',
});

@ObjectType({ description: 'What became of `ticketAssess`.' })
export class TicketAssessPayload {
  @Field(() => Ticket, {
    nullable: true,
    description: 'The ticket as it stands now; null where it was refused.',
  })
  ticket!: TicketRow | null;

  @Field(() => [TicketAssessUserError], { description: 'Why it was refused; empty where it was done.' })
  userErrors!: readonly CodedError[];
}

@Resolver()
export class TicketAssessMutation {
  @Mutation(() => TicketAssessPayload, {
    description:
      'Sets what work a ticket is and what it costs (S6): reserved at once where it was agreed in advance or need not be asked, else once it is confirmed (S7). Administrators and agents.',
  })
  ticketAssess(
    @Arg('input', () => TicketAssessInput, { description: 'Which ticket, and what work.' })
    input: TicketAssessInput,
    @Ctx() { mutations, tickets }: SupportContext,
  ) {
    return mutations.act(ticketAssess, input, async ({ ticketId = '' }) => ({
      ticket: await tickets.byId(ticketId),
    }));
  }
}
