import type { Act, ActInput } from '@mainstay/kernel/act/act';
import type { Refusal } from '@mainstay/kernel/values/refusal';
import { resolveLines, type LineCode } from './decide-lines.rules.js';
import { loadLines, type LoadedLines } from './load-lines.js';
import { draftLines, lockOrder, type DraftLine, type LockedOrder } from './lock-order.js';
import { tooManyLines, type TooManyLines } from './order-lines-add.rules.js';
import { draftRefusals, type DraftCode } from './order-state.rules.js';
import { lineFaults, type LineGiven, type LineShapeCode } from './ordered-lines.rules.js';
import { writeResolved } from './write-lines.js';

export interface OrderLinesAdd extends ActInput {
  readonly orderId: string;
  readonly lines: readonly LineGiven[];
}

export type OrderLinesAddCode = LineShapeCode | DraftCode | TooManyLines | LineCode;

interface Facts {
  readonly order: LockedOrder | null;
  readonly before: readonly DraftLine[];
  readonly loaded: LoadedLines | null;
}

/** More lines for a draft, behind those that it has. */
export const orderLinesAdd: Act<OrderLinesAdd, Facts, OrderLinesAddCode> = {
  name: 'orderLinesAdd',
  roles: ['VENDOR_ADMIN', 'RESELLER', 'CUSTOMER', 'PARTNER'],
  check: ({ lines }) => lineFaults(lines),
  async load(transaction, { orderId, lines }, { today }) {
    const order = await lockOrder(transaction, orderId);
    if (order === null) return { order, before: [], loaded: null };
    const before = await draftLines(transaction, orderId);
    return { order, before, loaded: await loadLines(transaction, { buyer: order, lines }, today) };
  },
  decide({ order, before, loaded }, { lines }): readonly Refusal<OrderLinesAddCode>[] {
    const refused = [...draftRefusals(order), ...tooManyLines(before.length, lines.length)];
    if (refused.length > 0 || order === null || loaded === null) return refused;
    const resolved = resolveLines(lines, { ...loaded, customerId: order.customerId, before });
    return resolved.ok ? [] : resolved.refusals;
  },
  async apply(transaction, { order, before, loaded }, { lines }, moment) {
    if (order === null || loaded === null) throw new Error('Lines were added to no order.');
    const resolved = resolveLines(lines, { ...loaded, customerId: order.customerId, before });
    if (!resolved.ok) throw new Error('Lines that were refused were added.');
    await writeResolved(transaction, { orderId: order.id, buyer: order, before }, resolved.lines, moment);
    const [from, to] = [before.length, before.length + lines.length];
    return {
      ...{ result: { orderId: order.id }, accountId: order.accountId, events: [] },
      changes: [{ objectId: order.id, field: 'lines', from, to }],
    };
  },
};
