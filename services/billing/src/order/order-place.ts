import type { Act, ActInput } from '@mainstay/kernel/act/act';
import type { Refusal } from '@mainstay/kernel/values/refusal';
import { resolveLines, type LineCode, type ResolvedLine } from './decide-lines.rules.js';
import { describeLine } from './describe-line.rules.js';
import { loadLines, type LoadedLines } from './load-lines.js';
import { draftLines, lockOrder, payByOf, type DraftLine, type LockedOrder } from './lock-order.js';
import { partyRefusals, type OrderCreateCode, type Parties } from './order-create.rules.js';
import { pricedLine, type PricedLine } from './order-line.rules.js';
import { draftRefusals, type DraftCode } from './order-state.rules.js';
import { loadParties } from './parties.js';
import { placeDraft } from './place-order.js';
import type { Identified } from './write-order.js';

export interface OrderPlace extends ActInput {
  readonly orderId: string;
}

export type OrderPlaceCode =
  | DraftCode
  | Extract<OrderCreateCode, 'CUSTOMER_NOT_FOUND' | 'ACCOUNT_NOT_FOUND' | 'CUSTOMER_OF_ANOTHER'>
  | LineCode;

interface Facts {
  readonly order: LockedOrder | null;
  readonly lines: readonly DraftLine[];
  readonly parties: Parties;
  readonly loaded: LoadedLines | null;
}

/**
 * The buyer is bound: prices are those of the list of this day, and the invoice is there at once (B3). All that the draft
 * rests on is looked at again, because days may lie between.
 */
export const orderPlace: Act<OrderPlace, Facts, OrderPlaceCode> = {
  name: 'orderPlace',
  roles: ['VENDOR_ADMIN', 'RESELLER', 'CUSTOMER', 'PARTNER'],
  async load(transaction, { orderId }, { viewer, today }) {
    const order = await lockOrder(transaction, orderId);
    if (order === null) return { order, lines: [], parties: { buyer: null, customer: null }, loaded: null };
    const lines = await draftLines(transaction, orderId);
    const parties = await loadParties(transaction, order, viewer);
    return { order, lines, parties, loaded: await loadLines(transaction, { buyer: order, lines }, today) };
  },
  decide({ order, lines, parties, loaded }): readonly Refusal<OrderPlaceCode>[] {
    const refused = draftRefusals(order);
    if (refused.length > 0 || order === null || loaded === null) return refused;
    const of = partyRefusals(parties) as Refusal<OrderPlaceCode>[];
    if (of.length > 0) return of;
    const resolved = resolveLines(sizedAgain(lines), { ...loaded, customerId: order.customerId, before: [] });
    return resolved.ok ? [] : resolved.refusals;
  },
  async apply(transaction, { order, lines, loaded }, _, moment) {
    if (order === null || loaded?.terms == null) throw new Error('An order without prices was placed.');
    const facts = { ...loaded, customerId: order.customerId, before: [] };
    const resolved = resolveLines(sizedAgain(lines), facts);
    if (!resolved.ok) throw new Error('Lines that were refused were placed.');
    const { currency, taxRatePermille } = loaded.terms;
    const priced = resolved.lines.map((line, index) =>
      identified(lines, index, priceOf(line, { loaded, currency, taxRatePermille })),
    );
    const placed = await placeDraft(
      transaction,
      {
        ...{ orderId: order.id, buyer: order, payBy: payByOf(order), currency, lines: priced },
        dueAtLatest: null,
      },
      moment,
    );
    return {
      result: { orderId: placed.orderId, invoiceId: placed.invoiceId },
      ...{ accountId: order.accountId, changes: placed.changes, events: [] },
    };
  },
};

/** As they were asked for: what is for licenses takes its size from them. */
function sizedAgain(lines: readonly DraftLine[]): DraftLine[] {
  return lines.map((line) => {
    const sized = (line.ofPosition ?? null) !== null || (line.licenseIds ?? null) !== null;
    return sized && line.kind === 'MAINTENANCE' ? { ...line, quantity: null, unitsEach: null } : line;
  });
}

interface Terms {
  readonly loaded: LoadedLines;
  readonly currency: string;
  readonly taxRatePermille: number;
}

function priceOf({ line, price }: ResolvedLine, { loaded, currency, taxRatePermille }: Terms): PricedLine {
  const product = loaded.products.get(line.productId ?? '')?.name ?? '';
  const description = describeLine(line, product);
  return pricedLine(
    { ...line, ofLineId: null },
    { description, unitMinor: price.unitMinor, taxRatePermille, currency },
  );
}

function identified(lines: readonly DraftLine[], index: number, line: PricedLine): Identified<PricedLine> {
  return { ...line, id: lines[index]?.id ?? '' };
}
