import {
  addDays,
  earlierOf,
  firstInstantAfter,
  laterOf,
  type CivilDate,
} from '@mainstay/kernel/values/civil';
import { addTerm, type Term } from '@mainstay/kernel/values/period';

/** One renewal that a quote offers. */
export interface OfferedCover {
  /** The end of the cover that is renewed; null where there never was any. */
  readonly renews: CivilDate | null;
  /** The end of the cover that is sold. */
  readonly expiresOn: CivilDate;
}

/**
 * The last day on which a quote holds (B2): a policy's length after its day of issue; made before cover ends, at least
 * through that end; and never past the last day of any cover it sells, so that nobody accepts what is over.
 */
export function validThrough(issuedOn: CivilDate, holds: Term, offers: readonly OfferedCover[]): CivilDate {
  const running = offers.flatMap(({ renews }) => (renews !== null && issuedOn < renews ? [renews] : []));
  const through = running.reduce(laterOf, addTerm(issuedOn, holds));
  const last = offers.map(({ expiresOn }) => addDays(expiresOn, -1)).reduce(earlierOf, through);
  if (last < issuedOn) throw new RangeError('A quote sells cover whose last day is not before its issue.');
  return last;
}

/**
 * The first instant at which a quote holds no longer, ISO 8601 as the database tells it: days begin in the vendor's
 * zone.
 */
export function expiryInstant(lastDay: CivilDate, zone: string): string {
  return Temporal.Instant.fromEpochMilliseconds(firstInstantAfter(lastDay, zone)).toString();
}
