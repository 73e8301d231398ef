import type { Act, ActInput } from '@mainstay/kernel/act/act';
import { statement } from '@mainstay/kernel/db/scoped';
import {
  changedFields,
  contactAfter,
  decideContactUpdate,
  updateFaults,
  type ContactUpdateAsked,
  type ContactUpdateCode,
  type ContactUpdateFacts,
} from './contact-update.rules.js';
import { emailKey } from './contact.rules.js';
import { lockContact, type LockedContact } from './lock-contact.js';

export interface ContactUpdate extends ActInput, ContactUpdateAsked {
  readonly contactId: string;
  readonly reason?: string | null;
}

interface Facts extends ContactUpdateFacts {
  readonly before: LockedContact | null;
}

const withEmail = statement<{ id: string }>(
  'contact.otherWithEmail',
  'select id from contact where account_id = $1::text and email_key = $2::text and id <> $3::text',
);

const update = statement(
  'contact.update',
  `update contact set name = $2::text, email = $3::text, email_key = $4::text, phone = $5::text where id = $1::text`,
);

/** How a person is written down changes; whoever asks for nothing new is told so, and leaves no empty entry. */
export const contactUpdate: Act<ContactUpdate, Facts, ContactUpdateCode> = {
  name: 'contactUpdate',
  roles: ['VENDOR_ADMIN', 'SUPPORT_AGENT', 'RESELLER', 'CUSTOMER', 'PARTNER'],
  check: updateFaults,
  async load(transaction, { contactId, email }, { viewer }) {
    const byStaff = viewer.role === 'VENDOR_ADMIN' || viewer.role === 'SUPPORT_AGENT';
    const before = await lockContact(transaction, contactId);
    if (before === null || email === null || email === undefined) return { before, byStaff, taken: false };
    const others = await transaction.query(withEmail, [before.accountId, emailKey(email), contactId]);
    return { before, byStaff, taken: others.length > 0 };
  },
  decide: decideContactUpdate,
  async apply(transaction, { before }, input) {
    if (before === null) throw new Error('A contact that is not there was accepted.');
    const { id: contactId, accountId } = before;
    const after = contactAfter(before, input);
    const { name, email, phone } = after;
    await transaction.query(update, [contactId, name, email, emailKey(email), phone]);
    const changed = changedFields(before, after);
    return {
      ...{ result: { contactId }, accountId },
      changes: changed.map((field) => ({ objectId: contactId, field, withheld: true as const })),
      events: [{ type: 'contact.changed', aggregate: accountId, payload: { contactId, accountId, changed } }],
    };
  },
};
