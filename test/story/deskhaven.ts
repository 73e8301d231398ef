import {
  getInvoice,
  getLicense,
  getOrder,
  getQuote,
  getRenewalQuote,
  getSupportBalance,
  getSupportEntitlement,
  listAccountQuotes,
  listMails,
  listNotices,
  listOffers,
  listSupportGrants,
  quoteAccept,
  quoteIssue,
  quoteVoid,
  ticketOpen,
  ticketReply,
  ticketResolve,
} from '@mainstay/sdk';
import { customerOf, fulfilled, letReach, ordered, paid, same } from './buying.js';
import { advanceTo, done, holds, refused, until, type Scene } from './stage.js';
import type { Story } from './story.js';

/** What the steps of this story find out, one after the other. */
interface Known {
  readonly orderId: string;
  readonly invoiceId: string;
  readonly licenseIds: readonly string[];
  readonly quoteId: string;
  readonly renewalOrderId: string;
}

/** Bought on this day, the contract runs to the first day of the next year. */
const firstOn = '2025-01-01';
const endsOn = '2026-01-01';
const renewedTo = '2027-01-01';

/** Twelve users at 1,000.00 a year; the fee is 10 % of that. */
const yearly = '12000.00';
const fee = '1200.00';
const period = { kind: 'PERIOD', startsOn: endsOn, expiresOn: renewedTo, net: yearly };

async function order(scene: Scene): Promise<Partial<Known>> {
  await advanceTo(scene, '2025-01-01T18:00:00Z');
  await letReach(scene);
  const { offers } = await listOffers(customerOf(scene).client, { first: 100, filter: { kind: 'LICENSE' } });
  const productId = offers?.nodes.find(({ metric }) => metric === 'USERS')?.product?.id;
  holds(productId !== undefined, 'No license by users is offered.');
  const line = { productId, metric: 'USERS' } as const;
  return ordered(scene, {
    lines: [
      { ...line, kind: 'LICENSE', quantity: 3, unitsEach: 4 },
      { ...line, kind: 'MAINTENANCE', ofPosition: 1, years: 1 },
    ],
    // Twelve users at 2,250.00, as ten or more cost each, and 12,000.00 of maintenance.
    total: '39000.00',
  });
}

async function become(scene: Scene, { orderId, invoiceId }: Known): Promise<Partial<Known>> {
  const { client } = customerOf(scene);
  await paid(scene, invoiceId, { amount: '39000.00', paidOn: firstOn });
  const [licenses, contract] = await fulfilled(client, orderId);
  const licenseIds = licenses?.objectIds ?? [];
  same([licenseIds.length, contract?.objectIds.length], [3, 1], 'Licenses and contracts number');
  for (const id of licenseIds) {
    same(await covered(scene, id, '2025-12-31'), true, 'Cover on the last day of the year is');
    same(await covered(scene, id, '2024-12-31'), false, 'Cover before the purchase is');
  }
  const lot = await lotUntil(scene, endsOn);
  // Spent are 12,000.00 a year, which is less than 15,000.00.
  same(lot.units, 8, 'The year grants tickets:');
  scene.stage.say(`3 licenses of 4 users in one contract, covered before ${endsOn}, with 8 tickets`);
  return { licenseIds };
}

async function covered(scene: Scene, id: string, asOf: string): Promise<boolean | undefined> {
  const { license } = await getLicense(customerOf(scene).client, { id, asOf });
  return license?.coverage.active;
}

/** The tickets of the year that ends then, once support has heard of it. */
function lotUntil(scene: Scene, expiresOn: string) {
  return until(async () => {
    const { account } = await listSupportGrants(customerOf(scene).client, { first: 100 });
    const lot = account?.supportGrants?.nodes.find((one) => one.expiresOn === expiresOn);
    if (lot !== undefined) same(lot.source, 'CONTRACT_YEAR', 'The tickets come of a');
    return lot;
  });
}

async function available(scene: Scene): Promise<number | undefined> {
  const { account } = await getSupportBalance(customerOf(scene).client);
  return account?.supportBalance?.find(({ unit }) => unit === 'TICKET')?.available;
}

const firstOf = ({ licenseIds: [first = ''] }: Known) => first;

/** Waits until support has heard of the cover. */
function helped(scene: Scene, known: Known) {
  return until(async () => {
    const { license } = await getSupportEntitlement(customerOf(scene).client, { licenseId: firstOf(known) });
    return license?.supportEntitlement?.accepted;
  });
}

