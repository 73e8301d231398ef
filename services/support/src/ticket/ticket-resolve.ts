import type { Act, ActInput } from '@mainstay/kernel/act/act';
import { statement, type Transaction } from '@mainstay/kernel/db/scoped';
import type { PolicyVersion } from '@mainstay/kernel/values/policy-versions';
import type { Refusal } from '@mainstay/kernel/values/refusal';
import { dropProposed } from '../assessment/drop-proposed.js';
import { signatureOf } from '../grant/enter.js';
import { resumed } from '../target/target.rules.js';
import { settle, unitsHeldBy, type HeldUnits, type Settlement } from './held-units.js';
import { lockTicket, type LockedTicket } from './lock-ticket.js';
import { moveTicket, ticketTold } from './move-ticket.js';
import { decideResolve, type Finding, type TicketResolveCode } from './ticket-state.rules.js';

export interface TicketResolve extends ActInput {
  readonly ticketId: string;
  readonly finding: Finding;
}

export interface Resolving {
  readonly ticket: LockedTicket;
  readonly units: readonly HeldUnits[];
  /** By the policy that the ticket was opened under (M15). */
  readonly bugIsFree: boolean;
  /** Whether it is paid in credits. */
  readonly counts: boolean;
}

const versions = statement<{ versions: readonly PolicyVersion[] }>(
  'ticket.planVersions',
  'select versions from known_plan where id = $1::text',
);

const resolve = statement(
  'ticket.resolve',
  'update ticket set finding = $2::text, resolved_at = coalesce(resolved_at, $3::timestamptz) where id = $1::text',
);

/** The policy that a ticket was opened under; null for one so old that none is known. */
export async function policyOf(
  transaction: Transaction,
  { planId, planVersion }: Pick<LockedTicket, 'planId' | 'planVersion'>,
): Promise<PolicyVersion['policy'] | null> {
  const [plan] = await transaction.query(versions, [planId ?? '']);
  return plan?.versions.find(({ version }) => version === planVersion)?.policy ?? null;
}

async function load(transaction: Transaction, { ticketId }: TicketResolve): Promise<Resolving | null> {
  const ticket = await lockTicket(transaction, ticketId);
  if (ticket === null) return null;
  const policy = await policyOf(transaction, ticket);
  const units = policy?.support.units;
  return {
    ...{ ticket, units: await unitsHeldBy(transaction, ticketId) },
    counts: units?.kind === 'CREDIT',
    bugIsFree: units === undefined || units.kind === 'UNLIMITED' || units.bugIsFree,
  };
}

/** Credits are paid by a price: without one nobody knows how many (S7). */
function priceFaults({ ticket, counts, units }: Resolving): Refusal<TicketResolveCode>[] {
  const priced = units.some(({ reserved, consumed }) => reserved + consumed > 0);
  if (!counts || ticket.initiatedBy === 'VENDOR') return [];
  if (ticket.pauses.some(({ reason, until }) => reason === 'ASSESSMENT' && until === null) && priced)
    return [
      {
        ...{ code: 'CONFIRMATION_MISSING', field: ['ticketId'] },
        message: 'A price waits for its confirmation. Wait for it, or find another with `ticketAssess`.',
      },
    ];
  if (priced) return [];
  return [
    {
      ...{ code: 'ASSESSMENT_MISSING', field: ['ticketId'] },
      message:
        'The plan counts credits and no price holds. Set one with `ticketAssess`, or have it confirmed.',
    },
  ];
}

function settlementOf(finding: Finding, bugIsFree: boolean): Settlement {
  if (finding === 'ANSWERED' || (finding === 'BUG' && !bugIsFree)) return 'CONSUMED';
  return finding === 'BUG' ? 'RETURNED' : 'RELEASED';
}

/** What a ticket took is used up, unless it is found to cost nothing (S5). */
export const ticketResolve: Act<TicketResolve, Resolving | null, TicketResolveCode> = {
  name: 'ticketResolve',
  roles: ['VENDOR_ADMIN', 'SUPPORT_AGENT'],
  load,
  decide: (found, { finding }) => [
    ...decideResolve(found?.ticket ?? null, finding),
    ...(found === null || finding !== 'ANSWERED' ? [] : priceFaults(found)),
  ],
  async apply(transaction, found, { finding }, moment) {
    if (found === null) throw new Error('No ticket was resolved.');
    const { ticket, units, bugIsFree } = found;
    const { id, accountId, closedAt } = ticket;
    const as = settlementOf(finding, bugIsFree);
    const by = signatureOf(moment.viewer, null);
    const moved = await settle(transaction, moment, { ticketId: id, units, as, by });
    await dropProposed(transaction, id, moment.now);
    // Found a bug after it was closed, it stays closed.
    const state = ticket.state === 'CLOSED' ? 'CLOSED' : 'RESOLVED';
    const pauses = resumed(resumed(ticket.pauses, 'CUSTOMER_ASKED', moment.now), 'ASSESSMENT', moment.now);
    await moveTicket(transaction, ticket, { state, closedAt, pauses });
    await transaction.query(resolve, [id, finding, moment.now]);
    return {
      ...{ result: { ticketId: id }, accountId },
      changes: [
        ...(state === ticket.state ? [] : [{ objectId: id, field: 'state', from: ticket.state, to: state }]),
        { objectId: id, field: 'finding', from: ticket.finding, to: finding },
        ...(moved === 0 ? [] : [{ objectId: id, field: as.toLowerCase(), from: null, to: moved }]),
      ],
      events: [ticketTold(ticket, 'resolved', { finding })],
    };
  },
};
