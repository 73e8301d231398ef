import { Arg, Ctx, Field, ID, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { makeUserError, MutationInput, type CodedError } from '@mainstay/kernel/act/mutation';
import { ExcludableWork } from '@mainstay/kernel/graph/support-words';
import type { SupportContext } from '../context.js';
import { ticketOpen } from './ticket-open.js';
import type { TicketOpenCode } from './ticket-open.rules.js';
import type { TicketRow } from './ticket.reads.js';
import { Ticket, TicketChannel, TicketInitiator } from './ticket.type.js';

@InputType({ description: 'A case, about one issue.' })
export class TicketOpenInput extends MutationInput {
  @Field(() => ID, {
    nullable: true,
    description: "For which account; the license's, or else the viewer's own, unless told.",
  })
  accountId?: string | null;

  @Field(() => ID, {
    nullable: true,
    description: 'About which license. Needed where the account has licenses under several plans.',
  })
  licenseId?: string | null;

  @Field(() => String, { description: 'The issue in a line, 1 to 500 characters.' })
  subject!: string;

  @Field(() => String, {
    description: 'What happened and what was tried, as plain text of 1 to 100,000 characters.',
  })
  body!: string;

  @Field(() => TicketChannel, { description: 'How it came in; one that the plan offers.' })
  channel!: TicketChannel;

  @Field(() => ExcludableWork, {
    nullable: true,
    description: 'Where it asks for a kind of work that plans may leave out; null else.',
  })
  work?: ExcludableWork | null;

  @Field(() => TicketInitiator, {
    nullable: true,
    description:
      'CUSTOMER unless told, also where staff type a call in. VENDOR is for staff, and costs nothing.',
  })
  initiatedBy?: TicketInitiator | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'Whether whatever it costs in credits is agreed to; false unless told: the price is asked first (S7).',
  })
  agreeInAdvance?: boolean | null;
}

export const TicketOpenUserError = makeUserError<TicketOpenCode>('TicketOpen', {
  SUBJECT_INVALID: 'The subject is blank or longer than 500 characters.',
  BODY_INVALID: 'The body is blank or longer than 100,000 characters.',
  INITIATOR_NOT_ALLOWED: 'VENDOR was said by somebody who is not staff.',
  ACCOUNT_NOT_FOUND: 'The viewer sees no such account, or it is so new that support does not know it yet.',
  LICENSE_NOT_FOUND:
    'The viewer sees no such license of the account, or it is so new that support does not know it yet.',
  LICENSE_REQUIRED: 'Several plans might serve, so that the license has to be named.',
  CHANNEL_NOT_OFFERED: 'The plan does not offer the channel (S2); the facts tell which it does.',
  LICENSE_REVOKED: 'The license is revoked.',
  LICENSE_SUSPENDED: 'The license is suspended, e.g. until a payment is made good.',
  WORK_EXCLUDED: 'The plan leaves that kind of work out.',
  NOT_COVERED:
    'No cover of the license, its site or its contract holds today; the facts tell the ways forward.',
  UNITS_TOO_FEW: 'Too few tickets or credits are left that may be used for it; the facts tell how many.',
});

@ObjectType({ description: 'What became of `ticketOpen`.' })
export class TicketOpenPayload {
  @Field(() => Ticket, { nullable: true, description: 'The new ticket; null where it was refused.' })
  ticket!: TicketRow | null;

  @Field(() => [TicketOpenUserError], { description: 'Why it was refused; empty where it was done.' })
  userErrors!: readonly CodedError[];
}

@Resolver()
export class TicketOpenMutation {
  @Mutation(() => TicketOpenPayload, {
    description:
      'Opens a support case where support is owed (S1), and reserves a ticket where the plan counts them (S5); credits are reserved once the price is known (S7). Staff for any account, a reseller for its customers, a customer for itself.',
  })
  ticketOpen(
    @Arg('input', () => TicketOpenInput, { description: 'For whom, about what, and how it came in.' })
    input: TicketOpenInput,
    @Ctx() { mutations, tickets }: SupportContext,
  ) {
    return mutations.act(ticketOpen, input, async ({ ticketId = '' }) => ({
      ticket: await tickets.byId(ticketId),
    }));
  }
}
