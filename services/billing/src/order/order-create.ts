import type { Act, ActInput } from '@mainstay/kernel/act/act';
import { resolveLines } from './decide-lines.rules.js';
import { loadLines, type LoadedLines } from './load-lines.js';
import {
  decideOrderCreate,
  orderCreateFaults,
  type OrderCreateCode,
  type Parties,
} from './order-create.rules.js';
import type { LineGiven } from './ordered-lines.rules.js';
import { buyerOf, loadParties, type PartiesAsked } from './parties.js';
import { writeResolved } from './write-lines.js';
import { writeDraft } from './write-order.js';

export interface OrderCreate extends ActInput, PartiesAsked {
  readonly purchaseOrderNumber?: string | null | undefined;
  readonly lines: readonly LineGiven[];
}

interface Facts {
  readonly parties: Parties;
  readonly loaded: LoadedLines | null;
}

const nothing: LoadedLines = { products: new Map(), licenses: new Map(), prices: [], terms: null };

/** A draft with its first lines: nothing is owed before it is placed. */
export const orderCreate: Act<OrderCreate, Facts, OrderCreateCode> = {
  name: 'orderCreate',
  roles: ['VENDOR_ADMIN', 'RESELLER', 'CUSTOMER', 'PARTNER'],
  check: orderCreateFaults,
  async load(transaction, input, { viewer, today }) {
    const parties = await loadParties(transaction, input, viewer);
    if (parties.buyer === null) return { parties, loaded: null };
    const buyer = buyerOf(parties.buyer);
    return { parties, loaded: await loadLines(transaction, { buyer, lines: input.lines }, today) };
  },
  decide: ({ parties, loaded }, { lines }) => decideOrderCreate(parties, lines, loaded ?? nothing),
  async apply(
    transaction,
    { parties: { buyer: by, customer }, loaded },
    { lines, purchaseOrderNumber },
    moment,
  ) {
    if (by === null || customer === null || loaded === null) throw new Error('Nobody ordered.');
    const buyer = buyerOf(by);
    const resolved = resolveLines(lines, { ...loaded, customerId: customer.id, before: [] });
    if (!resolved.ok) throw new Error('Lines that were refused were ordered.');
    const number = purchaseOrderNumber?.trim() ?? null;
    const orderId = await writeDraft(
      transaction,
      {
        ...{ buyer, customerId: customer.id, quoteId: null },
        payBy: number === null ? { by: 'CARD' } : { by: 'PURCHASE_ORDER', purchaseOrderNumber: number },
      },
      moment,
    );
    await writeResolved(transaction, { orderId, buyer, before: [] }, resolved.lines, moment);
    const changed = { state: 'DRAFT', customerId: customer.id, lines: lines.length };
    return {
      ...{ result: { orderId }, accountId: buyer.accountId, events: [] },
      changes: Object.entries(changed).map(([field, to]) => ({ objectId: orderId, field, from: null, to })),
    };
  },
};
