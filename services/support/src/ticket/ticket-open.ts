import type { Act, ActInput, Effect, Moment } from '@mainstay/kernel/act/act';
import type { Transaction } from '@mainstay/kernel/db/scoped';
import type { ViewerRole } from '@mainstay/kernel/graph/viewer';
import { enter, signatureOf } from '../grant/enter.js';
import { taken } from '../grant/usable-lots.rules.js';
import type { DecidedSupport } from '../entitlement/support-case.rules.js';
import { readCalendar } from '../target/read-calendar.js';
import { planBreach } from '../target/target-breach.js';
import { dueAt, type Pause } from '../target/target.rules.js';
import { loadOpening, type OpenFor } from './open-facts.js';
import {
  decideTicketOpen,
  ticketOpenFaults,
  type TicketOpenAsked,
  type TicketOpenCode,
  type TicketOpenFacts,
} from './ticket-open.rules.js';
import { writeMessage } from './write-message.js';
import { writeTicket, type NewTicket } from './write-ticket.js';

export interface TicketOpen extends ActInput, TicketOpenAsked, OpenFor {
  readonly agreeInAdvance?: boolean | null | undefined;
}

export function isStaff(role: ViewerRole): boolean {
  return role === 'VENDOR_ADMIN' || role === 'SUPPORT_AGENT';
}

/** What was decided is kept with the ticket: it is served on by that, whatever ends later (S1, M15). */
async function newTicket(
  transaction: Transaction,
  {
    account,
    decided,
  }: { readonly account: { id: string; resellerId: string | null }; readonly decided: DecidedSupport },
  input: TicketOpen,
  { now }: Moment,
): Promise<NewTicket> {
  const initiatedBy = input.initiatedBy ?? 'CUSTOMER';
  const asked = initiatedBy === 'CUSTOMER';
  const assessed = asked && decided.unit === 'CREDIT';
  const target = asked ? decided.policy.support.responseTarget : null;
  const pauses: readonly Pause[] = assessed ? [{ reason: 'ASSESSMENT', from: now, until: null }] : [];
  return {
    ...{ accountId: account.id, resellerId: account.resellerId, licenseId: input.licenseId ?? null },
    ...{ subject: input.subject.trim(), channel: input.channel, initiatedBy, work: input.work ?? null },
    ...{ planId: decided.planId, planVersion: decided.policyVersion },
    servedBy: !asked ? 'VENDOR' : decided.policy.cover === null ? 'UNITS' : 'COVER',
    ...{ coverId: decided.serving?.id ?? null, agreedInAdvance: input.agreeInAdvance ?? false },
    ...{ target, pauses },
    dueAt: dueAt({ openedAt: now, pauses, target, calendar: await readCalendar(transaction) }),
  };
}

/** A ticket is reserved when a case is opened; credits are once its price is known (S5, S7). */
async function reserve(
  transaction: Transaction,
  { decided, ticketId }: { readonly decided: DecidedSupport; readonly ticketId: string },
  ticket: NewTicket,
  moment: Moment,
): Promise<string | null> {
  if (ticket.initiatedBy !== 'CUSTOMER' || decided.unit !== 'TICKET') return null;
  const parts = taken(decided.lots, decided.needed);
  if (parts === null) throw new Error('A case without a unit was accepted.');
  const by = signatureOf(moment.viewer, null);
  for (const { lot, units } of parts) {
    const owner = { id: lot.id, accountId: ticket.accountId, resellerId: ticket.resellerId };
    await enter(transaction, moment, owner, { movements: [{ kind: 'RESERVED', units, ticketId }], by });
  }
  return parts[0]?.lot.id ?? null;
}

async function open(
  transaction: Transaction,
  { account, decided }: TicketOpenFacts,
  input: TicketOpen,
  moment: Moment,
): Promise<Effect> {
  if (account === null || decided === null) throw new Error('A case of nobody was accepted.');
  const ticket = await newTicket(transaction, { account, decided }, input, moment);
  const { id, number } = await writeTicket(transaction, moment, ticket);
  const owner = { ticketId: id, accountId: account.id, resellerId: account.resellerId };
  // What somebody says on the telephone is the customer's, whoever types it.
  const authorKind = ticket.initiatedBy === 'VENDOR' ? 'STAFF' : 'CUSTOMER';
  await writeMessage(transaction, moment, { ...owner, authorKind, body: input.body, public: true });
  const grantId = await reserve(transaction, { decided, ticketId: id }, ticket, moment);
  await planBreach(transaction, id, ticket.dueAt);
  const payload = {
    ...{ ticketId: id, licenseId: ticket.licenseId, accountId: account.id, openedOn: moment.today },
    underCover: ticket.servedBy === 'COVER',
  };
  return {
    ...{ result: { ticketId: id }, accountId: account.id },
    changes: [
      { objectId: id, field: 'state', from: null, to: 'OPEN' },
      { objectId: id, field: 'number', from: null, to: number },
      { objectId: id, field: 'subject', withheld: true },
      { objectId: id, field: 'servedBy', from: null, to: ticket.servedBy },
      ...(grantId === null ? [] : [{ objectId: grantId, field: 'reserved', from: null, to: 1 }]),
    ],
    events: [{ type: 'ticket.opened', aggregate: id, payload }],
    decision: { policyVersion: decided.policyVersion, warnings: decided.warnings },
  };
}

/** A case begins (S1, S5): by a customer, by its reseller, or by staff who type a call in. */
export const ticketOpen: Act<TicketOpen, TicketOpenFacts, TicketOpenCode> = {
  name: 'ticketOpen',
  roles: ['VENDOR_ADMIN', 'SUPPORT_AGENT', 'RESELLER', 'CUSTOMER', 'PARTNER'],
  check: ticketOpenFaults,
  load: loadOpening,
  decide: (facts, input, { viewer }) => decideTicketOpen(facts, input, isStaff(viewer.role)),
  apply: open,
};