async function support(scene: Scene, known: Known): Promise<undefined> {
  await helped(scene, known);
  const { ticketOpen: opened } = await ask(scene, known, 'first');
  const ticketId = done(opened).ticket?.id ?? '';
  const { ticketReply: replied } = await ticketReply(scene.agent, {
    input: { ticketId, body: 'Turn on the daily digest.', idempotencyKey: scene.key('reply') },
  });
  done(replied);
  const { ticketResolve: resolved } = await ticketResolve(scene.agent, {
    input: { ticketId, finding: 'ANSWERED', idempotencyKey: scene.key('resolve') },
  });
  same(done(resolved).ticket?.state, 'RESOLVED', 'The answered ticket is');
  const { consumed, reserved } = await lotUntil(scene, endsOn);
  same([consumed, reserved], [1, 0], 'Tickets used and held number');
  scene.stage.say('a ticket is opened, answered and resolved, and takes one of the eight');
  return undefined;
}

function ask(scene: Scene, known: Known, of: string) {
  return ticketOpen(customerOf(scene).client, {
    input: {
      ...{ licenseId: firstOf(known), subject: 'Digest', body: 'It does not come.', channel: 'EMAIL' },
      idempotencyKey: scene.key(`ticket-${of}`),
    },
  });
}

async function notice(scene: Scene, known: Known): Promise<undefined> {
  // Sixty days before 2026-01-01 is 2025-11-02; mails leave at 09:00 there, which is 17:00 UTC that day.
  const first = await advanceTo(scene, '2025-11-02T17:00:00Z');
  const { client, accountId } = customerOf(scene);
  const { license } = await listNotices(client, { licenseId: firstOf(known), first: 100 });
  const sent = license?.notices.nodes.filter(({ expiresOn }) => expiresOn === endsOn);
  same(
    sent?.map(({ before, dueAt, state, quote }) => [before, Date.parse(dueAt), state, quote]),
    [['P60D', Date.parse('2025-11-02T17:00:00Z'), 'SENT', 'ATTACHED']],
    'The notices of that end are',
  );
  const { account } = await listAccountQuotes(client, { first: 100 });
  const quotes = account?.quotes?.nodes.filter(({ issuedOn }) => issuedOn === '2025-11-02') ?? [];
  same(quotes.map(printed), [[period]], 'Quotes of that day offer');
  const [quote] = quotes;
  // Thirty days after its issue cover runs still: it holds through the end that it renews.
  same(quote?.validThrough, endsOn, 'The quote of the notice holds through');
  if (first) same(quote?.state, 'OPEN', 'The quote of the notice is');
  const { mails } = await listMails(scene.admin, { first: 100, filter: { accountId, kind: 'NOTICE' } });
  same(mails?.nodes.at(-1)?.state, 'SENT', 'The mail of the notice is');
  scene.stage.say(
    `a mail carries quote ${quote?.number ?? ''} over ${quote?.total.amount ?? ''} USD, valid through ${endsOn}`,
  );
  return undefined;
}

interface Offered {
  readonly lines: readonly {
    readonly kind: string;
    readonly startsOn: string | null;
    readonly expiresOn: string | null;
    readonly net: { readonly amount: string };
  }[];
}

/** What an offer consists of, line by line. */
function printed({ lines }: Offered) {
  return lines.map(({ kind, startsOn, expiresOn, net }) => ({ kind, startsOn, expiresOn, net: net.amount }));
}

async function issue(scene: Scene, known: Known, of: string) {
  const { quoteIssue: issued } = await quoteIssue(customerOf(scene).client, {
    input: { subjectIds: [firstOf(known)], idempotencyKey: scene.key(`quote-${of}`) },
  });
  const { quote } = done(issued);
  holds(quote !== null, 'No quote was issued.');
  return quote;
}

async function lapse(scene: Scene, known: Known): Promise<undefined> {
  const first = await advanceTo(scene, '2026-03-02T18:00:00Z');
  if (first) await refuseTicket(scene, known);
  const { license } = await getRenewalQuote(customerOf(scene).client, {
    ...{ licenseId: firstOf(known), asOf: '2026-03-03' },
  });
  if (first) same(license?.renewalQuote?.total?.amount, '13200.00', 'Tomorrow it would cost');
  const quote = await issue(scene, known, 'free');
  same(printed(quote), [period], 'Sixty days late it is offered');
  // The customer lets it lie, and the vendor takes it back; else it would hold for thirty days.
  const { quoteVoid: taken } = await quoteVoid(scene.admin, {
    input: { quoteId: quote.id, reason: 'Asked to', idempotencyKey: scene.key('void') },
  });
  same(done(taken).quote?.state, 'VOID', 'The quote that was taken back is');
  scene.stage.say(`60 days late ${quote.number} offers the year at ${quote.total.amount} USD, without a fee`);
  return undefined;
}

