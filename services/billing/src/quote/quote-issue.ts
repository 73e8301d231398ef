import type { Act, ActInput, Moment } from '@mainstay/kernel/act/act';
import type { Transaction } from '@mainstay/kernel/db/scoped';
import type { Buyer } from '../order/write-order.js';
import { listFor, type LoadedPriceList } from '../price/load-prices.js';
import { issueQuote } from './issue-quote.js';
import {
  decideQuoteIssue,
  quoteIssueFaults,
  type QuoteIssueAsked,
  type QuoteIssueCode,
  type QuoteIssueFacts,
} from './quote-issue.rules.js';
import { buyerNamed } from './quote-buyer.js';
import { renewalOffer } from './renewal-offer.rules.js';
import type { OwnedSubject } from './renewal-subject.rules.js';
import { loadSubjects } from './renewal-subjects.js';

export interface QuoteIssue extends ActInput, QuoteIssueAsked {
  /** Who would buy; only staff say so. */
  readonly accountId?: string | null | undefined;
}

interface Facts extends QuoteIssueFacts {
  readonly buyer: Buyer | null;
  readonly list: LoadedPriceList | null;
}

/** A renewal is offered, at the prices and with the fees of the day, until it holds no longer (M5, B2). */
export const quoteIssue: Act<QuoteIssue, Facts, QuoteIssueCode> = {
  name: 'quoteIssue',
  roles: ['VENDOR_ADMIN', 'RESELLER', 'CUSTOMER', 'PARTNER'],
  check: quoteIssueFaults,
  async load(transaction, { subjectIds, years, accountId }, moment) {
    const { today } = moment;
    const known = await loadSubjects(transaction, subjectIds);
    const found = subjectIds.map((id) => known.of(id, { day: today, today }));
    const customer = found.find((subject) => subject !== null) ?? null;
    const buyer = customer === null ? null : await buyerFor(transaction, customer, { accountId, moment });
    const list = buyer === null ? null : await listFor(transaction, buyer, today);
    const answered = once(found).map((subject) => ({
      subject,
      answer: subject === null ? null : renewalOffer(subject, list, { day: today, years: years ?? null }),
    }));
    return { answered, buyer, list };
  },
  decide: (facts) => decideQuoteIssue(facts),
  async apply(transaction, { answered, buyer, list }, _, moment) {
    const customerId = answered[0]?.subject?.accountId;
    if (buyer === null || list === null || customerId === undefined)
      throw new Error('A quote for nobody was accepted.');
    const offers = answered.flatMap(({ answer }) => answer?.offer ?? []);
    const { currency } = list;
    const issued = await issueQuote(
      transaction,
      { buyer, customerId, currency, offers, noticeId: null },
      moment,
    );
    return {
      ...{ result: { quoteId: issued.quoteId }, accountId: buyer.accountId },
      ...{ changes: issued.changes, events: [issued.event] },
      decision: { policyVersion: answered[0]?.subject?.policyVersion ?? 0, warnings: [] },
    };
  },
};

/** Licenses of one contract are renewed by it together, whichever of them are named. */
function once(subjects: readonly (OwnedSubject | null)[]): (OwnedSubject | null)[] {
  return subjects.filter(
    (subject, index) => subject === null || subjects.findIndex((one) => one?.id === subject.id) === index,
  );
}

interface Asking {
  readonly accountId: string | null | undefined;
  readonly moment: Moment;
}

/** The owner, at list prices unless it is a reseller itself, or the reseller of record for it. Null for anybody else. */
async function buyerFor(
  transaction: Transaction,
  { accountId: customerId, resellerId }: OwnedSubject,
  { accountId, moment }: Asking,
): Promise<Buyer | null> {
  const own = moment.viewer.accountId;
  const buyerId = accountId ?? own ?? customerId;
  if ((own !== null && own !== buyerId) || (buyerId !== customerId && buyerId !== resellerId)) return null;
  return buyerNamed(transaction, buyerId);
}
