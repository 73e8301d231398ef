import type { Refusal } from '@mainstay/kernel/values/refusal';

export type KeyAskedCode =
  'NAME_INVALID' | 'SCOPES_INVALID' | 'SCOPE_UNKNOWN' | 'READ_SCOPE_MISSING' | 'EXPIRY_INVALID';

export interface KeyAsked {
  readonly name: string;
  readonly scopes: readonly string[];
}

const services = ['licensing', 'support', 'billing'];

/** Everything that a key can be allowed. */
export const keyScopes: readonly string[] = services.flatMap((service) => [
  `${service}:read`,
  `${service}:write`,
]);

/** What is wrong with a key's name and scopes by themselves. */
export function keyFaults({ name, scopes }: KeyAsked): Refusal<KeyAskedCode>[] {
  const faults: Refusal<KeyAskedCode>[] = [];
  const { length } = name.trim();
  if (length < 1 || length > 200)
    faults.push({
      ...{ code: 'NAME_INVALID', field: ['name'] },
      message: 'A name has 1 to 200 characters, not only spaces: it tells keys apart.',
    });
  if (scopes.length === 0 || new Set(scopes).size < scopes.length)
    faults.push({
      ...{ code: 'SCOPES_INVALID', field: ['scopes'] },
      message: 'A key has at least one scope, and each of them once.',
    });
  if (!scopes.every((scope) => keyScopes.includes(scope)))
    faults.push({
      ...{ code: 'SCOPE_UNKNOWN', field: ['scopes'] },
      message: `There is no such scope. There are ${keyScopes.join(', ')}.`,
    });
  const lacking = services.filter(
    (service) => scopes.includes(`${service}:write`) && !scopes.includes(`${service}:read`),
  );
  if (lacking.length > 0)
    faults.push({
      ...{ code: 'READ_SCOPE_MISSING', field: ['scopes'] },
      message: 'Who writes reads what came of it: add the read scope of the same service.',
      facts: { missing: lacking.map((service) => `${service}:read`).join(', ') },
    });
  return faults;
}

/** A key ends within a year or not at all; a time that has come would make a key that opens nothing. */
export function expiryFaults(expiresAt: string | null | undefined, realNow: string): Refusal<KeyAskedCode>[] {
  if (expiresAt === null || expiresAt === undefined) return [];
  const latest = new Date(realNow);
  latest.setUTCFullYear(latest.getUTCFullYear() + 1);
  const atMs = Date.parse(expiresAt);
  if (atMs > Date.parse(realNow) && atMs <= latest.getTime()) return [];
  return [
    {
      ...{ code: 'EXPIRY_INVALID', field: ['expiresAt'] },
      message: 'A key ends in the future, a year from now at the latest. Leave it out for one without end.',
      facts: { latest: latest.toISOString() },
    },
  ];
}

const longestOverlapDays = 7;

export function overlapFaults(days: number | null | undefined): Refusal<'OVERLAP_INVALID'>[] {
  if (days === null || days === undefined || (days >= 0 && days <= longestOverlapDays)) return [];
  return [
    {
      ...{ code: 'OVERLAP_INVALID', field: ['overlapDays'] },
      message: 'The former text stays good for 0 to 7 days.',
    },
  ];
}

/** Until when the text before a rotation is good; null where it ends at once. */
export function formerUntil(days: number | null | undefined, realNow: string): string | null {
  if (days === null || days === undefined || days === 0) return null;
  return new Date(Date.parse(realNow) + days * 86_400_000).toISOString();
}

/** A key as a change finds it. */
export interface KeyState {
  readonly expiresAt: string | null;
  readonly revokedAt: string | null;
}

export type KeyOverCode = 'API_KEY_NOT_FOUND' | 'ALREADY_REVOKED' | 'EXPIRED';

/** What ends a key for good: only a new one helps. */
export function overFaults(key: KeyState | null, realNow: string): Refusal<KeyOverCode>[] {
  if (key === null)
    return [
      {
        ...{ code: 'API_KEY_NOT_FOUND', field: ['apiKeyId'] },
        message: 'You manage no such key; ask `apiKeys` for ids.',
      },
    ];
  if (key.revokedAt !== null)
    return [
      {
        ...{ code: 'ALREADY_REVOKED', field: ['apiKeyId'] },
        message: 'This key was revoked, and opens nothing. Make a new one with `apiKeyCreate`.',
        facts: { revokedAt: key.revokedAt },
      },
    ];
  if (key.expiresAt !== null && Date.parse(key.expiresAt) <= Date.parse(realNow))
    return [
      {
        ...{ code: 'EXPIRED', field: ['apiKeyId'] },
        message: 'This key has ended, and a new text would open nothing. Make a new one with `apiKeyCreate`.',
        facts: { expiresAt: key.expiresAt },
      },
    ];
  return [];
}
