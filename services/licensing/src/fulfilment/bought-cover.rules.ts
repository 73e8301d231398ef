import { laterOf, type CivilDate } from '@mainstay/kernel/values/civil';
import {
  coverPeriod,
  type CoverPeriod,
  type PrecedingCover,
  type Term,
} from '@mainstay/kernel/values/period';
import type { MaintenancePolicy } from '@mainstay/kernel/values/policy';
import { coverStart, firstTermOf } from '@mainstay/kernel/values/start';

export type CoverPolicy = NonNullable<MaintenancePolicy['cover']>;

/**
 * Whether a license brings cover of its own: where the first term hangs on what else was bought, there is one in any
 * case (M3). Where it is one term for all, it is sold as a pack or a contract.
 */
export function comesWithCover({ firstTerm }: CoverPolicy): boolean {
  return typeof firstTerm !== 'string';
}

/** What a license comes with, from the day that the start rule goes by (M2, M3). */
export function firstCover(
  policy: CoverPolicy,
  { day, term }: { readonly day: CivilDate; readonly term: Term },
): CoverPeriod {
  return coverPeriod(coverStart(policy.firstStart, day), term, null);
}

/** The first term of what comes with a license (M3). */
export function firstTermWith(policy: CoverPolicy, training: boolean): Term {
  return firstTermOf(policy.firstTerm, training);
}

/** What a pack or a contract of some years is long. */
export function termOfYears(years: number): Term {
  return `P${String(years * 12)}M`;
}

/**
 * The cover of a pack (M4): from its purchase day, or from where the subject's cover ends, whichever is later; without
 * cover from its purchase day, whatever day it is associated.
 */
export function packCover(
  { purchasedOn, term }: { readonly purchasedOn: CivilDate; readonly term: Term },
  last: PrecedingCover | null,
): CoverPeriod {
  const startsOn = last === null ? purchasedOn : laterOf(purchasedOn, last.expiresOn);
  return coverPeriod({ startsOn, countedFrom: startsOn }, term, last);
}
