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
    await settleAll(transaction, claimed, { told, instant });
    if (told) await mailOf(transaction, claimed, { accountId, recipients, dueAt, instant });
    return effectOf(accountId, { plans, claimed, told });
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

interface Mailing {
  readonly accountId: string;
  readonly recipients: readonly Recipient[];
  readonly dueAt: string;
  readonly instant: Instant;
}

async function mailOf(
  transaction: Transaction,
  claimed: readonly DueNotice[],
  { accountId, recipients, dueAt, instant }: Mailing,
): Promise<void> {
  const due = claimed.map(({ licenseId, before, expiresOn }) => ({
    ...{ key: `${licenseId} ${before} ${expiresOn}`, accountId, day: instant.today, recipients },
    item: { licenseId, endsOn: expiresOn },
  }));
  const drafts = groupMails('notice', due).map(({ contactId, dedupKey, items }) => ({
    ...({ kind: 'NOTICE', template: 'notice', accountId, contactId, dedupKey, dueAt } as const),
    data: { licenses: items },
  }));
  await queueMails(transaction, drafts, instant.newId);
}

function effectOf(
  accountId: string,
  { plans, claimed, told }: { plans: readonly NoticePlan[]; claimed: readonly DueNotice[]; told: boolean },
): Effect {
  const to = told ? 'SENT' : 'SKIPPED';
  const changes: Change[] = [
    ...claimed.map(({ id }) => ({ objectId: id, field: 'state', from: 'PLANNED', to })),
    ...changesOf(plans),
  ];
  const sent = told ? claimed : [];
  return {
    ...{ result: { accountId }, accountId },
    changes: [{ objectId: accountId, field: 'noticesSent', to: sent.length }, ...changes.slice(0, mostNamed)],
    events: sent.filter(({ quote }) => quote === 'ATTACHED').map((notice) => tellingOf(accountId, notice)),
  };
}

/** What looking again has changed. */
export function changesOf(plans: readonly NoticePlan[]): Change[] {
  return plans.flatMap(({ changes }) =>
    changes.map(({ noticeId, from, to }) => ({ objectId: noticeId, field: 'state', from, to })),
  );
}

/** Whoever makes quotes is told that one is wanted; the mail has gone without. */
function tellingOf(accountId: string, { id, licenseId, expiresOn, before }: DueNotice): Telling {
  return {
    ...{ type: 'notice.due', aggregate: licenseId },
    payload: { noticeId: id, licenseId, accountId, expiresOn, before },
  };
}
