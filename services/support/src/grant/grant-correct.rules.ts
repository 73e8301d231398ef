import type { CivilDate } from '@mainstay/kernel/values/civil';
import { reasonFaults } from '@mainstay/kernel/values/reason';
import type { Refusal } from '@mainstay/kernel/values/refusal';
import { isExpired, type Lot } from './balance.rules.js';
import { expiryFaults, mostUnits, unitsFaults } from './grant-input.rules.js';

export type GrantCorrectionKind = 'ADJUST_UNITS' | 'MOVE_EXPIRY';

export type GrantCorrectCode =
  | 'CORRECTION_UNCLEAR'
  | 'UNITS_INVALID'
  | 'REASON_INVALID'
  | 'GRANT_NOT_FOUND'
  | 'GRANT_EXPIRED'
  | 'UNITS_NOT_LEFT'
  | 'NOTHING_CHANGED'
  | 'EXPIRY_INVALID';

export interface GrantCorrectAsked {
  readonly kind: GrantCorrectionKind;
  readonly units?: number | null | undefined;
  readonly expiresOn?: CivilDate | null | undefined;
  readonly reason?: string | null | undefined;
}

export function grantCorrectFaults(asked: GrantCorrectAsked): Refusal<GrantCorrectCode>[] {
  const { kind, units = null, expiresOn = null, reason } = asked;
  const clear =
    kind === 'ADJUST_UNITS' ? units !== null && expiresOn === null : units === null && expiresOn !== null;
  const unclear: Refusal<'CORRECTION_UNCLEAR'> = {
    ...{ code: 'CORRECTION_UNCLEAR', field: ['kind'] },
    message: 'ADJUST_UNITS takes `units` alone, MOVE_EXPIRY `expiresOn` alone.',
  };
  return [
    ...(clear ? [] : [unclear]),
    ...(units === null ? [] : unitsFaults(units, -mostUnits)),
    ...reasonFaults(reason),
  ];
}

/** What a lot had is had by reservations and the past: only what is left can be taken, and only of a lot that runs. */
export function decideGrantCorrect(
  lot: Lot | null,
  { kind, units, expiresOn }: GrantCorrectAsked,
  today: CivilDate,
): Refusal<GrantCorrectCode>[] {
  if (lot === null)
    return [
      {
        ...{ code: 'GRANT_NOT_FOUND', field: ['grantId'] },
        message: 'There is no such lot; ask `supportGrants` of an account for its lots.',
      },
    ];
  if (isExpired(lot, today))
    return [
      {
        ...{ code: 'GRANT_EXPIRED', field: ['grantId'] },
        message: 'What was left of this lot is gone since its day. Give new units with `goodwillGrant`.',
        facts: { expiresOn: lot.expiresOn },
      },
    ];
  if (kind === 'ADJUST_UNITS') return lot.left + (units ?? 0) < 0 ? [notLeft(lot)] : [];
  if (lot.expiresOn === expiresOn)
    return [
      {
        ...{ code: 'NOTHING_CHANGED', field: ['expiresOn'] },
        message: 'The lot expires on this day already: nothing is left to do.',
      },
    ];
  return expiryFaults(expiresOn, today);
}

function notLeft({ left, reserved, consumed }: Lot): Refusal<'UNITS_NOT_LEFT'> {
  return {
    ...{ code: 'UNITS_NOT_LEFT', field: ['units'] },
    message:
      'No more can be taken than what is left: what is reserved for tickets or used stays. Take fewer, or withdraw a ticket first.',
    facts: { left, reserved, consumed },
  };
}
