import { daysInMonth, partsOf, type CivilDate } from '@mainstay/kernel/values/civil';
import type { CoverPeriod } from '@mainstay/kernel/values/period';
import type { Refusal } from '@mainstay/kernel/values/refusal';
import { reasonFaults } from '../contact/contact-reason.rules.js';

export type CoverCorrectionKind = 'ADD' | 'MOVE' | 'REMOVE';

export type CoverCorrectCode =
  | 'CORRECTION_UNCLEAR'
  | 'DAYS_INVALID'
  | 'REASON_INVALID'
  | 'PERIOD_NOT_FOUND'
  | 'SUBJECT_NOT_FOUND'
  | 'SUBJECT_NOT_COVERED'
  | 'NOTHING_CHANGED'
  | 'COVER_OVERLAPS';

export interface CoverCorrectAsked {
  readonly kind: CoverCorrectionKind;
  readonly periodId?: string | null | undefined;
  readonly subjectId?: string | null | undefined;
  readonly startsOn?: CivilDate | null | undefined;
  readonly expiresOn?: CivilDate | null | undefined;
  readonly reason?: string | null | undefined;
}

/** A period of the subject as it stands. */
export interface StandingPeriod extends CoverPeriod {
  readonly id: string;
}

export interface CoverCorrectFacts {
  /** Whose cover it is; null where whoever corrects sees none such. */
  readonly subject: { readonly id: string } | null;
  /** All of the subject, by first day. */
  readonly periods: readonly StandingPeriod[];
  /** The version of the plan that a new period is sold under; null where it sells no cover for such a subject. */
  readonly soldUnder: { readonly planId: string; readonly planVersion: number } | null;
}

const earliest = '1990-01-01';
const latest = '2200-12-31';

/** What each kind of correction names, and no more. */
const named: Readonly<Record<CoverCorrectionKind, (asked: CoverCorrectAsked) => boolean>> = {
  ADD: ({ periodId, subjectId, startsOn, expiresOn }) =>
    !given(periodId) && given(subjectId) && given(startsOn) && given(expiresOn),
  MOVE: ({ periodId, subjectId, startsOn, expiresOn }) =>
    given(periodId) && !given(subjectId) && (given(startsOn) || given(expiresOn)),
  REMOVE: ({ periodId, subjectId, startsOn, expiresOn }) =>
    given(periodId) && !given(subjectId) && !given(startsOn) && !given(expiresOn),
};

function given(text: string | null | undefined): text is string {
  return text !== null && text !== undefined;
}

export function coverCorrectFaults(asked: CoverCorrectAsked): Refusal<CoverCorrectCode>[] {
  const faults: Refusal<CoverCorrectCode>[] = [];
  if (!named[asked.kind](asked))
    faults.push({
      ...{ code: 'CORRECTION_UNCLEAR', field: ['kind'] },
      message:
        'ADD takes `subjectId`, `startsOn` and `expiresOn`; MOVE `periodId` and a day or both; REMOVE `periodId` alone.',
    });
  const days = [asked.startsOn, asked.expiresOn].filter(given);
  const [first, second] = days;
  const turned = first !== undefined && second !== undefined && first >= second;
  if (turned || days.some((day) => day < earliest || day > latest)) faults.push(daysInvalid);
  return [...faults, ...reasonFaults(asked.reason ?? '')];
}

const daysInvalid: Refusal<'DAYS_INVALID'> = {
  ...{ code: 'DAYS_INVALID', field: ['expiresOn'] },
  message:
    'Cover ends after it starts, and lies between 1990-01-01 and 2200-12-31: `expiresOn` is the first day without.',
};

/** Refused before the database's own constraint would, with what stands in the way. */
export function decideCoverCorrect(
  { subject, periods, soldUnder }: CoverCorrectFacts,
  asked: CoverCorrectAsked,
): Refusal<CoverCorrectCode>[] {
  if (subject === null)
    return asked.kind === 'ADD'
      ? [
          {
            ...{ code: 'SUBJECT_NOT_FOUND', field: ['subjectId'] },
            message: 'There is no such license, site or contract; ask `licenses` for ids.',
          },
        ]
      : [
          {
            ...{ code: 'PERIOD_NOT_FOUND', field: ['periodId'] },
            message: 'There is no such period of cover; ask `coverage` of a license for its periods.',
          },
        ];
  if (asked.kind === 'REMOVE') return [];
  if (asked.kind === 'ADD' && soldUnder === null)
    return [
      {
        ...{ code: 'SUBJECT_NOT_COVERED', field: ['subjectId'] },
        message: 'By its plan on that day no cover is sold for it: see `plan` of the product.',
      },
    ];
  const before = periods.find(({ id }) => id === asked.periodId) ?? null;
  const after = periodAfter(before, asked, periods);
  if (after.startsOn >= after.expiresOn) return [daysInvalid];
  if (before?.startsOn === after.startsOn && before.expiresOn === after.expiresOn)
    return [
      {
        ...{ code: 'NOTHING_CHANGED', field: ['periodId'] },
        message: 'The period has these days already: nothing is left to do.',
      },
    ];
  return overlaps(after, othersOf(periods, before));
}

function othersOf(periods: readonly StandingPeriod[], own: StandingPeriod | null): StandingPeriod[] {
  return periods.filter(({ id }) => id !== own?.id);
}

function overlaps(
  { startsOn, expiresOn }: CoverPeriod,
  others: readonly StandingPeriod[],
): Refusal<'COVER_OVERLAPS'>[] {
  const other = others.find((one) => one.startsOn < expiresOn && startsOn < one.expiresOn);
  if (other === undefined) return [];
  return [
    {
      ...{ code: 'COVER_OVERLAPS', field: [startsOn < other.startsOn ? 'expiresOn' : 'startsOn'] },
      message: 'Another period of the same subject covers some of these days: move or remove that one first.',
      facts: { periodId: other.id, startsOn: other.startsOn, expiresOn: other.expiresOn },
    },
  ];
}

/**
 * A period after its correction. Courtesy days stay while its term still counts from a day within it (M2); otherwise it
 * counts from its first day. Its anchor is a day on which its end falls, so that what follows keeps to it (M1).
 */
export function periodAfter(
  before: StandingPeriod | null,
  { startsOn: newStart, expiresOn: newEnd }: CoverCorrectAsked,
  periods: readonly StandingPeriod[],
): CoverPeriod {
  const startsOn = newStart ?? before?.startsOn ?? '';
  const expiresOn = newEnd ?? before?.expiresOn ?? '';
  const courtesy = before !== null && before.countedFrom > before.startsOn;
  const keeps = courtesy && before.countedFrom >= startsOn && before.countedFrom < expiresOn;
  const countedFrom = keeps ? before.countedFrom : startsOn;
  if (startsOn >= expiresOn) return { startsOn, expiresOn, countedFrom, anchorDay: 1 };
  const preceding = othersOf(periods, before).find((one) => one.expiresOn === countedFrom);
  const candidates = [
    countedFrom === before?.countedFrom ? before.anchorDay : undefined,
    preceding?.anchorDay,
    partsOf(countedFrom).day,
  ];
  const anchorDay = candidates.find((day) => day !== undefined && fallsOn(expiresOn, day));
  return { startsOn, expiresOn, countedFrom, anchorDay: anchorDay ?? partsOf(expiresOn).day };
}

/** Whether a day is the anchor of its month, or the last day of a month that has no such day. */
function fallsOn(end: CivilDate, anchorDay: number): boolean {
  const { year, month, day } = partsOf(end);
  return day === Math.min(anchorDay, daysInMonth(year, month));
}
