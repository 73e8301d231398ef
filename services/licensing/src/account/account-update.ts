import type { Act, ActInput } from '@mainstay/kernel/act/act';
import { statement } from '@mainstay/kernel/db/scoped';
import { tellAccounts } from '../facts/tell.js';
import {
  accountAfter,
  changedFields,
  decideAccountUpdate,
  type AccountUpdateCode,
} from './account-update.rules.js';
import { accountFaults, type AccountAsked } from './account.rules.js';
import { lockAccount, type LockedAccount } from './lock-account.js';
import { nameKey } from './name-key.rules.js';

export interface AccountUpdate extends ActInput, AccountAsked {
  readonly accountId: string;
}

const update = statement(
  'account.update',
  'update account set name = $2::text, name_key = $3::text, country = $4::text where id = $1::text',
);

/** How a company is written down changes; its kind and its reseller of record do not here. */
export const accountUpdate: Act<AccountUpdate, LockedAccount | null, AccountUpdateCode> = {
  name: 'accountUpdate',
  roles: ['VENDOR_ADMIN', 'SUPPORT_AGENT', 'RESELLER', 'CUSTOMER', 'PARTNER'],
  check: accountFaults,
  load: (transaction, { accountId }) => lockAccount(transaction, accountId),
  decide: decideAccountUpdate,
  async apply(transaction, before, input) {
    if (before === null) throw new Error('An account that is not there was accepted.');
    const { id: accountId } = before;
    const after = accountAfter(before, input);
    await transaction.query(update, [accountId, after.name, nameKey(after.name), after.country]);
    return {
      ...{ result: { accountId }, accountId },
      changes: changedFields(before, after).map((field) => ({
        ...{ objectId: accountId, field },
        ...{ from: before[field], to: after[field] },
      })),
      events: await tellAccounts(transaction, [accountId], 'account.changed'),
    };
  },
};
