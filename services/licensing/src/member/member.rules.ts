import type { Refusal } from '@mainstay/kernel/values/refusal';

export const memberRoles = ['VENDOR_ADMIN', 'SUPPORT_AGENT', 'ANALYST', 'RESELLER', 'CUSTOMER'] as const;
export type MemberRole = (typeof memberRoles)[number];

/** An account's members act in the role that the account's kind gives them. */
const ofAccounts: readonly MemberRole[] = ['RESELLER', 'CUSTOMER'];

export type UserCode = 'ISSUER_INVALID' | 'SUBJECT_INVALID';

/** A user as OpenID Connect names one: an issuer is an https URL, a subject at most 255 ASCII characters. */
export function userFaults({ issuer, subject }: { readonly issuer: string; readonly subject: string }) {
  const faults: Refusal<UserCode>[] = [];
  if (issuer.length > 500 || !/^https:\/\/[^\s?#]+$/u.test(issuer))
    faults.push({
      ...{ code: 'ISSUER_INVALID', field: ['issuer'] },
      message: 'An issuer is an https URL without query and fragment, written as its tokens write `iss`.',
    });
  if (!/^[\x21-\x7e]{1,255}$/u.test(subject))
    faults.push({
      ...{ code: 'SUBJECT_INVALID', field: ['subject'] },
      message: 'A subject has 1 to 255 visible ASCII characters, written as tokens write `sub`.',
    });
  return faults;
}

export type PlaceCode =
  'ROLE_BEYOND_YOURS' | 'ROLE_TAKES_NO_ACCOUNT' | 'ACCOUNT_NOT_FOUND' | 'ROLE_NOT_OF_ACCOUNT';

export interface Place {
  readonly role: MemberRole;
  /** That an account is named by name. */
  readonly named: boolean;
  /** What whoever acts manages of it; `BEYOND` where nothing. */
  readonly managed: { readonly account: { readonly kind: 'CUSTOMER' | 'RESELLER' } | null } | 'BEYOND';
  readonly isAdmin: boolean;
}

/** Whether somebody may be given a role there: nobody gives more than its own account's. */
export function placeFaults({ role, named, managed, isAdmin }: Place): Refusal<PlaceCode>[] {
  const staff = !ofAccounts.includes(role);
  if (staff && !isAdmin)
    return [
      {
        ...{ code: 'ROLE_BEYOND_YOURS', field: ['role'] },
        message: "Only the vendor's administrators give the roles of its staff. Give your own account's.",
      },
    ];
  if (staff)
    return named
      ? [
          {
            ...{ code: 'ROLE_TAKES_NO_ACCOUNT', field: ['accountId'] },
            message: "The vendor's staff act for no account: leave it out.",
          },
        ]
      : [];
  if (managed === 'BEYOND' || managed.account === null)
    return [
      {
        ...{ code: 'ACCOUNT_NOT_FOUND', field: ['accountId'] },
        message: 'You manage no members of such an account; ask `accounts` for ids.',
      },
    ];
  if (managed.account.kind !== role)
    return [
      {
        ...{ code: 'ROLE_NOT_OF_ACCOUNT', field: ['role'] },
        message: 'Members of an account have the role of its kind.',
        facts: { kind: managed.account.kind },
      },
    ];
  return [];
}

export function alreadyMember(): Refusal<'ALREADY_MEMBER'> {
  return {
    ...{ code: 'ALREADY_MEMBER', field: [] },
    message: 'This person has that role there already; ask `members`.',
  };
}

export function membershipNotFound(): Refusal<'MEMBERSHIP_NOT_FOUND'> {
  return {
    ...{ code: 'MEMBERSHIP_NOT_FOUND', field: ['membershipId'] },
    message: 'You manage no such membership; ask `members` for ids.',
  };
}

/** A membership as its end finds it. */
export interface EndedState {
  readonly role: MemberRole;
  readonly endsAt: string | null;
}

export type EndCode = 'MEMBERSHIP_NOT_FOUND' | 'ALREADY_ENDED' | 'LAST_ADMIN';

/** `otherAdmins`: who else is an administrator now, without an end. */
export function endFaults(
  membership: EndedState | null,
  otherAdmins: number,
  realNow: string,
): Refusal<EndCode>[] {
  if (membership === null) return [membershipNotFound()];
  const { role, endsAt } = membership;
  if (endsAt !== null && Date.parse(endsAt) <= Date.parse(realNow))
    return [
      {
        ...{ code: 'ALREADY_ENDED', field: ['membershipId'] },
        message: 'This membership has ended. `membershipGrant` gives its person another.',
        facts: { endsAt },
      },
    ];
  if (role === 'VENDOR_ADMIN' && otherAdmins === 0)
    return [
      {
        ...{ code: 'LAST_ADMIN', field: ['membershipId'] },
        message: 'Nobody else administers this vendor without an end: make another administrator first.',
      },
    ];
  return [];
}
