import { orderCreate } from '@mainstay/billing/order/order-create';
import { orderPlace } from '@mainstay/billing/order/order-place';
import type { LineGiven } from '@mainstay/billing/order/ordered-lines.rules';
import { paymentRecord } from '@mainstay/billing/payment/payment-record';
import { quoteAccept } from '@mainstay/billing/quote/quote-accept';
import { quoteIssue } from '@mainstay/billing/quote/quote-issue';
import { statement } from '@mainstay/kernel/db/scoped';
import { civilDayOf } from '@mainstay/kernel/values/civil';
import { money, toDecimal } from '@mainstay/kernel/values/money';
import type { Company } from './people.js';
import type { Play, Player } from './play.js';

export interface Buyer {
  readonly player: Player;
  readonly accountId: string;
}

/** Who buys for a customer: itself, or its reseller of record. */
export function buyerFor(customer: Company, resellers: readonly Company[]): Buyer {
  const reseller = resellers.find(({ accountId }) => accountId === customer.resellerId);
  return customer.buysDirect || reseller === undefined ? customer : reseller;
}

const invoiceOf = statement<{ totalMinor: string; currency: string }>(
  'play.invoice',
  'select total_minor as "totalMinor", currency from invoice where id = $1::text',
);

const issuedFor = statement<{ id: string }>(
  'play.issued',
  'select id from license where account_id = $1::text and not id = any($2::text[]) order by id',
);

export interface Purchase {
  readonly customer: Pick<Company, 'accountId'>;
  readonly buyer: Buyer;
  readonly lines: readonly LineGiven[];
  /** On a purchase order; by card unless told. */
  readonly purchaseOrderNumber?: string;
}

/** Ordered and paid; it is delivered when all is settled. */
export async function buy(play: Play, purchase: Purchase): Promise<void> {
  await pay(play, await place(play, purchase));
}

/** What an account owns that is not among those that are known already. */
export async function newLicenses(
  play: Play,
  accountId: string,
  known: readonly string[],
): Promise<string[]> {
  return (await play.read('licensing', issuedFor, [accountId, known])).map(({ id }) => id);
}

/** Ordered and billed; tells the invoice. */
export async function place(
  play: Play,
  { customer, buyer, lines, purchaseOrderNumber }: Purchase,
): Promise<string> {
  const { orderId = '' } = await play.billing(buyer.player, orderCreate, {
    ...{ customerId: customer.accountId, accountId: buyer.accountId, lines },
    ...(purchaseOrderNumber === undefined ? {} : { purchaseOrderNumber }),
  });
  const { invoiceId = '' } = await play.billing(buyer.player, orderPlace, { orderId });
  return invoiceId;
}

/** Money for an invoice comes in: all of it, or so many of a hundred parts. */
export async function pay(play: Play, invoiceId: string, percent = 100): Promise<void> {
  const [invoice] = await play.read('billing', invoiceOf, [invoiceId]);
  if (invoice === undefined) throw new Error(`There is no invoice ${invoiceId}.`);
  const minor = Math.floor((Number(invoice.totalMinor) * percent) / 100);
  const { currency } = invoice;
  await play.billing(play.admin, paymentRecord, {
    ...{ invoiceId, amount: toDecimal(money(minor, currency)), currency, method: 'TRANSFER' },
    paidOn: civilDayOf(Date.parse(play.now), play.tenant.zone),
  });
}

export interface Renewal {
  readonly buyer: Buyer;
  readonly licenseIds: readonly string[];
  readonly years?: number;
}

/** Offers the renewal of what is covered; tells the quote. */
export async function offer(play: Play, { buyer, licenseIds, years }: Renewal): Promise<string> {
  const { quoteId = '' } = await play.billing(buyer.player, quoteIssue, {
    ...{ subjectIds: licenseIds, accountId: buyer.accountId },
    ...(years === undefined ? {} : { years }),
  });
  return quoteId;
}

const openQuote = statement<{ id: string; accountId: string }>(
  'play.openQuote',
  `select q.id, q.account_id as "accountId" from quote q where q.state = 'OPEN' and exists (
     select from quote_line l where l.quote_id = q.id and (l.subject_id = any($1::text[]) or l.subject_id in (
       select k.id from known_contract k cross join jsonb_array_elements(k.lines) n
       where n->>'licenseId' = any($1::text[]))))
   order by q.issued_at desc, q.id desc limit 1`,
);

/** What a notice, or somebody, has offered for these and nobody has taken yet. */
export async function offered(play: Play, licenseIds: readonly string[]) {
  const [quote] = await play.read('billing', openQuote, [licenseIds]);
  return quote ?? null;
}

/** What was offered, or is now, is accepted and paid on one day; it is delivered when all is settled. */
export async function renew(play: Play, renewal: Renewal): Promise<void> {
  const { buyer, licenseIds, years } = renewal;
  const open = years === undefined ? await offered(play, licenseIds) : null;
  const quoteId = open?.id ?? (await offer(play, renewal));
  play.pass(5);
  // A notice offers to the owner, whoever buys for it.
  const player = (open?.accountId ?? buyer.accountId) === buyer.accountId ? buyer.player : play.admin;
  const { orderId = '' } = await play.billing(player, quoteAccept, { quoteId });
  const [row] = await play.read('billing', invoiceOfOrder, [orderId]);
  await pay(play, row?.id ?? '');
}

const invoiceOfOrder = statement<{ id: string }>(
  'play.invoiceOfOrder',
  'select id from invoice where order_id = $1::text',
);