async function refuseTicket(scene: Scene, known: Known): Promise<void> {
  const { license } = await getSupportEntitlement(customerOf(scene).client, { licenseId: firstOf(known) });
  same(license?.supportEntitlement?.waysForward, ['RENEWAL'], 'The ways forward are');
  const { consumed, expired } = await lotUntil(scene, endsOn);
  same([consumed, expired], [1, 7], 'Tickets used and expired number');
  const { ticketOpen: opened } = await ask(scene, known, 'second');
  const says = refused(opened, 'NOT_COVERED');
  scene.stage.say(`the contract has ended, seven tickets with it, and a ticket is refused: ${says}`);
}

async function late(scene: Scene, known: Known): Promise<Partial<Known>> {
  await advanceTo(scene, '2026-03-03T18:00:00Z');
  const quote = await issue(scene, known, 'late');
  const feeLine = { kind: 'FEE', startsOn: null, expiresOn: null, net: fee };
  same(printed(quote), [period, feeLine], 'Sixty-one days late it is offered');
  same(
    [quote.total.amount, quote.validThrough],
    ['13200.00', '2026-04-02'],
    'It comes to, and holds through',
  );
  scene.stage.say(
    `61 days late ${quote.number} offers ${yearly} USD and a fee of ${fee} USD: ${quote.total.amount} USD`,
  );
  return { quoteId: quote.id };
}

async function accept(scene: Scene, { quoteId }: Known): Promise<Partial<Known>> {
  const { client } = customerOf(scene);
  const { quoteAccept: accepted } = await quoteAccept(client, {
    input: { quoteId, purchaseOrderNumber: 'PO-2', idempotencyKey: scene.key('accept') },
  });
  const renewalOrderId = done(accepted).order?.id ?? '';
  const again = await quoteAccept(client, { input: { quoteId } });
  const says = refused(again.quoteAccept, 'QUOTE_NOT_OPEN');
  same((await getQuote(client, { id: quoteId })).quote?.state, 'ACCEPTED', 'The accepted quote is');
  const { order: bound } = await getOrder(client, { id: renewalOrderId });
  const { invoice } = await getInvoice(client, { id: bound?.invoice?.id ?? '' });
  same(
    invoice?.lines.map(({ net }) => net.amount),
    [yearly, fee],
    'The invoice prints',
  );
  scene.stage.say(`accepted once, invoice ${invoice?.number ?? ''}; a second time it is refused: ${says}`);
  return { renewalOrderId };
}

async function renew(scene: Scene, known: Known): Promise<undefined> {
  const { client } = customerOf(scene);
  const { order: bound } = await getOrder(client, { id: known.renewalOrderId });
  await paid(scene, bound?.invoice?.id ?? '', { amount: '13200.00', paidOn: '2026-03-03' });
  const [, brings] = await fulfilled(client, known.renewalOrderId);
  same(brings?.objectIds, [], 'The fee brings');
  for (const id of known.licenseIds) {
    const { license } = await getLicense(client, { id });
    same(license?.coverage.expiresOn, renewedTo, 'Renewed, cover ends on');
    same(await covered(scene, id, '2026-02-01'), true, 'Cover in what was the gap is');
  }
  const { units } = await lotUntil(scene, renewedTo);
  await helped(scene, known);
  const { ticketOpen: opened } = await ask(scene, known, 'second');
  done(opened);
  same([units, await available(scene)], [8, 7], 'Tickets of the new year, granted and left, number');
  scene.stage.say(
    `paid, it is covered from ${endsOn} to ${renewedTo}; the ticket is accepted, seven are left`,
  );
  return undefined;
}

/** A contract from its purchase to its renewal, later than the days of grace. */
export const deskhaven: Story<Known> = {
  tenant: 'deskhaven',
  firstOn,
  steps: [
    { title: 'A contract of three licenses is ordered', play: order },
    { title: 'Paid, it covers them for a year and grants its tickets', play: become },
    { title: 'A ticket takes one of them', play: support },
    { title: 'Sixty days before its end a mail carries the quote of its renewal', play: notice },
    { title: 'Sixty days after its end a renewal bears no fee', play: lapse },
    { title: 'A day later it does', play: late },
    { title: 'The quote is accepted', play: accept },
    { title: 'Paid, the year is covered from its beginning, and helped again', play: renew },
  ],
};
