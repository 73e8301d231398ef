import type { Act, ActInput } from '@mainstay/kernel/act/act';
import { statement } from '@mainstay/kernel/db/scoped';
import { managers } from '../viewer/managed-account.js';
import { formerUntil, overFaults, overlapFaults, type KeyOverCode } from './api-key.rules.js';
import { newKeyText } from './key-text.js';
import { lockApiKey, type LockedKey } from './lock-api-key.js';

export interface ApiKeyRotate extends ActInput {
  readonly apiKeyId: string;
  readonly overlapDays?: number | null;
}

export type ApiKeyRotateCode = 'OVERLAP_INVALID' | KeyOverCode;

/** A former text that was still good ends with the next rotation: there is one at most. */
const rotate = statement(
  'apiKey.rotate',
  `update api_key set previous_hash = case when $3::timestamptz is null then null else key_hash end,
     previous_until = $3::timestamptz, key_hash = $2::text where id = $1::text`,
);

/** A key gets a new text; name, scopes and end stay. */
export const apiKeyRotate: Act<ApiKeyRotate, LockedKey | null, ApiKeyRotateCode> = {
  name: 'apiKeyRotate',
  roles: managers,
  check: ({ overlapDays }) => overlapFaults(overlapDays),
  load: (transaction, { apiKeyId }) => lockApiKey(transaction, apiKeyId),
  decide: (key, _, { realNow }) => overFaults(key, realNow),
  async apply(transaction, key, { apiKeyId, overlapDays }, { realNow }) {
    const { text, hash } = newKeyText();
    const until = formerUntil(overlapDays, realNow);
    await transaction.query(rotate, [apiKeyId, hash, until]);
    return {
      ...{ result: { apiKeyId }, secrets: { text }, accountId: key?.accountId ?? null, events: [] },
      endsViewers: [{ keyId: apiKeyId }],
      changes: [
        { objectId: apiKeyId, field: 'text', withheld: true },
        { objectId: apiKeyId, field: 'formerTextUntil', to: until },
      ],
    };
  },
};
