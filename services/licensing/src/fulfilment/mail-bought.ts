import type { Transaction } from '@mainstay/kernel/db/scoped';
import { groupMails } from '../mail/group-mails.rules.js';
import type { MailContent } from '../mail/mail-draft.js';
import { queueMails } from '../mail/queue-mail.js';
import { recipientsOf } from '../mail/recipients.js';
import type { Made } from './made.js';

/** What a mail tells of an order: one of licenses, one of maintenance. */
function contentsOf(made: Made): (MailContent & { readonly kind: 'ACTIVATION' | 'PURCHASE' })[] {
  const licenseIds = made.licenses.map(({ id }) => id);
  const own = new Set(licenseIds);
  const codeIds = made.codes.filter(({ state }) => state === 'UNUSED').map(({ id }) => id);
  // Of new licenses the other mail tells.
  const periodIds = made.periods.filter(({ subjectId }) => !own.has(subjectId)).map(({ id }) => id);
  return [
    ...(licenseIds.length === 0
      ? []
      : [{ kind: 'ACTIVATION', template: 'activation', data: { licenseIds } } as const]),
    ...(codeIds.length + periodIds.length === 0
      ? []
      : [{ kind: 'PURCHASE', template: 'purchase', data: { codeIds, periodIds } } as const]),
  ];
}

/** Has the owner and its reseller of record told what was bought, once for what one event has made. */
export async function mailBought(transaction: Transaction, made: Made): Promise<void> {
  const { owner, instant } = made;
  const recipients = (await recipientsOf(transaction, [owner.id])).get(owner.id) ?? [];
  const [first = { lineId: made.order.orderId }] = made.done();
  for (const content of contentsOf(made)) {
    const due = { key: first.lineId, accountId: owner.id, day: instant.today, recipients, item: null };
    const drafts = groupMails(content.template, [due]).map(({ accountId, contactId, dedupKey }) => ({
      ...{ ...content, accountId, contactId, dedupKey, dueAt: instant.now },
    }));
    await queueMails(transaction, drafts, instant.newId);
  }
}
