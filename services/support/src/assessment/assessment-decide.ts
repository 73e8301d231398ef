import type { Act, ActInput, Effect, Instant } from '@mainstay/kernel/act/act';
import type { DueKind } from '@mainstay/kernel/due/due-work';
import { statement, type Transaction } from '@mainstay/kernel/db/scoped';
import { signatureOf, type Signature } from '../grant/enter.js';
import { resumed } from '../target/target.rules.js';
import { settle } from '../ticket/held-units.js';
import { moveTicket, ticketTold } from '../ticket/move-ticket.js';
import { decideConfirm, type AssessmentDecideCode } from './assess.rules.js';
import { holdExactly, lockPriced, type PricedTicket } from './assessed.js';
import { unansweredKind } from './ticket-assess.js';

export interface AssessmentDecide extends ActInput {
  readonly ticketId: string;
}

const answer = statement(
  'assessment.answer',
  'update assessment set state = $2::text, decided_at = $3::timestamptz where id = $1::text',
);
const find = statement('ticket.unconfirmed', "update ticket set finding = 'UNCONFIRMED' where id = $1::text");
const ofAssessment = statement<{ ticketId: string }>(
  'assessment.ticket',
  'select ticket_id as "ticketId" from assessment where id = $1::text',
);

function proposed(found: PricedTicket | null) {
  if (found === null) return null;
  const { assessment, payable } = found;
  return { units: assessment?.state === 'PROPOSED' ? assessment.units : null, payable };
}

/** Declined or never answered, a ticket is closed at no cost: also what it held before comes back (S7). */
async function closeUnpaid(
  transaction: Transaction,
  instant: Instant,
  { ticket, units, assessment }: PricedTicket,
  { state, by }: { readonly state: 'DECLINED' | 'UNANSWERED'; readonly by: Signature },
): Promise<Effect> {
  const { id, accountId } = ticket;
  await transaction.query(answer, [assessment?.id ?? '', state, instant.now]);
  await settle(transaction, instant, { ticketId: id, units, as: 'RELEASED', by });
  const pauses = resumed(ticket.pauses, 'ASSESSMENT', instant.now);
  await moveTicket(transaction, ticket, { state: 'CLOSED', closedAt: instant.now, pauses });
  await transaction.query(find, [id]);
  return {
    ...{ result: { ticketId: id }, accountId },
    changes: [
      { objectId: id, field: 'state', from: ticket.state, to: 'CLOSED' },
      { objectId: id, field: 'assessment', from: 'PROPOSED', to: state },
    ],
    events: [ticketTold(ticket, 'closed', { finding: 'UNCONFIRMED' })],
  };
}

const roles = ['VENDOR_ADMIN', 'SUPPORT_AGENT', 'RESELLER', 'CUSTOMER', 'PARTNER'] as const;

/** The price is agreed to, and reserved (S7). */
export const assessmentConfirm: Act<AssessmentDecide, PricedTicket | null, AssessmentDecideCode> = {
  name: 'assessmentConfirm',
  roles,
  load: (transaction, { ticketId }, moment) => lockPriced(transaction, ticketId, moment),
  decide: (found) => decideConfirm(proposed(found), true),
  async apply(transaction, found, _, moment) {
    if (found?.assessment == null) throw new Error('No price was confirmed.');
    const { ticket, assessment } = found;
    const { id, accountId, licenseId } = ticket;
    await transaction.query(answer, [assessment.id, 'ACCEPTED', moment.now]);
    const by = signatureOf(moment.viewer, null);
    await holdExactly(transaction, moment, found, { price: assessment.units, by });
    const pauses = resumed(ticket.pauses, 'ASSESSMENT', moment.now);
    await moveTicket(transaction, ticket, { state: 'OPEN', pauses });
    const payload = { ticketId: id, accountId, licenseId, units: assessment.units };
    return {
      ...{ result: { ticketId: id }, accountId },
      changes: [{ objectId: id, field: 'assessment', from: 'PROPOSED', to: 'ACCEPTED' }],
      events: [{ type: 'ticket.confirmed', aggregate: id, payload }],
    };
  },
};

export const assessmentDecline: Act<AssessmentDecide, PricedTicket | null, AssessmentDecideCode> = {
  name: 'assessmentDecline',
  roles,
  load: (transaction, { ticketId }, moment) => lockPriced(transaction, ticketId, moment),
  decide: (found) => decideConfirm(proposed(found), false),
  apply(transaction, found, _, moment) {
    if (found === null) throw new Error('No price was declined.');
    const by = signatureOf(moment.viewer, null);
    return closeUnpaid(transaction, moment, found, { state: 'DECLINED', by });
  },
};

/** A price that nobody answered in time. */
const unanswered: DueKind = {
  act: 'assessmentUnanswered',
  async run(transaction, { key }, instant) {
    const [of] = await transaction.query(ofAssessment, [key]);
    const found = of === undefined ? null : await lockPriced(transaction, of.ticketId, instant);
    if (found?.assessment?.id !== key || found.assessment.state !== 'PROPOSED') return 'NOTHING';
    const by = { actorKind: 'JOB', reason: null } as const;
    return closeUnpaid(transaction, instant, found, { state: 'UNANSWERED', by });
  },
};

export const assessmentKinds = { [unansweredKind]: unanswered };
