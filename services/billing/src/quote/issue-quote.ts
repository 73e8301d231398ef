import type { Change, Instant, Telling } from '@mainstay/kernel/act/act';
import { statement, type Transaction } from '@mainstay/kernel/db/scoped';
import { remindDue } from '@mainstay/kernel/due/due-table';
import { takeNumber } from '../invoice/take-number.js';
import type { Buyer } from '../order/write-order.js';
import { quoteExpiryDue } from './quote-expiry.js';
import { quoteOf, type RenewalOffer } from './renewal-offer.rules.js';

export interface NewQuote {
  readonly buyer: Buyer;
  /** Whose cover it renews. */
  readonly customerId: string;
  readonly currency: string;
  readonly offers: readonly RenewalOffer[];
  /** The notice that it goes with; null where somebody asked for it. */
  readonly noticeId: string | null;
}

export interface IssuedQuote {
  readonly quoteId: string;
  readonly changes: readonly Change[];
  readonly event: Telling;
}

const insert = statement(
  'quote.insert',
  `insert into quote (vendor_id, id, account_id, reseller_id, customer_id, number, state, issued_on, issued_at,
     valid_through, currency, net_minor, tax_minor, total_minor, notice_id)
   values (app.vendor(), $1::text, $2::text, $3::text, $4::text, $5::text, 'OPEN', $6::date, $7::timestamptz, $8::date,
     $9::text, $10::bigint, $11::bigint, $10::bigint + $11::bigint, $12::text)`,
);

const insertLines = statement(
  'quote.insertLines',
  `insert into quote_line (vendor_id, id, account_id, reseller_id, quote_id, license_id, position, kind, description,
     starts_on, expires_on, quantity, unit_minor, net_minor, tax_rate_permille, tax_minor, subject_kind, subject_id,
     terms, base_expires_on)
   select app.vendor(), l->>'id', $2::text, $3::text, $1::text,
     case when l->>'subjectKind' = 'LICENSE' then l->>'subjectId' end, place, l->>'kind', l->>'description',
     (l->>'startsOn')::date, (l->>'expiresOn')::date, (l->>'quantity')::integer, (l->>'unitMinor')::bigint,
     (l->>'netMinor')::bigint, (l->>'taxRatePermille')::integer, (l->>'taxMinor')::bigint, l->>'subjectKind',
     l->>'subjectId', (l->>'terms')::integer, (l->>'baseExpiresOn')::date
   from jsonb_array_elements($4::jsonb) with ordinality as given (l, place)`,
);

/** An offer that can be accepted until its last day, which is planned with it (B2). */
export async function issueQuote(
  transaction: Transaction,
  { buyer, customerId, currency, offers, noticeId }: NewQuote,
  { now, today, zone, newId }: Instant,
): Promise<IssuedQuote> {
  const quoteId = newId('quo');
  const { net, tax, total, lines, validThrough } = quoteOf(offers, currency, today);
  const number = await takeNumber(transaction, 'QUOTE');
  const { accountId, resellerId } = buyer;
  await transaction.query(insert, [
    ...[quoteId, accountId, resellerId, customerId, number, today, now, validThrough],
    ...[currency, net.amountMinor, tax.amountMinor, noticeId],
  ]);
  const rows = lines.map((line) => ({ ...line, id: newId('quo') }));
  await transaction.query(insertLines, [quoteId, accountId, resellerId, JSON.stringify(rows)]);
  await remindDue(transaction, [quoteExpiryDue(quoteId, validThrough, zone)]);
  const subjects = lines
    .filter(({ kind }) => kind === 'PERIOD')
    .map(({ subjectKind: kind, subjectId: id }) => ({ kind, id }));
  const payload = {
    quoteId,
    number,
    accountId,
    customerId,
    validThrough,
    total,
    noticeKey: noticeId,
    subjects,
  };
  return {
    quoteId,
    changes: [
      { objectId: quoteId, field: 'number', from: null, to: number },
      { objectId: quoteId, field: 'state', from: null, to: 'OPEN' },
      { objectId: quoteId, field: 'validThrough', from: null, to: validThrough },
    ],
    event: { type: 'quote.issued', aggregate: quoteId, payload },
  };
}
