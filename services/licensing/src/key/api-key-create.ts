import type { Act, ActInput } from '@mainstay/kernel/act/act';
import { statement } from '@mainstay/kernel/db/scoped';
import type { Refusal } from '@mainstay/kernel/values/refusal';
import { managedAccount, managers, type Managed } from '../viewer/managed-account.js';
import { expiryFaults, keyFaults, type KeyAskedCode } from './api-key.rules.js';
import { newKeyText } from './key-text.js';

export interface ApiKeyCreate extends ActInput {
  readonly name: string;
  readonly scopes: readonly string[];
  readonly expiresAt?: string | null;
  readonly accountId?: string | null;
}

export type ApiKeyCreateCode = KeyAskedCode | 'ACCOUNT_NOT_FOUND';

const insert = statement(
  'apiKey.insert',
  `insert into api_key (vendor_id, id, account_id, reseller_id, name, key_hash, scopes, created_at, expires_at)
   values (app.vendor(), $1::text, $2::text, $3::text, $4::text, $5::text, $6::text[], $7::timestamptz, $8::timestamptz)`,
);

/** A system gets a credential. Its text leaves with this one answer; here stays its hash. */
export const apiKeyCreate: Act<ApiKeyCreate, Managed, ApiKeyCreateCode> = {
  name: 'apiKeyCreate',
  roles: managers,
  check: keyFaults,
  load: (transaction, { accountId }, { viewer }) => managedAccount(transaction, viewer, accountId),
  decide(managed, { expiresAt }, { realNow }) {
    const refusals: Refusal<ApiKeyCreateCode>[] = expiryFaults(expiresAt, realNow);
    if (managed === 'BEYOND')
      refusals.push({
        ...{ code: 'ACCOUNT_NOT_FOUND', field: ['accountId'] },
        message: 'You manage no keys of such an account. Leave it out for a key of your own.',
      });
    return refusals;
  },
  async apply(transaction, managed, { name, scopes, expiresAt = null }, { realNow, newId }) {
    const account = managed === 'BEYOND' ? null : managed.account;
    const accountId = account?.id ?? null;
    const apiKeyId = newId('key');
    const { text, hash } = newKeyText();
    await transaction.query(insert, [
      ...[apiKeyId, accountId, account?.resellerId ?? null, name.trim(), hash],
      ...[scopes, realNow, expiresAt],
    ]);
    return {
      ...{ result: { apiKeyId }, secrets: { text }, accountId, events: [] },
      changes: [
        { objectId: apiKeyId, field: 'name', to: name.trim() },
        { objectId: apiKeyId, field: 'scopes', to: scopes.join(' ') },
        { objectId: apiKeyId, field: 'expiresAt', to: expiresAt },
      ],
    };
  },
};
