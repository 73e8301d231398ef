import {
  Arg,
  Ctx,
  Field,
  ID,
  InputType,
  Mutation,
  ObjectType,
  registerEnumType,
  Resolver,
} from 'type-graphql';
import { makeUserError, MutationInput, type CodedError } from '@mainstay/kernel/act/mutation';
import type { SupportContext } from '../context.js';
import { ticketResolve } from './ticket-resolve.js';
import type { TicketResolveCode } from './ticket-state.rules.js';
import type { TicketRow } from './ticket.reads.js';
import { Ticket } from './ticket.type.js';

const TicketFindingGiven = {
  ANSWERED: 'ANSWERED',
  BUG: 'BUG',
  EXCLUDED: 'EXCLUDED',
  IMPOSSIBLE: 'IMPOSSIBLE',
} as const;
type TicketFindingGiven = keyof typeof TicketFindingGiven;
registerEnumType(TicketFindingGiven, {
  name: 'TicketFindingGiven',
  description: 'What staff found, which decides what a ticket costs (S5).',
  valuesConfig: {
    ANSWERED: { description: 'Solved: what was reserved is consumed.' },
    BUG: { description: 'A fault of the product: nothing where the plan says so, also after closing.' },
    EXCLUDED: { description: 'Work that the plan leaves out: what was reserved is released.' },
    IMPOSSIBLE: { description: 'It cannot be done: what was reserved is released (S6).' },
  },
});

@InputType({ description: 'What came of a ticket.' })
export class TicketResolveInput extends MutationInput {
  @Field(() => ID, { description: 'Which ticket, as `Ticket.id` answers it.' })
  ticketId!: string;

  @Field(() => TicketFindingGiven, { description: 'What was found.' })
  finding!: TicketFindingGiven;
}

export const TicketResolveUserError = makeUserError<TicketResolveCode>('TicketResolve', {
  TICKET_NOT_FOUND: 'The viewer sees no such ticket.',
  TICKET_ENDED: 'The ticket was withdrawn, or is closed and no bug.',
  ALREADY_RESOLVED: 'It is resolved already; that it was a bug can be found once after.',
  ASSESSMENT_MISSING: 'The plan counts credits and nobody has set a price yet.',
  CONFIRMATION_MISSING: 'The price waits for its confirmation.',
});

@ObjectType({ description: 'What became of `ticketResolve`.' })
export class TicketResolvePayload {
  @Field(() => Ticket, { nullable: true, description: 'The resolved ticket; null where it was refused.' })
  ticket!: TicketRow | null;

  @Field(() => [TicketResolveUserError], { description: 'Why it was refused; empty where it was done.' })
  userErrors!: readonly CodedError[];
}

@Resolver()
export class TicketResolveMutation {
  @Mutation(() => TicketResolvePayload, {
    description:
      'Resolves a ticket: what was reserved for it is consumed, or goes back to its lot where it is found to cost nothing (S5). Administrators and agents.',
  })
  ticketResolve(
    @Arg('input', () => TicketResolveInput, { description: 'Which ticket, and what was found.' })
    input: TicketResolveInput,
    @Ctx() { mutations, tickets }: SupportContext,
  ) {
    return mutations.act(ticketResolve, input, async ({ ticketId = '' }) => ({
      ticket: await tickets.byId(ticketId),
    }));
  }
}
