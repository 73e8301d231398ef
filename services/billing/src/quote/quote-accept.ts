import type { Act, ActInput, Moment } from '@mainstay/kernel/act/act';
import { statement, type Transaction } from '@mainstay/kernel/db/scoped';
import { remindDue } from '@mainstay/kernel/due/due-table';
import { dueOn } from '../invoice/due-on.rules.js';
import { orderUnpaidDue } from '../order/order-unpaid.js';
import { placeOrder } from '../order/place-order.js';
import type { PayBy } from '../order/write-order.js';
import { lockQuote, type LockedQuote } from './lock-quote.js';
import {
  acceptedLines,
  decideQuoteAccept,
  lastDaySold,
  quoteAcceptFaults,
  type QuoteAcceptCode,
  type QuoteAcceptFacts,
  type QuotedLine,
} from './quote-accept.rules.js';
import { holdRenewals } from './renewal-hold.js';
import { loadSubjects } from './renewal-subjects.js';

export interface QuoteAccept extends ActInput {
  readonly quoteId: string;
  readonly purchaseOrderNumber?: string | null | undefined;
}

interface Facts extends QuoteAcceptFacts {
  readonly quote: (LockedQuote & { readonly resellerId: string | null; readonly currency: string }) | null;
}

const termsOf = statement<{ resellerId: string | null; currency: string; resellerOfRecord: string | null }>(
  'quote.accepting',
  `select q.reseller_id as "resellerId", q.currency, a.reseller_id as "resellerOfRecord"
   from quote q left join known_account a on a.vendor_id = q.vendor_id and a.id = q.customer_id
   where q.id = $1::text`,
);

const linesOf = statement<QuotedLine>(
  'quote.acceptedLines',
  `select kind, description, subject_kind as "subjectKind", subject_id as "subjectId", starts_on as "startsOn",
     expires_on as "expiresOn", terms, base_expires_on as "baseExpiresOn", quantity, unit_minor as "unitMinor",
     tax_rate_permille as "taxRatePermille"
   from quote_line where quote_id = $1::text order by position`,
);

const accept = statement(
  'quote.accept',
  "update quote set state = 'ACCEPTED', decided_at = $2::timestamptz where id = $1::text",
);

const nothing: Facts = {
  ...{ quote: null, lines: [], subjects: new Map(), resellerOfRecord: null, heldByOthers: [] },
};

/** The buyer takes an offer, once: its price and fee are frozen, and the order and its invoice are there (B2, B3). */
export const quoteAccept: Act<QuoteAccept, Facts, QuoteAcceptCode> = {
  name: 'quoteAccept',
  roles: ['VENDOR_ADMIN', 'RESELLER', 'CUSTOMER', 'PARTNER'],
  check: quoteAcceptFaults,
  load: (transaction, { quoteId }, moment) => load(transaction, quoteId, moment),
  decide: (facts, _, { today }) => decideQuoteAccept(facts, today),
  async apply(transaction, { quote, lines, subjects }, { purchaseOrderNumber }, moment) {
    if (quote === null) throw new Error('A quote that is not there was accepted.');
    const { id: quoteId, accountId, resellerId, customerId, currency } = quote;
    await transaction.query(accept, [quoteId, moment.now]);
    const order = await placeOrder(
      transaction,
      {
        ...{
          buyer: { accountId, resellerId },
          customerId,
          payBy: payBy(purchaseOrderNumber),
          quoteId,
          currency,
        },
        ...{ dueAtLatest: lastDaySold(lines), lines: acceptedLines(lines, subjects, currency) },
      },
      moment,
    );
    const { orderId, invoiceId } = order;
    const due = dueOn(moment.today, lastDaySold(lines));
    await remindDue(transaction, [orderUnpaidDue(orderId, due, moment.zone)]);
    return {
      ...{ result: { quoteId, orderId, invoiceId }, accountId },
      changes: [
        { objectId: quoteId, field: 'state', from: 'OPEN', to: 'ACCEPTED' },
        { objectId: quoteId, field: 'decidedAt', from: null, to: moment.now },
        ...order.changes,
      ],
      events: [
        {
          ...{ type: 'quote.accepted', aggregate: quoteId },
          payload: { quoteId, orderId, invoiceId, accountId, customerId },
        },
      ],
    };
  },
};

/** Locked first, so that what is read then is decided by one alone; what is held for a refused one is rolled back. */
async function load(transaction: Transaction, quoteId: string, moment: Moment): Promise<Facts> {
  const locked = await lockQuote(transaction, quoteId);
  const [terms] = locked === null ? [] : await transaction.query(termsOf, [quoteId]);
  if (locked === null || terms === undefined) return nothing;
  const quote = { ...locked, ...terms };
  const lines = await transaction.query(linesOf, [quoteId]);
  const ids = [...new Set(lines.flatMap(({ subjectId }) => subjectId ?? []))];
  // Before anybody is held, or they would be pending by this quote itself.
  const known = await loadSubjects(transaction, ids);
  const when = { day: moment.today, today: moment.today };
  const subjects = new Map(ids.map((id) => [id, known.of(id, when)]));
  const open = quote.state === 'OPEN';
  const holding = { subjectIds: open ? ids : [], quoteId, customerId: quote.customerId };
  const heldByOthers = await holdRenewals(transaction, holding, moment);
  return { quote, lines, subjects, resellerOfRecord: terms.resellerOfRecord, heldByOthers };
}

function payBy(number: string | null | undefined): PayBy {
  return number == null ? { by: 'CARD' } : { by: 'PURCHASE_ORDER', purchaseOrderNumber: number.trim() };
}
