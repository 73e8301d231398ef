import { daysBetween, daysInMonth, partsOf, type CivilDate } from './civil.js';
import {
  addTerm,
  anchorDayFor,
  termLength,
  type CoverPeriod,
  type PrecedingCover,
  type Term,
} from './period.js';
import type { MaintenancePolicy } from './policy.js';
import { renewalStart } from './start.js';

/** What a plan says of renewals. */
export type RenewalPolicy = Pick<
  NonNullable<MaintenancePolicy['cover']>,
  'renewalTerm' | 'lapsedRenewal' | 'reinstatementFee'
>;

/** The cover that ends last, which a renewal follows. */
export interface LastCover {
  readonly expiresOn: CivilDate;
  readonly anchorDay: number;
}

/** The cover that a renewal sells, and what is asked for its being late. */
export interface RenewedCover extends CoverPeriod {
  /** The end of the cover that it follows. */
  readonly renews: CivilDate;
  /** How many terms of the plan, and the least number whose end lies after the day. */
  readonly terms: number;
  readonly leastTerms: number;
  /** On `expiresOn` cover is over for 0 days; negative where the renewal is in time. */
  readonly daysLate: number;
  /** Of the price of the least terms; null where it is in time, or free of a fee. */
  readonly feePercent: number | null;
}

/**
 * The cover that a renewal of some terms sells on a day (M5): in time it begins at the old end, unrounded; later as the
 * policy says. Whole terms are sold, and at least so many that the last ends after the day: those, where none are told.
 */
export function renewedCover(
  policy: RenewalPolicy,
  last: LastCover,
  { day, terms: asked }: { readonly day: CivilDate; readonly terms: number | null },
): RenewedCover {
  const start = renewalStart(policy.lapsedRenewal, day, last.expiresOn);
  const anchorDay = anchorDayFor(start.countedFrom, precedingCover(policy, last));
  const endOf = (terms: number) =>
    addTerm(start.countedFrom, manyTerms(policy.renewalTerm, terms), anchorDay);
  let leastTerms = 1;
  while (endOf(leastTerms) <= day) leastTerms += 1;
  const terms = asked ?? leastTerms;
  const daysLate = daysBetween(last.expiresOn, day);
  const fee = policy.reinstatementFee;
  return {
    ...{ ...start, anchorDay, expiresOn: endOf(terms), renews: last.expiresOn, terms, leastTerms, daysLate },
    feePercent: fee !== null && daysLate > fee.freeDays ? fee.percent : null,
  };
}

/** Terms one after another, as one: the anchor keeps where each of them ends (M1). */
export function manyTerms(term: Term, count: number): Term {
  const length = termLength(term);
  return length.unit === 'MONTHS' ? `P${String(length.months * count)}M` : `P${String(length.days * count)}D`;
}

/** How many years some terms are; null where they are no whole years, for which no list has a price. */
export function yearsOf(term: Term, terms: number): number | null {
  const length = termLength(term);
  const months = length.unit === 'MONTHS' ? length.months * terms : 0;
  return months > 0 && months % 12 === 0 ? months / 12 : null;
}

/** How many terms make up some years; null where whole terms do not. */
export function termsOf(term: Term, years: number): number | null {
  const length = termLength(term);
  if (length.unit === 'DAYS' || (years * 12) % length.months !== 0) return null;
  return (years * 12) / length.months;
}

/**
 * An anchor is kept by what follows terms of months (M1). Cover that ends on its anchor was such, or ends on the same day
 * of month as if it were; after any other, e.g. a term in days, the new start is the anchor.
 */
export function precedingCover(
  { renewalTerm }: Pick<RenewalPolicy, 'renewalTerm'>,
  { expiresOn, anchorDay }: LastCover,
): PrecedingCover {
  const { year, month, day } = partsOf(expiresOn);
  const onAnchor = day === Math.min(anchorDay, daysInMonth(year, month));
  return { expiresOn, anchorDay, term: onAnchor ? renewalTerm : null };
}

const mostTerms = 30;

/** How long a period was: so many terms of the plan as end where it ends; one term where none does. */
export function termBetween(
  { countedFrom, expiresOn, anchorDay }: Pick<CoverPeriod, 'countedFrom' | 'expiresOn' | 'anchorDay'>,
  renewalTerm: Term,
): Term {
  for (let count = 1; count <= mostTerms; count += 1) {
    const term = manyTerms(renewalTerm, count);
    if (addTerm(countedFrom, term, anchorDay) === expiresOn) return term;
  }
  return renewalTerm;
}
