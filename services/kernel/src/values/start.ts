import { addTerm, coverPeriod, type CoverPeriod, type CoverStart, type Term } from './period.js';
import { civilDate, civilDayOf, partsOf, type CivilDate } from './civil.js';

/** When cover begins that follows no other (M2). */
export const startRules = ['PURCHASE_DAY', 'NEXT_MONTH_START'] as const;
export type StartRule = (typeof startRules)[number];

/** When cover begins that is bought after the old cover ended (M5). */
export const lapsedRenewalRules = ['PURCHASE_DAY', 'NEXT_MONTH_START', 'PREVIOUS_EXPIRY'] as const;
export type LapsedRenewalRule = (typeof lapsedRenewalRules)[number];

/** The vendor's civil day of the payment that completed an order; it serves cover, cut-off and packs alike (M2). */
export function purchaseDayOf(paidAtMs: number, zone: string): CivilDate {
  return civilDayOf(paidAtMs, zone);
}

/**
 * The start of cover by rule (M2). Under NEXT_MONTH_START the day is the one on which the mail server accepted the
 * activation mail: the term is counted from the first of the following month, also when the day is a first itself,
 * and the courtesy days between are covered too.
 */
export function coverStart(rule: StartRule, day: CivilDate): CoverStart {
  switch (rule) {
    case 'PURCHASE_DAY':
      return { startsOn: day, countedFrom: day };
    case 'NEXT_MONTH_START':
      return { startsOn: day, countedFrom: firstOfNextMonth(day) };
  }
}

/**
 * The start of a renewal paid on a day (M5). In time, while cover runs, it always begins at the old end, unrounded;
 * after that the policy decides. On `expiresOn` itself cover has ended.
 */
export function renewalStart(rule: LapsedRenewalRule, paidOn: CivilDate, expiresOn: CivilDate): CoverStart {
  if (paidOn < expiresOn || rule === 'PREVIOUS_EXPIRY')
    return { startsOn: expiresOn, countedFrom: expiresOn };
  return coverStart(rule, paidOn);
}

/** One term for all, or a longer first one for who bought training with the license (M3). */
export type FirstTerm = Term | { readonly withTraining: Term; readonly otherwise: Term };

export function firstTermOf(term: FirstTerm, boughtTraining: boolean): Term {
  if (typeof term === 'string') return term;
  return boughtTraining ? term.withTraining : term.otherwise;
}

/** A period together with the term that made it, so that a chain can be laid anew. */
export interface ChainedPeriod extends CoverPeriod {
  readonly term: Term;
}

/**
 * Training bought while the first, short cover still runs extends it to the long term, counted from the same day;
 * renewals bought already move behind it. Bought later, it changes nothing (M3).
 */
export function extendByTraining(
  chain: readonly ChainedPeriod[],
  trainingOn: CivilDate,
  longTerm: Term,
): readonly ChainedPeriod[] {
  const [first, ...later] = chain;
  if (!first || trainingOn >= first.expiresOn) return chain;
  const expiresOn = addTerm(first.countedFrom, longTerm, first.anchorDay);
  if (expiresOn <= first.expiresOn) return chain;
  return layBehind({ ...first, term: longTerm, expiresOn }, later);
}

/** Lays later periods behind one whose end has moved; a gap that was there stays as long as the new end allows. */
function layBehind(first: ChainedPeriod, later: readonly ChainedPeriod[]): readonly ChainedPeriod[] {
  const laid = [first];
  let previous = first;
  for (const period of later) {
    const moved = period.startsOn >= previous.expiresOn ? period : follow(previous, period);
    laid.push(moved);
    previous = moved;
  }
  return laid;
}

function follow(previous: ChainedPeriod, period: ChainedPeriod): ChainedPeriod {
  const start = { startsOn: previous.expiresOn, countedFrom: previous.expiresOn };
  return { ...coverPeriod(start, period.term, previous), term: period.term };
}

function firstOfNextMonth(day: CivilDate): CivilDate {
  const { year, month } = partsOf(day);
  return month === 12 ? civilDate(year + 1, 1, 1) : civilDate(year, month + 1, 1);
}
