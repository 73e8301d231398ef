import type { Refusal } from '@mainstay/kernel/values/refusal';
import { resolveLines, type LineCode, type LineFacts } from './decide-lines.rules.js';
import { lineFaults, type LineGiven, type LineShapeCode } from './ordered-lines.rules.js';

export type OrderCreateCode =
  | LineShapeCode
  | 'PURCHASE_ORDER_NUMBER_INVALID'
  | 'CUSTOMER_NOT_FOUND'
  | 'ACCOUNT_NOT_FOUND'
  | 'CUSTOMER_OF_ANOTHER'
  | LineCode;

const longestNumber = 50;

export function orderCreateFaults({
  lines,
  purchaseOrderNumber,
}: {
  readonly lines: readonly LineGiven[];
  readonly purchaseOrderNumber?: string | null | undefined;
}): Refusal<OrderCreateCode>[] {
  const faults: Refusal<OrderCreateCode>[] = lineFaults(lines);
  const { length } = purchaseOrderNumber?.trim() ?? 'card';
  if (length < 1 || length > longestNumber)
    faults.push({
      ...{ code: 'PURCHASE_ORDER_NUMBER_INVALID', field: ['purchaseOrderNumber'] },
      message: 'The number of a purchase order has 1 to 50 characters; leave it out to pay by card.',
    });
  return faults;
}

/** An account as billing was told of it. */
export interface KnownAccount {
  readonly id: string;
  readonly kind: 'CUSTOMER' | 'RESELLER';
  readonly resellerId: string | null;
}

/** A reseller buys for itself and for customers that it is reseller of record for, a customer for itself. */
export function buysFor(buyer: KnownAccount, customer: KnownAccount): boolean {
  return customer.id === buyer.id || (buyer.kind === 'RESELLER' && customer.resellerId === buyer.id);
}

export interface Parties {
  readonly buyer: KnownAccount | null;
  readonly customer: KnownAccount | null;
}

export function partyRefusals({ buyer, customer }: Parties): Refusal<OrderCreateCode>[] {
  if (customer === null)
    return [
      {
        ...{ code: 'CUSTOMER_NOT_FOUND', field: ['customerId'] },
        message: 'There is no such account, or none was named; ask `accounts` for ids.',
      },
    ];
  if (buyer === null)
    return [
      {
        ...{ code: 'ACCOUNT_NOT_FOUND', field: ['accountId'] },
        message: 'You cannot buy as that account; leave it out to buy as your own.',
      },
    ];
  if (buysFor(buyer, customer)) return [];
  return [
    {
      ...{ code: 'CUSTOMER_OF_ANOTHER', field: ['customerId'] },
      message: 'Only its reseller of record buys for a customer. Order for the account itself.',
    },
  ];
}

export function decideOrderCreate(
  parties: Parties,
  lines: readonly LineGiven[],
  facts: Omit<LineFacts, 'before' | 'customerId'>,
): readonly Refusal<OrderCreateCode>[] {
  const refused = partyRefusals(parties);
  if (refused.length > 0) return refused;
  const resolved = resolveLines(lines, { ...facts, customerId: parties.customer?.id ?? '', before: [] });
  return resolved.ok ? [] : resolved.refusals;
}
