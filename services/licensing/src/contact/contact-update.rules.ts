import type { Refusal } from '@mainstay/kernel/values/refusal';
import {
  namesPerson,
  reasonFaults,
  reasonPersonal,
  type Known,
  type ReasonCode,
} from './contact-reason.rules.js';
import { contactFaults, emailKey, type ContactAsked, type ContactCode } from './contact.rules.js';

export interface ContactUpdateAsked extends ContactAsked {
  readonly removePhone?: boolean | null | undefined;
  readonly reason?: string | null | undefined;
}

export type ContactUpdateCode =
  | ContactCode
  | 'PHONE_UNCLEAR'
  | ReasonCode
  | 'REASON_REQUIRED'
  | 'CONTACT_NOT_FOUND'
  | 'EMAIL_TAKEN'
  | 'NOTHING_CHANGED';

/** What is wrong with the input by itself. */
export function updateFaults(asked: ContactUpdateAsked): Refusal<ContactUpdateCode>[] {
  const { phone, removePhone, reason } = asked;
  const unclear = removePhone === true && phone !== null && phone !== undefined;
  return [
    ...contactFaults(asked),
    ...(unclear
      ? [
          {
            ...{ code: 'PHONE_UNCLEAR' as const, field: ['removePhone'] },
            message: 'A phone number is given or removed, not both: leave one of them out.',
          },
        ]
      : []),
    ...reasonFaults(reason),
  ];
}

/** The contact as it is to be. What is left out or null stays; spaces around a text are none of it. */
export function contactAfter(before: Known, asked: ContactUpdateAsked): Known {
  const phone = asked.removePhone === true ? null : (asked.phone?.trim() ?? before.phone);
  return {
    name: asked.name?.trim() ?? before.name,
    email: asked.email?.trim() ?? before.email,
    phone,
  };
}

/** Which of them differ. */
export function changedFields(before: Known, after: Known): (keyof Known)[] {
  return (['name', 'email', 'phone'] as const).filter((field) => before[field] !== after[field]);
}

export interface ContactUpdateFacts {
  /** Null where whoever acts sees none. */
  readonly before: Known | null;
  /** Whether somebody else at the account has the asked address. */
  readonly taken: boolean;
  /** Staff correct what is an account's own, and say why (domain, section 7). */
  readonly byStaff: boolean;
}

export function decideContactUpdate(
  { before, taken, byStaff }: ContactUpdateFacts,
  asked: ContactUpdateAsked,
): Refusal<ContactUpdateCode>[] {
  if (byStaff && (asked.reason ?? null) === null)
    return [
      {
        ...{ code: 'REASON_REQUIRED', field: ['reason'] },
        message: "The vendor's staff corrects an account's people: give `reason`.",
      },
    ];
  if (before === null) return [contactNotFound];
  const after = contactAfter(before, asked);
  const refusals: Refusal<ContactUpdateCode>[] = [];
  if (namesPerson(asked.reason, before) || namesPerson(asked.reason, after)) refusals.push(reasonPersonal);
  if (taken && emailKey(after.email) !== emailKey(before.email))
    refusals.push({
      ...{ code: 'EMAIL_TAKEN', field: ['email'] },
      message: 'Somebody else at the account has this address: change that contact.',
    });
  if (changedFields(before, after).length === 0)
    refusals.push({
      ...{ code: 'NOTHING_CHANGED', field: [] },
      message: 'The contact reads so already: give a name, email or phone that differs, or `removePhone`.',
    });
  return refusals;
}

/** A contact of others reads as one that never was. */
export const contactNotFound: Refusal<'CONTACT_NOT_FOUND'> = {
  ...{ code: 'CONTACT_NOT_FOUND', field: ['contactId'] },
  message: 'There is no such contact; ask `Account.contacts` for ids.',
};
