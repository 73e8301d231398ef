import { z } from 'zod';
import type { Effect } from '@mainstay/kernel/act/act';
import { instantOf } from '@mainstay/kernel/act/instant';
import { leaveTrail } from '@mainstay/kernel/act/leave-trail';
import { statement, type Transaction } from '@mainstay/kernel/db/scoped';
import { knownVendorZone } from '@mainstay/kernel/db/vendor-zone';
import type { EventHandler } from '@mainstay/kernel/events/inbox';
import type { EventOutlet } from '@mainstay/kernel/events/outlet';
import type { CivilDate } from '@mainstay/kernel/values/civil';
import { listFor } from '../price/load-prices.js';
import { issueQuote } from '../quote/issue-quote.js';
import { buyerNamed } from '../quote/quote-buyer.js';
import { renewalOffer } from '../quote/renewal-offer.rules.js';
import { loadSubjects } from '../quote/renewal-subjects.js';

const told = z.object({
  noticeKey: z.string(),
  accountId: z.string(),
  notices: z.array(z.object({ licenseId: z.string() })),
});
type Wanted = z.infer<typeof told>;

const issuedFor = statement<{ id: string }>(
  'quote.issuedForNotice',
  'select id from quote where notice_id = $1::text',
);

/**
 * A notice is to carry a quote (M8): it is made out to the owner, for whatever of it can be renewed, and licensing is told
 * of it, or that there is none, so that the mail need not wait.
 */
export function noticeDue({ consumers }: Pick<EventOutlet, 'consumers'>): EventHandler {
  return async (transaction, { payload, occurredAt }) => {
    const wanted = told.parse(payload);
    const [before] = await transaction.query(issuedFor, [wanted.noticeKey]);
    if (before !== undefined) return;
    const instant = instantOf(new Date(occurredAt).toISOString(), await knownVendorZone(transaction));
    const offered = await offersFor(transaction, wanted, instant.today);
    const effect =
      offered === null
        ? declined(wanted)
        : issuedAs(
            wanted,
            await issueQuote(transaction, { ...offered, noticeId: wanted.noticeKey }, instant),
          );
    await leaveTrail(transaction, instant, {
      ...{ act: 'quoteIssue', actorKind: 'JOB', userId: null, consumers, answers: null, effect },
      reason: 'A notice is to carry it.',
    });
  };
}

async function offersFor(transaction: Transaction, { accountId, notices }: Wanted, day: CivilDate) {
  const buyer = await buyerNamed(transaction, accountId);
  const list = buyer === null ? null : await listFor(transaction, buyer, day);
  if (buyer === null || list === null) return null;
  const ids = notices.map(({ licenseId }) => licenseId);
  const known = await loadSubjects(transaction, ids);
  const subjects = ids.flatMap((id) => known.of(id, { day, today: day }) ?? []);
  const own = new Map(subjects.filter((one) => one.accountId === accountId).map((one) => [one.id, one]));
  const offers = [...own.values()].flatMap(
    (subject) => renewalOffer(subject, list, { day, years: null }).offer ?? [],
  );
  return offers.length === 0 ? null : { buyer, customerId: accountId, currency: list.currency, offers };
}

function issuedAs(
  { accountId }: Wanted,
  { quoteId, changes, event }: Awaited<ReturnType<typeof issueQuote>>,
): Effect {
  return { result: { quoteId }, accountId, changes, events: [event] };
}

function declined({ accountId, noticeKey }: Wanted): Effect {
  const event = { type: 'quote.declined', aggregate: noticeKey, payload: { noticeKey, accountId } };
  return { result: {}, accountId, changes: [], events: [event] };
}
