import type { CivilDate } from '@mainstay/kernel/values/civil';
import { reasonFaults } from '@mainstay/kernel/values/reason';
import type { Refusal } from '@mainstay/kernel/values/refusal';
import type { GrantUnit } from './balance.rules.js';
import { expiryFaults, unitsFaults } from './grant-input.rules.js';

export type GoodwillGrantCode = 'UNITS_INVALID' | 'REASON_INVALID' | 'ACCOUNT_NOT_FOUND' | 'EXPIRY_INVALID';

export interface GoodwillAsked {
  readonly unit: GrantUnit;
  readonly units: number;
  readonly expiresOn?: CivilDate | null | undefined;
  readonly reason?: string | null | undefined;
}

export function goodwillFaults({ units, reason }: GoodwillAsked): Refusal<GoodwillGrantCode>[] {
  return [...unitsFaults(units, 1), ...reasonFaults(reason)];
}

export function decideGoodwill(
  account: { readonly id: string } | null,
  { expiresOn }: GoodwillAsked,
  today: CivilDate,
): Refusal<GoodwillGrantCode>[] {
  if (account === null)
    return [
      {
        ...{ code: 'ACCOUNT_NOT_FOUND', field: ['accountId'] },
        message: 'There is no such account; ask `accounts` for ids. A new one is known here after a moment.',
      },
    ];
  return expiryFaults(expiresOn, today);
}
