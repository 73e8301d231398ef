import type { CivilDate } from '@mainstay/kernel/values/civil';
import type { Refusal } from '@mainstay/kernel/values/refusal';
import { accountNotFound } from '../account/account.rules.js';
import { reasonFaults } from '../contact/contact-reason.rules.js';

export type ResellerChangeCode =
  | 'RESELLER_UNSAID'
  | 'DAY_INVALID'
  | 'REASON_INVALID'
  | 'ACCOUNT_NOT_FOUND'
  | 'NOT_A_CUSTOMER'
  | 'RESELLER_NOT_FOUND'
  | 'NOT_A_RESELLER'
  | 'DAY_PAST'
  | 'CHANGE_RUNNING'
  | 'NOTHING_CHANGED';

export interface ResellerChangeAsked {
  readonly resellerId?: string | null | undefined;
  /** Today unless told. */
  readonly on?: CivilDate | null | undefined;
  readonly reason: string;
}

/** A change that was asked for before and is not done. */
export interface StandingChange {
  readonly id: string;
  readonly state: 'PLANNED' | 'CLOSING';
  readonly toResellerId: string | null;
  readonly on: CivilDate;
}

export interface ResellerChangeFacts {
  /** Null where whoever asks sees no such account. */
  readonly account: { readonly kind: 'CUSTOMER' | 'RESELLER'; readonly resellerId: string | null } | null;
  /** Who is to be of record; null where nobody is, and where there is no such account. */
  readonly reseller: { readonly kind: 'CUSTOMER' | 'RESELLER' } | null;
  readonly standing: StandingChange | null;
}

const latest = '2200-12-31';

export function resellerChangeFaults({
  resellerId,
  on,
  reason,
}: ResellerChangeAsked): Refusal<ResellerChangeCode>[] {
  const faults: Refusal<ResellerChangeCode>[] = [];
  // A variable that was forgotten must cost nobody its customer.
  if (resellerId === undefined)
    faults.push({
      ...{ code: 'RESELLER_UNSAID', field: ['resellerId'] },
      message: 'Name the reseller, or say null to let the customer buy direct: left out, it says neither.',
    });
  if (on !== null && on !== undefined && on > latest)
    faults.push({
      ...{ code: 'DAY_INVALID', field: ['on'] },
      message: `A change is planned for a day up to ${latest}.`,
    });
  return [...faults, ...reasonFaults(reason)];
}

/** Whether a customer may get another reseller of record from a day on, or none (M10). The last word holds. */
export function decideResellerChange(
  { account, reseller, standing }: ResellerChangeFacts,
  { resellerId = null, on }: ResellerChangeAsked,
  today: CivilDate,
): Refusal<ResellerChangeCode>[] {
  if (account === null) return [accountNotFound];
  const refusals: Refusal<ResellerChangeCode>[] = [];
  if (account.kind !== 'CUSTOMER')
    refusals.push({
      ...{ code: 'NOT_A_CUSTOMER', field: ['accountId'] },
      message: 'A reseller is of record for itself. Name a customer.',
    });
  if (resellerId !== null && reseller === null)
    refusals.push({
      ...{ code: 'RESELLER_NOT_FOUND', field: ['resellerId'] },
      message: 'There is no such account; ask `accounts` for resellers. Null lets the customer buy direct.',
    });
  if (reseller !== null && reseller.kind !== 'RESELLER')
    refusals.push({
      ...{ code: 'NOT_A_RESELLER', field: ['resellerId'] },
      message: 'This account is a customer. Name an account of the kind RESELLER.',
    });
  if (on !== null && on !== undefined && on < today)
    refusals.push({
      ...{ code: 'DAY_PAST', field: ['on'], facts: { today } },
      message: 'What was seen cannot be unseen: name today or a coming day.',
    });
  if (standing?.state === 'CLOSING')
    refusals.push({
      ...{ code: 'CHANGE_RUNNING', field: ['accountId'], facts: { on: standing.on } },
      message: 'A change of this account is being told to all services. Ask again when it is done.',
    });
  else if (
    account.kind === 'CUSTOMER' &&
    changesNothing(account.resellerId, standing, { resellerId, on: on ?? today })
  )
    refusals.push({
      ...{ code: 'NOTHING_CHANGED', field: ['resellerId'] },
      message: 'It is so, or planned so, already: nothing is left to do.',
    });
  return refusals;
}

/** Naming who is of record now takes a planned change back, and says nothing where there is none. */
function changesNothing(
  current: string | null,
  standing: StandingChange | null,
  { resellerId, on }: { readonly resellerId: string | null; readonly on: CivilDate },
): boolean {
  if (standing === null) return resellerId === current;
  return standing.toResellerId === resellerId && standing.on === on;
}
