import { addDays, civilDayOf } from '@mainstay/kernel/values/civil';
import { newId } from '@mainstay/kernel/values/ids';
import { groupMails, type Recipient } from '@mainstay/licensing/mail/group-mails.rules';
import type { TenantMaker } from './maker.js';
import type { Row } from './world.js';

/** Mails of so many days stand in the log; what was sent before left none. */
const logDays = 60;
/** Every so many-th was refused by the server of its contact. */
const refusedEach = 9;

/** What became of the mails of the last days; none of them waits, so that a demo that starts sends nothing. */
export function makeMails(maker: TenantMaker): void {
  const { zone, slug } = maker.tenant;
  const since = addDays(maker.today, -logDays);
  const contacts = Map.groupBy(maker.rows('contact'), (row) => row['account_id']);
  const recipientsOf = (row: Row): Recipient[] =>
    [...new Set([row['account_id'], row['reseller_id']])]
      .flatMap((account) => contacts.get(account) ?? [])
      .map((contact) => ({ contactId: String(contact['id']), addressKey: String(contact['email_key']) }));
  const due = maker
    .rows('notice')
    .filter(({ state }) => state === 'SENT')
    .map((row) => ({ row, day: civilDayOf(Date.parse(String(row['decided_at'])), zone) }))
    .filter(({ day }) => day >= since && day < maker.today)
    .map(({ row, day }) => ({
      ...{ key: [row['license_id'], row['before'], row['expires_on']].join(' '), day },
      ...{ accountId: String(row['account_id']), recipients: recipientsOf(row) },
      item: { licenseId: row['license_id'], endsOn: row['expires_on'], at: String(row['decided_at']) },
    }));
  groupMails('notice', due).forEach(({ accountId, contactId, dedupKey, items }, index) => {
    const [{ at } = { at: '' }] = items;
    const id = newId('mai', Date.parse(at), maker.random.bytes);
    const refused = index % refusedEach === 0;
    maker.add('mail', {
      ...{ id, account_id: accountId, contact_id: contactId, kind: 'NOTICE', dedup_key: dedupKey },
      ...{
        template: 'notice',
        data: { licenses: items.map(({ licenseId, endsOn }) => ({ licenseId, endsOn })) },
      },
      ...{ due_at: at, queued_at: at, state: refused ? 'REFUSED' : 'SENT' },
      ...{ message_id: `<${id}@${slug}.example.invalid>`, attempts: 1, accepted_at: refused ? null : at },
      ...{ last_reply_code: refused ? 550 : 250, last_fault: refused ? 'REFUSED' : null },
    });
  });
}
