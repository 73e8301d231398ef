import type { Act, ActInput } from '@mainstay/kernel/act/act';
import { statement } from '@mainstay/kernel/db/scoped';
import { decideContactErase, eraseFaults, type ContactEraseCode } from './contact-erase.rules.js';
import { lockContact, type LockedContact } from './lock-contact.js';

export interface ContactErase extends ActInput {
  readonly contactId: string;
  readonly reason: string;
}

const erase = statement('contact.erase', 'delete from contact where id = $1::text');

/**
 * The row goes, and with it all that is known of the person: the trail and the events before held its id alone, and
 * idempotency keys hold digests. Others that keep a copy follow `contact.erased`.
 */
export const contactErase: Act<ContactErase, LockedContact | null, ContactEraseCode> = {
  name: 'contactErase',
  roles: ['VENDOR_ADMIN', 'SUPPORT_AGENT', 'RESELLER', 'CUSTOMER', 'PARTNER'],
  check: eraseFaults,
  load: (transaction, { contactId }) => lockContact(transaction, contactId),
  decide: decideContactErase,
  async apply(transaction, contact) {
    if (contact === null) throw new Error('A contact that is not there was accepted.');
    const { id: contactId, accountId } = contact;
    await transaction.query(erase, [contactId]);
    return {
      ...{ result: { contactId, accountId }, accountId },
      changes: [
        { objectId: contactId, field: 'erased', from: false, to: true },
        ...['name', 'email', ...(contact.phone === null ? [] : ['phone'])].map((field) => ({
          ...{ objectId: contactId, field, withheld: true as const },
        })),
      ],
      events: [{ type: 'contact.erased', aggregate: accountId, payload: { contactId, accountId } }],
    };
  },
};
