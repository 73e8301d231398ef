import type { Act, ActInput, Moment } from '@mainstay/kernel/act/act';
import { statement, type Transaction } from '@mainstay/kernel/db/scoped';
import type { Refusal } from '@mainstay/kernel/values/refusal';
import { paused, resumed } from '../target/target.rules.js';
import { lockTicket, type LockedTicket } from './lock-ticket.js';
import { moveTicket, ticketTold } from './move-ticket.js';
import { isStaff } from './ticket-open.js';
import { decideReply, type TicketReplyCode, type TicketState } from './ticket-state.rules.js';
import { bodyFaults } from './ticket-text.rules.js';
import { writeMessage } from './write-message.js';

export interface TicketReply extends ActInput {
  readonly ticketId: string;
  readonly body: string;
  /** Unless told. */
  readonly public?: boolean | null | undefined;
  /** Of staff: whether the customer is to answer. */
  readonly asksCustomer?: boolean | null | undefined;
}

const answer = statement('ticket.answer', 'update ticket set met_at = $2::timestamptz where id = $1::text');

/** The first public reply of staff meets the target, whatever it says (S3). */
async function answered(
  transaction: Transaction,
  ticket: LockedTicket,
  { asksCustomer }: TicketReply,
  { now }: Moment,
): Promise<TicketState> {
  const asks = asksCustomer === true && (ticket.state === 'OPEN' || ticket.state === 'WAITING_FOR_CUSTOMER');
  const state = asks ? 'WAITING_FOR_CUSTOMER' : ticket.state;
  const first = ticket.metAt === null && ticket.initiatedBy === 'CUSTOMER';
  if (first) await transaction.query(answer, [ticket.id, now]);
  const known = first ? { ...ticket, metAt: now } : ticket;
  const pauses = asks ? paused(ticket.pauses, 'CUSTOMER_ASKED', now) : ticket.pauses;
  await moveTicket(transaction, known, { state, closedAt: ticket.closedAt, pauses });
  return state;
}

/** Who was asked has answered; what was resolved is not, if the customer goes on. */
async function wentOn(transaction: Transaction, ticket: LockedTicket, { now }: Moment): Promise<TicketState> {
  const pauses = resumed(ticket.pauses, 'CUSTOMER_ASKED', now);
  // A price that waits to be confirmed still does.
  const waits = pauses.some(({ reason, until }) => reason === 'ASSESSMENT' && until === null);
  const state = waits && ticket.state === 'WAITING_FOR_CUSTOMER' ? ticket.state : 'OPEN';
  await moveTicket(transaction, ticket, { state, pauses });
  return state;
}

export const ticketReply: Act<TicketReply, LockedTicket | null, TicketReplyCode> = {
  name: 'ticketReply',
  roles: ['VENDOR_ADMIN', 'SUPPORT_AGENT', 'RESELLER', 'CUSTOMER', 'PARTNER'],
  check: ({ body }): Refusal<TicketReplyCode>[] => bodyFaults(body),
  load: (transaction, { ticketId }) => lockTicket(transaction, ticketId),
  decide: (ticket, { public: shown }, { viewer }) =>
    decideReply(ticket, { note: shown === false, staff: isStaff(viewer.role) }),
  async apply(transaction, ticket, input, moment) {
    if (ticket === null) throw new Error('A reply on no ticket was accepted.');
    const { id, accountId, resellerId } = ticket;
    const staff = isStaff(moment.viewer.role);
    const shown = input.public !== false;
    const authorKind = staff ? 'STAFF' : 'CUSTOMER';
    const message = {
      ticketId: id,
      accountId,
      resellerId,
      authorKind,
      body: input.body,
      public: shown,
    } as const;
    const messageId = await writeMessage(transaction, moment, message);
    let { state } = ticket;
    if (!staff) state = await wentOn(transaction, ticket, moment);
    else if (shown) state = await answered(transaction, ticket, input, moment);
    const told = { by: authorKind };
    return {
      ...{ result: { ticketId: id, messageId }, accountId },
      changes: [
        { objectId: messageId, field: 'body', withheld: true },
        ...(state === ticket.state ? [] : [{ objectId: id, field: 'state', from: ticket.state, to: state }]),
      ],
      events: shown ? [ticketTold(ticket, 'answered', told)] : [],
    };
  },
};
