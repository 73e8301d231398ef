import type { CivilDate } from '@mainstay/kernel/values/civil';
import { fromDecimal, money, toDecimal } from '@mainstay/kernel/values/money';
import type { Refusal } from '@mainstay/kernel/values/refusal';

export type PaymentRecordCode =
  | 'INVOICE_NOT_FOUND'
  | 'INVOICE_CREDITED'
  | 'INVOICE_PAID'
  | 'CURRENCY_MISMATCH'
  | 'AMOUNT_INVALID'
  | 'PAID_ON_FUTURE'
  | 'COVER_ENDED'
  | 'OVERPAYMENT';

export interface PaymentGiven {
  readonly amount: string;
  readonly currency: string;
  readonly paidOn: CivilDate;
}

export interface PayableInvoice {
  readonly state: 'OPEN' | 'PAID' | 'CREDITED';
  readonly currency: string;
  readonly totalMinor: number;
  readonly paidMinor: number;
  /** The first day after the cover that it sells by days; null where it sells none. */
  readonly coverEndsOn: CivilDate | null;
}

type Fault = Refusal<PaymentRecordCode>;

const notOpen: Readonly<Record<'PAID' | 'CREDITED', Fault>> = {
  PAID: {
    ...{ code: 'INVOICE_PAID', field: ['invoiceId'] },
    message: 'The invoice is paid in full: look for what this money is for.',
  },
  CREDITED: {
    ...{ code: 'INVOICE_CREDITED', field: ['invoiceId'] },
    message: 'The invoice was taken back, and nothing is owed on it: pay the money back.',
  },
};

/** What of an invoice is not paid yet. */
export function outstandingOf({
  totalMinor,
  paidMinor,
}: Pick<PayableInvoice, 'totalMinor' | 'paidMinor'>): number {
  return totalMinor - paidMinor;
}

/** Part payments add up, and never to more than was billed; money is of its own day, which has come (B3, M2). */
export function decidePayment(
  invoice: PayableInvoice | null,
  { amount, currency, paidOn }: PaymentGiven,
  today: CivilDate,
): Fault[] {
  if (invoice === null)
    return [
      {
        ...{ code: 'INVOICE_NOT_FOUND', field: ['invoiceId'] },
        message: 'There is no such invoice; ask `invoices` for ids.',
      },
    ];
  if (invoice.state !== 'OPEN') return [notOpen[invoice.state]];
  if (currency !== invoice.currency)
    return [
      {
        ...{ code: 'CURRENCY_MISMATCH', field: ['currency'], facts: { currency: invoice.currency } },
        message: 'Money is received in the currency of the invoice; currencies never mix.',
      },
    ];
  return amountFaults(invoice, amount) ?? dayFaults(invoice, paidOn, today) ?? overpaid(invoice, amount);
}

function amountFaults({ currency }: PayableInvoice, amount: string): Fault[] | null {
  const read = fromDecimal(amount, currency);
  if (read.ok && read.value.amountMinor > 0) return null;
  const message = read.ok ? 'A payment is more than nothing: record what came in.' : read.fault;
  return [{ code: 'AMOUNT_INVALID', field: ['amount'], message }];
}

function dayFaults({ coverEndsOn }: PayableInvoice, paidOn: CivilDate, today: CivilDate): Fault[] | null {
  if (paidOn > today)
    return [
      {
        ...{ code: 'PAID_ON_FUTURE', field: ['paidOn'], facts: { today } },
        message: 'Money that is to come is recorded when it has come.',
      },
    ];
  // Money is never taken for cover that had ended before it was paid (M5).
  if (coverEndsOn === null || paidOn < coverEndsOn) return null;
  return [
    {
      ...{ code: 'COVER_ENDED', field: ['paidOn'], facts: { coverEndsOn } },
      message: 'The cover that was sold had ended when this was paid: pay it back, and issue a new quote.',
    },
  ];
}

function overpaid(invoice: PayableInvoice, amount: string): Fault[] {
  const { currency } = invoice;
  const outstanding = outstandingOf(invoice);
  if (minorOf(amount, currency) <= outstanding) return [];
  return [
    {
      ...{ code: 'OVERPAYMENT', field: ['amount'] },
      message: 'This is more than is owed: record what is outstanding, and pay the rest back.',
      facts: { outstanding: toDecimal(money(outstanding, currency)), currency },
    },
  ];
}

/** Of an amount without faults. */
export function minorOf(amount: string, currency: string): number {
  const read = fromDecimal(amount, currency);
  if (!read.ok) throw new Error('An amount with a fault was taken.');
  return read.value.amountMinor;
}
