import type { Refusal } from '@mainstay/kernel/values/refusal';
import { countryCodes } from './country-codes.rules.js';

export type AccountCode = 'NAME_INVALID' | 'COUNTRY_INVALID';

export interface AccountAsked {
  readonly name?: string | null | undefined;
  readonly country?: string | null | undefined;
}

const longestName = 200;

/** What is wrong with how a company is written down; what is left out is not looked at. */
export function accountFaults({ name, country }: AccountAsked): Refusal<AccountCode>[] {
  const faults: Refusal<AccountCode>[] = [];
  if (name !== null && name !== undefined && !isName(name.trim()))
    faults.push({
      ...{ code: 'NAME_INVALID', field: ['name'] },
      message: 'A company name has 1 to 200 characters on one line, not only spaces.',
    });
  if (country !== null && country !== undefined && !countryCodes.has(country))
    faults.push({
      ...{ code: 'COUNTRY_INVALID', field: ['country'] },
      message:
        'A country is an assigned two-letter code by ISO 3166-1 in upper case, e.g. `SE`, `GB` or `US`.',
    });
  return faults;
}

function isName(name: string): boolean {
  return name.length >= 1 && name.length <= longestName && !/\p{Cc}/u.test(name);
}

/** An account of others reads as one that never was. */
export const accountNotFound: Refusal<'ACCOUNT_NOT_FOUND'> = {
  ...{ code: 'ACCOUNT_NOT_FOUND', field: ['accountId'] },
  message: 'There is no such account; ask `accounts` for ids.',
};
