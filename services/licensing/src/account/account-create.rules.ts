import type { Refusal } from '@mainstay/kernel/values/refusal';
import { accountFaults, type AccountAsked, type AccountCode } from './account.rules.js';

export interface AccountCreateAsked extends AccountAsked {
  readonly kind: 'CUSTOMER' | 'RESELLER';
  readonly resellerId?: string | null | undefined;
}

export type AccountCreateCode =
  AccountCode | 'RESELLER_OF_RESELLER' | 'KIND_FORBIDDEN' | 'RESELLER_NOT_FOUND' | 'NOT_A_RESELLER';

export function createFaults(asked: AccountCreateAsked): Refusal<AccountCreateCode>[] {
  const faults: Refusal<AccountCreateCode>[] = accountFaults(asked);
  if (asked.kind === 'RESELLER' && (asked.resellerId ?? null) !== null)
    faults.push({
      ...{ code: 'RESELLER_OF_RESELLER', field: ['resellerId'] },
      message: 'A reseller has no reseller of record: leave `resellerId` out.',
    });
  return faults;
}

export interface AccountCreateFacts {
  /** The reseller who acts, in person or by key; null for the vendor's administrators. */
  readonly actingResellerId: string | null;
  /** The asked reseller; null where none was asked for, or whoever acts sees no such account. */
  readonly reseller: { readonly id: string; readonly kind: string } | null;
}

/** A reseller makes customers of its own; administrators make whom they like. */
export function decideAccountCreate(
  { actingResellerId, reseller }: AccountCreateFacts,
  { kind, resellerId }: AccountCreateAsked,
): Refusal<AccountCreateCode>[] {
  if (actingResellerId !== null && kind !== 'CUSTOMER')
    return [
      {
        ...{ code: 'KIND_FORBIDDEN', field: ['kind'] },
        message:
          "A reseller creates accounts of kind CUSTOMER; the vendor's administrators create resellers.",
      },
    ];
  const asked = resellerId ?? null;
  if (asked === null) return [];
  if (reseller === null) return [resellerNotFound];
  // Only the vendor is told that an account is no reseller: to a reseller its customers are as little one as unknown ids.
  if (actingResellerId !== null) return asked === actingResellerId ? [] : [resellerNotFound];
  if (reseller.kind === 'RESELLER') return [];
  return [
    {
      ...{ code: 'NOT_A_RESELLER', field: ['resellerId'] },
      message: 'This account is a customer: name one of kind RESELLER, or leave it out.',
    },
  ];
}

/** Who is to be the reseller of record of the new account. */
export function resellerOfRecord(
  newAccountId: string,
  { actingResellerId }: AccountCreateFacts,
  { kind, resellerId }: AccountCreateAsked,
): string | null {
  // A reseller's own row carries its own id, so that one equality finds it together with its customers.
  if (kind === 'RESELLER') return newAccountId;
  return actingResellerId ?? resellerId ?? null;
}

const resellerNotFound: Refusal<'RESELLER_NOT_FOUND'> = {
  ...{ code: 'RESELLER_NOT_FOUND', field: ['resellerId'] },
  message: 'There is no such reseller; a reseller leaves it out and is it itself.',
};
