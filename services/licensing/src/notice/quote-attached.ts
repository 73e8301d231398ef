import { z } from 'zod';
import { statement } from '@mainstay/kernel/db/scoped';
import type { EventHandler } from '@mainstay/kernel/events/inbox';

const issued = z.object({
  number: z.string(),
  validThrough: z.string(),
  total: z.object({ amountMinor: z.number(), currency: z.string() }),
  noticeKey: z.string().nullable(),
});
const declined = z.object({ noticeKey: z.string() });

/** A mail that went already stays as it went: the quote is in the portal all the same. */
const attach = statement(
  'notice.attachQuote',
  `update mail set
     data = data || jsonb_build_object('waitsFor', (data->'waitsFor') - $1::text,
       'quotes', coalesce(data->'quotes', '[]') || $2::jsonb),
     next_attempt_at = case when jsonb_array_length((data->'waitsFor') - $1::text) = 0 then '-infinity' else next_attempt_at end
   where template = 'notice' and state = 'QUEUED' and jsonb_exists(data->'waitsFor', $1::text)`,
);

/** The mails that wait for a quote get it, and go once it was the last. */
export const quoteIssued: EventHandler = async (transaction, { payload }) => {
  const { number, validThrough, total, noticeKey } = issued.parse(payload);
  if (noticeKey === null) return;
  const quote = { number, totalMinor: total.amountMinor, currency: total.currency, validThrough };
  await transaction.query(attach, [noticeKey, JSON.stringify([quote])]);
};

/** Nothing can be offered: they go without. */
export const quoteDeclined: EventHandler = async (transaction, { payload }) => {
  await transaction.query(attach, [declined.parse(payload).noticeKey, '[]']);
};
