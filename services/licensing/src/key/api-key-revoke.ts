import type { Act, ActInput } from '@mainstay/kernel/act/act';
import { statement } from '@mainstay/kernel/db/scoped';
import { managers } from '../viewer/managed-account.js';
import { overFaults } from './api-key.rules.js';
import { lockApiKey, type LockedKey } from './lock-api-key.js';

export interface ApiKeyRevoke extends ActInput {
  readonly apiKeyId: string;
}

export type ApiKeyRevokeCode = 'API_KEY_NOT_FOUND' | 'ALREADY_REVOKED';

const revoke = statement(
  'apiKey.revoke',
  `update api_key set revoked_at = $2::timestamptz, previous_hash = null, previous_until = null where id = $1::text`,
);

/** A key opens nothing any more, by its former text neither. One that has ended may be revoked too: that is for good. */
export const apiKeyRevoke: Act<ApiKeyRevoke, LockedKey | null, ApiKeyRevokeCode> = {
  name: 'apiKeyRevoke',
  roles: managers,
  load: (transaction, { apiKeyId }) => lockApiKey(transaction, apiKeyId),
  decide: (key, _, { realNow }) =>
    overFaults(key, realNow).flatMap(({ code, ...said }) => (code === 'EXPIRED' ? [] : [{ ...said, code }])),
  async apply(transaction, key, { apiKeyId }, { realNow }) {
    await transaction.query(revoke, [apiKeyId, realNow]);
    return {
      ...{ result: { apiKeyId }, accountId: key?.accountId ?? null, events: [] },
      endsViewers: [{ keyId: apiKeyId }],
      changes: [{ objectId: apiKeyId, field: 'revokedAt', to: realNow }],
    };
  },
};
