import type { Act, ActInput } from '@mainstay/kernel/act/act';
import { statement } from '@mainstay/kernel/db/scoped';
import { lockAccount, type LockedAccount } from '../account/lock-account.js';
import { planUntold } from '../notice/plan-untold.js';
import { contactFaults, emailKey, type ContactCode } from './contact.rules.js';

export interface ContactCreate extends ActInput {
  readonly accountId: string;
  readonly name: string;
  readonly email: string;
  readonly phone?: string | null;
}

export type ContactCreateCode = ContactCode | 'ACCOUNT_NOT_FOUND' | 'EMAIL_TAKEN';

interface Facts {
  readonly account: LockedAccount | null;
  readonly taken: boolean;
}

const withEmail = statement<{ id: string }>(
  'contact.withEmail',
  'select id from contact where account_id = $1::text and email_key = $2::text',
);

const insert = statement(
  'contact.insert',
  `insert into contact (vendor_id, id, account_id, reseller_id, name, email, email_key, phone, created_at)
   values (app.vendor(), $1::text, $2::text, $3::text, $4::text, $5::text, $6::text, $7::text, $8::timestamptz)`,
);

/** A person is written down at an account, once by address. */
export const contactCreate: Act<ContactCreate, Facts, ContactCreateCode> = {
  name: 'contactCreate',
  roles: ['VENDOR_ADMIN', 'SUPPORT_AGENT', 'RESELLER', 'CUSTOMER', 'PARTNER'],
  check: contactFaults,
  async load(transaction, { accountId, email }) {
    const account = await lockAccount(transaction, accountId);
    const taken = await transaction.query(withEmail, [accountId, emailKey(email)]);
    return { account, taken: taken.length > 0 };
  },
  decide({ account, taken }) {
    if (account === null)
      return [
        {
          code: 'ACCOUNT_NOT_FOUND',
          field: ['accountId'],
          message: 'There is no such account; ask `accounts` for ids.',
        },
      ];
    if (taken)
      return [
        {
          code: 'EMAIL_TAKEN',
          field: ['email'],
          message: 'Somebody at the account has this address: change that contact.',
        },
      ];
    return [];
  },
  async apply(transaction, { account }, { accountId, name, email, phone = null }, moment) {
    const contactId = moment.newId('con');
    const written = [name.trim(), email.trim(), emailKey(email), phone?.trim() ?? null] as const;
    const resellerId = account?.resellerId ?? null;
    await transaction.query(insert, [contactId, accountId, resellerId, ...written, moment.now]);
    await planUntold(transaction, accountId, moment);
    return {
      ...{ result: { contactId }, accountId },
      changes: ['name', 'email', ...(phone === null ? [] : ['phone'])].map((field) => ({
        ...{ objectId: contactId, field, withheld: true as const },
      })),
      events: [{ type: 'contact.created', aggregate: accountId, payload: { contactId, accountId } }],
    };
  },
};
