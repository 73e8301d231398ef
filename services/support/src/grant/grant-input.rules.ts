import type { CivilDate } from '@mainstay/kernel/values/civil';
import type { Refusal } from '@mainstay/kernel/values/refusal';

/** At once, given or taken; the largest package has 500. */
export const mostUnits = 1_000;

/** Beyond it no vendor's record reaches. */
const latestDay = '2200-12-31';

export function unitsFaults(units: number, least: number): Refusal<'UNITS_INVALID'>[] {
  if (units !== 0 && units >= least && units <= mostUnits) return [];
  return [
    {
      ...{ code: 'UNITS_INVALID', field: ['units'] },
      message:
        least > 0
          ? 'Units are a whole number from 1 to 1,000.'
          : 'Units are a whole number from -1,000 to 1,000 and not 0: negative takes away.',
    },
  ];
}

/** A day on which units end is still to come; null ends none. */
export function expiryFaults(
  expiresOn: CivilDate | null | undefined,
  today: CivilDate,
): Refusal<'EXPIRY_INVALID'>[] {
  if (expiresOn === null || expiresOn === undefined || (expiresOn > today && expiresOn <= latestDay))
    return [];
  return [
    {
      ...{ code: 'EXPIRY_INVALID', field: ['expiresOn'] },
      message: `The first day without the units lies after today and not after ${latestDay}. To end them now, take away what is left.`,
      facts: { today },
    },
  ];
}
