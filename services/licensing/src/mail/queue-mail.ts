import { statement, type Transaction } from '@mainstay/kernel/db/scoped';
import type { IdPrefix } from '@mainstay/kernel/values/ids';
import type { MailDraft } from './mail-draft.js';

/** No arbiter is named and nothing returned: most of those who act may write a mail and read none. */
const queue = statement(
  'mail.queue',
  `insert into mail (vendor_id, id, account_id, contact_id, kind, dedup_key, template, data, due_at, next_attempt_at)
   select app.vendor(), m.*, case when jsonb_array_length(coalesce(m.data->'waitsFor', '[]')) > 0
     then clock_timestamp() + interval '2 minutes' else '-infinity' end
   from jsonb_to_recordset($1::jsonb) as m (id text, account_id text, contact_id text, kind text,
     dedup_key text, template text, data jsonb, due_at timestamptz)
   on conflict do nothing`,
);

/**
 * Has mails sent, once this transaction is committed; one whose key is there already is left as it is. A mail is
 * queued when it is due: from then on it goes by real time, also where the tenant's clock stands still. One that waits
 * for a quote waits two minutes at most, by real time too, since whoever makes quotes may be away.
 */
export async function queueMails(
  transaction: Transaction,
  drafts: readonly MailDraft[],
  newId: (prefix: IdPrefix) => string,
): Promise<void> {
  if (drafts.length === 0) return;
  const rows = drafts.map(({ accountId, contactId, kind, dedupKey, template, data, dueAt }) => ({
    ...{ id: newId('mai'), account_id: accountId, contact_id: contactId, kind, dedup_key: dedupKey },
    ...{ template, data, due_at: dueAt },
  }));
  await transaction.query(queue, [JSON.stringify(rows)]);
}

export function queueMail(
  transaction: Transaction,
  draft: MailDraft,
  newId: (prefix: IdPrefix) => string,
): Promise<void> {
  return queueMails(transaction, [draft], newId);
}
