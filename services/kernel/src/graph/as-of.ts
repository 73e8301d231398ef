import type { CivilDate } from '../values/civil.js';
import { UserFault } from './errors.js';

/** Beyond these no vendor's record and no term reaches; the zones' rules are unknown there, too. */
const earliest = '1990-01-01';
const latest = '2200-12-31';

/** The day that a question is for: today in the vendor's zone unless it names another. */
export function dayAsked(asOf: CivilDate | null | undefined, today: CivilDate): CivilDate {
  const day = asOf ?? today;
  if (day < earliest || day > latest)
    throw new UserFault('BAD_USER_INPUT', `A day must lie between ${earliest} and ${latest}.`, {
      field: 'asOf',
    });
  return day;
}
