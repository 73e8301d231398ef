import type { Act, ActInput, Moment } from '@mainstay/kernel/act/act';
import { planDue } from '@mainstay/kernel/due/due-table';
import { statement, type Transaction } from '@mainstay/kernel/db/scoped';
import { firstInstantOf } from '@mainstay/kernel/values/civil';
import { addTerm } from '@mainstay/kernel/values/period';
import { signatureOf } from '../grant/enter.js';
import { paused, resumed } from '../target/target.rules.js';
import { moveTicket } from '../ticket/move-ticket.js';
import { policyOf } from '../ticket/ticket-resolve.js';
import { decideAssess, type Assessable, type TicketAssessCode } from './assess.rules.js';
import { holdExactly, lockPriced, type PricedTicket } from './assessed.js';
import { asksFirst, priceOf, type AssessAsked, type ReleaseFact } from './price.rules.js';

export interface TicketAssess extends ActInput, AssessAsked {
  readonly ticketId: string;
}

interface Facts extends Assessable, Pick<PricedTicket, 'units' | 'lots' | 'assessment'> {
  readonly ticket: PricedTicket['ticket'];
  readonly unconfirmedFor: string;
}

export const unansweredKind = 'assessment-unanswered';

/** Those that were published by an instant, and whether they were withdrawn by then. */
const releases = statement<ReleaseFact>(
  'assessment.releases',
  `select r->>'version' as version, coalesce((r->>'yankedAt')::timestamptz <= $2::timestamptz, false) as yanked
   from known_license l join known_product p on p.vendor_id = l.vendor_id and p.id = l.product_id
   cross join jsonb_array_elements(p.releases) as told (r)
   where l.id = $1::text and (r->>'releasedAt')::timestamptz <= $2::timestamptz`,
);

const supersede = statement(
  'assessment.supersede',
  "update assessment set state = 'SUPERSEDED' where ticket_id = $1::text and state <> 'SUPERSEDED'",
);

const insert = statement(
  'assessment.insert',
  `insert into assessment (vendor_id, id, account_id, reseller_id, ticket_id, category, units, from_version, to_version,
     steps, state, assessed_at, decided_at, answer_by)
   values (app.vendor(), $1::text, $2::text, $3::text, $4::text, $5::text, $6::integer, $7::text, $8::text, $9::integer,
     $10::text, $11::timestamptz, $12::timestamptz, $13::timestamptz)`,
);

async function load(transaction: Transaction, asked: TicketAssess, moment: Moment): Promise<Facts | null> {
  const found = await lockPriced(transaction, asked.ticketId, moment);
  if (found === null) return null;
  const { ticket, payable } = found;
  const units = (await policyOf(transaction, ticket))?.support.units;
  if (units?.kind !== 'CREDIT' || ticket.initiatedBy === 'VENDOR')
    return { ...found, priced: null, asks: false, unconfirmedFor: 'P30D' };
  const known =
    asked.category === 'UPGRADE'
      ? await transaction.query(releases, [ticket.licenseId ?? '', moment.now])
      : [];
  const priced = priceOf(units.categories, asked, known);
  const { agreedInAdvance } = ticket;
  const asks =
    priced.ok && asksFirst(priced.price, { category: asked.category, agreedInAdvance, held: payable.held });
  return { ...found, priced, asks, unconfirmedFor: units.unconfirmedFor };
}

/** Staff say what work it is; it starts at once, or once its price is confirmed (S6, S7). */
export const ticketAssess: Act<TicketAssess, Facts | null, TicketAssessCode> = {
  name: 'ticketAssess',
  roles: ['VENDOR_ADMIN', 'SUPPORT_AGENT'],
  load,
  decide: decideAssess,
  async apply(transaction, found, asked, moment) {
    if (found?.priced?.ok !== true) throw new Error('Work without a price was accepted.');
    const { ticket, asks, assessment } = found;
    const { id: ticketId, accountId, resellerId } = ticket;
    const { units, steps } = found.priced.price;
    const { now, today, zone } = moment;
    const id = moment.newId('asm');
    const answerBy = asks
      ? new Date(firstInstantOf(addTerm(today, found.unconfirmedFor), zone)).toISOString()
      : null;
    await transaction.query(supersede, [ticketId]);
    await transaction.query(insert, [
      ...[id, accountId, resellerId, ticketId, asked.category, units, asked.fromVersion ?? null],
      ...[asked.toVersion ?? null, steps, asks ? 'PROPOSED' : 'ACCEPTED', now, asks ? null : now, answerBy],
    ]);
    if (answerBy !== null) {
      await planDue(transaction, [{ kind: unansweredKind, key: id, dueAt: answerBy }]);
      const pauses = paused(ticket.pauses, 'ASSESSMENT', now);
      await moveTicket(transaction, ticket, { state: 'WAITING_FOR_CUSTOMER', pauses });
    } else {
      await holdExactly(transaction, moment, found, { price: units, by: signatureOf(moment.viewer, null) });
      await moveTicket(transaction, ticket, {
        state: 'OPEN',
        pauses: resumed(ticket.pauses, 'ASSESSMENT', now),
      });
    }
    const payload = { ticketId, accountId, category: asked.category, units, asks };
    return {
      ...{ result: { ticketId, assessmentId: id }, accountId },
      changes: [
        { objectId: ticketId, field: 'price', from: assessment?.units ?? null, to: units },
        { objectId: ticketId, field: 'category', from: null, to: asked.category },
      ],
      events: [{ type: 'ticket.assessed', aggregate: ticketId, payload }],
    };
  },
};
