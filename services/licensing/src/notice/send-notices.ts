import type { Change, Effect, Instant, Telling } from '@mainstay/kernel/act/act';
import { statement, type Transaction } from '@mainstay/kernel/db/scoped';
import type { DueKind } from '@mainstay/kernel/due/due-work';
import { groupMails, type Recipient } from '../mail/group-mails.rules.js';
import { queueMails } from '../mail/queue-mail.js';
import { recipientsOf } from '../mail/recipients.js';
import type { StandingNotice } from './notice-changes.rules.js';
import { lockNotices, replanNotices, type NoticePlan } from './plan-notices.js';
import { remindOf } from './remind-notices.js';

const dueOf = statement<{ licenseId: string }>(
  'notice.due',
  `select distinct license_id as "licenseId" from notice
   where account_id = $1::text and state = 'PLANNED' and due_at <= $2::timestamptz order by 1`,
);

const settle = statement<{ id: string }>(
  'notice.settle',
  `update notice set state = $2::text, reason = $3::text, decided_at = $4::timestamptz
   where id = any($1::text[]) and state = 'PLANNED' returning id`,
);

interface DueNotice extends StandingNotice {
  readonly licenseId: string;
}

/** The trail names so many; how many there were in all it says besides. */
const mostNamed = 100;

/**
 * Sends what is due of one account, in one mail for each address (M8). It looks again before it does: what was renewed,
 * ended or missed meanwhile is skipped by the same rule that planned it. What it claims is sent in the transaction that
 * writes its mails, so that a kill leaves neither.
 */
export const noticesSend: DueKind = {
  act: 'noticesSend',
  async run(transaction, { key, dueAt }, instant) {
    const [accountId = ''] = key.split(' ');
    await lockNotices(transaction, [accountId]);
    const due = await transaction.query(dueOf, [accountId, instant.now]);
    if (due.length === 0) return 'NOTHING';
    const licenseIds = due.map(({ licenseId }) => licenseId);
    const plans = await replanNotices(transaction, licenseIds, instant);
    // A license that is another's by now is told of by that account's own job.
    const own = plans.filter((plan) => plan.accountId === accountId);
    const moved = plans.filter((plan) => plan.accountId !== accountId);
    await remindOf(transaction, [...own.map(coming(instant)), ...moved], instant);
    const claimed = own.flatMap((plan) => dueIn(plan, instant));
    const recipients = (await recipientsOf(transaction, [accountId])).get(accountId) ?? [];
    const told = recipients.length > 0;
    const wanted = told ? quotesWanted(claimed) : [];
    await settleAll(transaction, claimed, { told, instant });
    if (told) await mailOf(transaction, claimed, { accountId, recipients, wanted, dueAt, instant });
    return effectOf(accountId, { plans, claimed, told, wanted });
  },
};

/** What is to go now: of each end one, for the rule leaves what was missed to the nearest. */
function dueIn({ licenseId, notices }: NoticePlan, { nowMs }: Instant): DueNotice[] {
  return notices
    .filter(({ state, dueAtMs }) => state === 'PLANNED' && dueAtMs <= nowMs)
    .map((notice) => ({ ...notice, licenseId }));
}

/** What looking again has planned for another instant. */
function coming({ nowMs }: Instant): (plan: NoticePlan) => NoticePlan {
  return (plan) => ({
    ...plan,
    notices: plan.changes.length === 0 ? [] : plan.notices.filter(({ dueAtMs }) => dueAtMs > nowMs),
  });
}

async function settleAll(
  transaction: Transaction,
  claimed: readonly DueNotice[],
  { told, instant }: { readonly told: boolean; readonly instant: Instant },
): Promise<void> {
  const outcome = told ? ['SENT', null] : ['SKIPPED', 'NOBODY_TO_TELL'];
  const ids = claimed.map(({ id }) => id);
  const settled = await transaction.query(settle, [ids, ...outcome, instant.now]);
  if (settled.length !== ids.length) throw new Error('A notice was sent by somebody else meanwhile.');
}

/** Notices whose renewals are offered together, in one quote. */
interface QuoteWanted {
  /** By which the quote is known when it comes. */
  readonly key: string;
  readonly notices: readonly DueNotice[];
}

/** One quote for all of an account that goes together, as far as one quote goes. */
const quotedTogether = 100;

function quotesWanted(claimed: readonly DueNotice[]): QuoteWanted[] {
  const attached = claimed.filter(({ quote }) => quote === 'ATTACHED');
  const wanted: QuoteWanted[] = [];
  for (let from = 0; from < attached.length; from += quotedTogether) {
    const notices = attached.slice(from, from + quotedTogether);
    wanted.push({ key: notices[0]?.id ?? '', notices });
  }
  return wanted;
}

interface Mailing {
  readonly wanted: readonly QuoteWanted[];
  readonly accountId: string;
  readonly recipients: readonly Recipient[];
  readonly dueAt: string;
  readonly instant: Instant;
}

async function mailOf(
  transaction: Transaction,
  claimed: readonly DueNotice[],
  { accountId, recipients, wanted, dueAt, instant }: Mailing,
): Promise<void> {
  const due = claimed.map(({ licenseId, before, expiresOn }) => ({
    ...{ key: `${licenseId} ${before} ${expiresOn}`, accountId, day: instant.today, recipients },
    item: { licenseId, endsOn: expiresOn },
  }));
  const own = new Set(recipients.flatMap((one) => (one.own === false ? [] : [one.contactId])));
  const waitsFor = wanted.map(({ key }) => key);
  const drafts = groupMails('notice', due).map(({ contactId, dedupKey, items }) => ({
    ...({ kind: 'NOTICE', template: 'notice', accountId, contactId, dedupKey, dueAt } as const),
    data: { licenses: items, ...(waitsFor.length > 0 && own.has(contactId) ? { waitsFor } : {}) },
  }));
  await queueMails(transaction, drafts, instant.newId);
}

interface Sending {
  readonly plans: readonly NoticePlan[];
  readonly claimed: readonly DueNotice[];
  readonly told: boolean;
  readonly wanted: readonly QuoteWanted[];
}

function effectOf(accountId: string, { plans, claimed, told, wanted }: Sending): Effect {
  const to = told ? 'SENT' : 'SKIPPED';
  const changes: Change[] = [
    ...claimed.map(({ id }) => ({ objectId: id, field: 'state', from: 'PLANNED', to })),
    ...changesOf(plans),
  ];
  const sent = told ? claimed : [];
  return {
    ...{ result: { accountId }, accountId },
    changes: [{ objectId: accountId, field: 'noticesSent', to: sent.length }, ...changes.slice(0, mostNamed)],
    events: wanted.map((one) => tellingOf(accountId, one)),
  };
}

/** What looking again has changed. */
export function changesOf(plans: readonly NoticePlan[]): Change[] {
  return plans.flatMap(({ changes }) =>
    changes.map(({ noticeId, from, to }) => ({ objectId: noticeId, field: 'state', from, to })),
  );
}

/** Whoever makes quotes is told that one is wanted; the mails to the owner's own contacts wait for it a while. */
function tellingOf(accountId: string, { key, notices }: QuoteWanted): Telling {
  return {
    ...{ type: 'notice.due', aggregate: accountId },
    payload: {
      ...{ noticeKey: key, accountId },
      notices: notices.map(({ id: noticeId, licenseId, expiresOn, before }) => ({
        ...{ noticeId, licenseId, expiresOn, before },
      })),
    },
  };
}
