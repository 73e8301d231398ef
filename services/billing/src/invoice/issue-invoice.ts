import type { Instant } from '@mainstay/kernel/act/act';
import { statement, type Transaction } from '@mainstay/kernel/db/scoped';
import type { CivilDate } from '@mainstay/kernel/values/civil';
import { takeNumber } from './take-number.js';

/** One line as it is printed; its net and tax were rounded already. */
export interface BilledLine {
  readonly orderLineId: string;
  readonly licenseId: string | null;
  readonly description: string;
  readonly quantity: number;
  readonly unitMinor: number;
  readonly netMinor: number;
  readonly taxRatePermille: number;
  readonly taxMinor: number;
}

export interface Billed {
  readonly orderId: string;
  readonly buyer: { readonly accountId: string; readonly resellerId: string | null };
  readonly purchaseOrderNumber: string | null;
  readonly currency: string;
  readonly dueOn: CivilDate;
  readonly lines: readonly BilledLine[];
}

export interface IssuedInvoice {
  readonly id: string;
  readonly number: string;
}

const insert = statement<{ id: string }>(
  'invoice.insert',
  `insert into invoice (vendor_id, id, account_id, reseller_id, order_id, number, state, issued_on, due_on, currency,
     net_minor, tax_minor, total_minor, paid_minor, created_at, seller_name, buyer_name, buyer_country, purchase_order_number)
   select app.vendor(), $1::text, $2::text, $3::text, $4::text, $5::text, 'OPEN', $6::date, $7::date, $8::text,
     $9::bigint, $10::bigint, $9::bigint + $10::bigint, 0, $11::timestamptz, v.name, a.name, a.country, $12::text
   from known_account a join known_vendor v on v.vendor_id = a.vendor_id where a.id = $2::text returning id`,
);

const insertLines = statement(
  'invoice.insertLines',
  `insert into invoice_line (vendor_id, id, account_id, reseller_id, invoice_id, order_line_id, license_id, position,
     description, quantity, unit_minor, net_minor, tax_rate_permille, tax_minor)
   select app.vendor(), l->>'id', $2::text, $3::text, $1::text, l->>'orderLineId', l->>'licenseId', (l->>'position')::integer,
     l->>'description', (l->>'quantity')::integer, (l->>'unitMinor')::bigint, (l->>'netMinor')::bigint,
     (l->>'taxRatePermille')::integer, (l->>'taxMinor')::bigint
   from jsonb_array_elements($4::jsonb) as given (l)`,
);

/**
 * Writes an invoice with the next number of the vendor. Who buys and who sells are kept on it as they are called now:
 * what is printed never changes (B6).
 */
export async function issueInvoice(
  transaction: Transaction,
  billed: Billed,
  { now, today, newId }: Instant,
): Promise<IssuedInvoice> {
  const { buyer, lines } = billed;
  const id = newId('inv');
  const number = await takeNumber(transaction, 'INVOICE');
  const sumOf = (of: (line: BilledLine) => number) => lines.reduce((sum, line) => sum + of(line), 0);
  const net = sumOf(({ netMinor }) => netMinor);
  const tax = sumOf(({ taxMinor }) => taxMinor);
  const [written] = await transaction.query(insert, [
    ...[id, buyer.accountId, buyer.resellerId, billed.orderId, number],
    ...[today, billed.dueOn, billed.currency, net, tax, now, billed.purchaseOrderNumber],
  ]);
  if (written === undefined) throw new Error('The buyer of an invoice is not known yet.');
  const rows = lines.map((line, index) => ({ ...line, id: newId('inv'), position: index + 1 }));
  await transaction.query(insertLines, [id, buyer.accountId, buyer.resellerId, JSON.stringify(rows)]);
  return { id, number };
}
