import { statement, type Transaction } from '@mainstay/kernel/db/scoped';

export interface ClaimedMail {
  readonly id: string;
  readonly messageId: string;
  readonly attempts: number;
  /** How often a server has put it off. */
  readonly putOff: number;
}

/** What became of one attempt. */
export interface MailRecord {
  readonly state: 'QUEUED' | 'SENT' | 'REFUSED' | 'FAILED';
  /** When it is tried again at the earliest, or when it was accepted; ISO 8601. */
  readonly at: string;
  readonly replyCode: number | null;
  /** One of a few words of ours; never what a server wrote, which may repeat the address. */
  readonly fault: string | null;
  readonly putOff: number;
}

const waiting = statement<{ vendorId: string }>(
  'mail.waiting',
  `select distinct vendor_id as "vendorId" from mail
   where state in ('QUEUED', 'SENDING') and next_attempt_at <= $1::timestamptz order by 1`,
);

/** Whoever has the turn is alone, so what is still in flight was left by somebody who died, and goes again. */
const claim = statement<ClaimedMail>(
  'mail.claim',
  `with next as (
     select vendor_id, id from mail
     where vendor_id = $1::text and state in ('QUEUED', 'SENDING') and next_attempt_at <= $2::timestamptz
     order by queued_at, id limit $4::integer
   )
   update mail m set state = 'SENDING', message_id = coalesce(m.message_id, '<' || m.id || '@' || $3::text || '>')
   from next where m.vendor_id = next.vendor_id and m.id = next.id
   returning m.id, m.message_id as "messageId", m.attempts, m.put_off as "putOff"`,
);

const record = statement(
  'mail.record',
  `update mail set state = $3::text, attempts = attempts + 1, put_off = $7::integer,
     last_reply_code = $5::integer, last_fault = $6::text,
     next_attempt_at = case when $3::text = 'QUEUED' then $4::timestamptz else next_attempt_at end,
     accepted_at = case when $3::text = 'SENT' then $4::timestamptz end
   where vendor_id = $1::text and id = $2::text and state = 'SENDING'`,
);

export async function vendorsWaiting(transaction: Transaction, now: string): Promise<string[]> {
  return (await transaction.query(waiting, [now])).map(({ vendorId }) => vendorId);
}

export async function claimMails(
  transaction: Transaction,
  asked: { readonly vendorId: string; readonly now: string; readonly domain: string; readonly limit: number },
): Promise<ClaimedMail[]> {
  return transaction.query(claim, [asked.vendorId, asked.now, asked.domain, asked.limit]);
}

export async function recordMail(
  transaction: Transaction,
  vendorId: string,
  mailId: string,
  { state, at, replyCode, fault, putOff }: MailRecord,
): Promise<void> {
  await transaction.query(record, [vendorId, mailId, state, at, replyCode, fault, putOff]);
}
