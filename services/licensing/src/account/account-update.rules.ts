import type { Refusal } from '@mainstay/kernel/values/refusal';
import { accountNotFound, type AccountAsked, type AccountCode } from './account.rules.js';

export type AccountUpdateCode = AccountCode | 'ACCOUNT_NOT_FOUND' | 'NOTHING_CHANGED';

interface Written {
  readonly name: string;
  readonly country: string;
}

/** The account as it is to be. What is left out or null stays. */
export function accountAfter(before: Written, { name, country }: AccountAsked): Written {
  return { name: name?.trim() ?? before.name, country: country ?? before.country };
}

/** Which of them differ. */
export function changedFields(before: Written, after: Written): (keyof Written)[] {
  return (['name', 'country'] as const).filter((field) => before[field] !== after[field]);
}

/** `before` is null where whoever acts sees no such account. */
export function decideAccountUpdate(
  before: Written | null,
  asked: AccountAsked,
): Refusal<AccountUpdateCode>[] {
  if (before === null) return [accountNotFound];
  if (changedFields(before, accountAfter(before, asked)).length > 0) return [];
  return [
    {
      ...{ code: 'NOTHING_CHANGED', field: [] },
      message: 'The account reads so already: give a name or a country that differs.',
    },
  ];
}
