import { statement, type Transaction } from '@mainstay/kernel/db/scoped';
import type { IdPrefix } from '@mainstay/kernel/values/ids';
import type { MailDraft } from './mail-draft.js';

/** No arbiter is named and nothing returned: most of those who act may write a mail and read none. */
const queue = statement(
  'mail.queue',
  `insert into mail (vendor_id, id, account_id, contact_id, kind, dedup_key, template, data, due_at)
   values (app.vendor(), $1::text, $2::text, $3::text, $4::text, $5::text, $6::text, $7::jsonb, $8::timestamptz)
   on conflict do nothing`,
);

/**
 * Has a mail sent, once this transaction is committed; one whose key is there already is left as it is. A mail is
 * queued when it is due: from then on it goes by real time, also where the tenant's clock stands still.
 */
export async function queueMail(
  transaction: Transaction,
  draft: MailDraft,
  newId: (prefix: IdPrefix) => string,
): Promise<void> {
  const { accountId, contactId, kind, dedupKey, template, data, dueAt } = draft;
  await transaction.query(queue, [
    ...[newId('mai'), accountId, contactId, kind, dedupKey, template],
    ...[JSON.stringify(data), dueAt],
  ]);
}
