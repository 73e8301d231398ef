import type { Instant } from '@mainstay/kernel/act/act';
import { statement, type Transaction } from '@mainstay/kernel/db/scoped';
import { enter, type Signature } from '../grant/enter.js';
import { leftOf, lotsFor, taken, type ServingLot } from '../grant/usable-lots.rules.js';
import { movementsOfReturn } from '../grant/expiry.rules.js';
import { lockTicket, type LockedTicket } from '../ticket/lock-ticket.js';
import { unitsHeldBy, type HeldUnits } from '../ticket/held-units.js';
import { lockUnits } from '../ticket/open-facts.js';
import type { Payable } from './assess.rules.js';

/** A ticket with what it holds and what else there is for it; all held until the transaction ends. */
export interface PricedTicket {
  readonly ticket: LockedTicket;
  readonly units: readonly HeldUnits[];
  readonly lots: readonly ServingLot[];
  readonly payable: Payable;
  /** The price that holds or is proposed; null before the first. */
  readonly assessment: { readonly id: string; readonly units: number; readonly state: string } | null;
}

const holding = statement<{ id: string; units: number; state: string }>(
  'assessment.holding',
  "select id, units, state from assessment where ticket_id = $1::text and state <> 'SUPERSEDED'",
);

export async function lockPriced(
  transaction: Transaction,
  ticketId: string,
  { today }: Instant,
): Promise<PricedTicket | null> {
  const ticket = await lockTicket(transaction, ticketId);
  if (ticket === null) return null;
  const { lots: all, contracts } = await lockUnits(transaction, ticket.accountId);
  const units = await unitsHeldBy(transaction, ticketId);
  const lots = lotsFor(all, { unit: 'CREDIT', contracts, cover: null, day: today });
  const [assessment = null] = await transaction.query(holding, [ticketId]);
  const held = units.reduce((sum, { reserved }) => sum + reserved, 0);
  return { ticket, units, lots, assessment, payable: { held, available: leftOf(lots) } };
}

/** Brings what a ticket holds to its price: more is taken in the order of use, less gives the difference back (S7). */
export async function holdExactly(
  transaction: Transaction,
  instant: Instant,
  { ticket, units: held, lots, payable }: PricedTicket,
  { price, by }: { readonly price: number; readonly by: Signature },
): Promise<void> {
  const { id: ticketId, accountId, resellerId } = ticket;
  if (price > payable.held) {
    const parts = taken(lots, price - payable.held);
    if (parts === null) throw new Error('A price was accepted that nobody can pay.');
    for (const { lot, units } of parts)
      await enter(
        transaction,
        instant,
        { id: lot.id, accountId, resellerId },
        {
          ...{ movements: [{ kind: 'RESERVED', units, ticketId }], by },
        },
      );
    return;
  }
  let back = payable.held - price;
  for (const { lot, reserved } of [...held].reverse()) {
    const units = Math.min(reserved, back);
    if (units === 0) continue;
    const movements = movementsOfReturn('RELEASED', units, lot, instant.today);
    await enter(transaction, instant, lot, { movements: movements.map((one) => ({ ...one, ticketId })), by });
    back -= units;
  }
}
