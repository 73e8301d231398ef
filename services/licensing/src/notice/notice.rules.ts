import { instantAt, type CivilDate } from '@mainstay/kernel/values/civil';
import { addTerm, subtractTerm, termLength, type Term } from '@mainstay/kernel/values/period';
import type { MaintenancePolicy } from '@mainstay/kernel/values/policy';
import { unbrokenCover, type Days } from '../maintenance/cover.rules.js';

export type NoticeRule = NonNullable<MaintenancePolicy['cover']>['notices'][number];
export type QuoteAttachment = NoticeRule['quote'];

export const noticeStates = ['PLANNED', 'SENT', 'SKIPPED', 'WITHDRAWN'] as const;
export type NoticeState = (typeof noticeStates)[number];

export const noticeReasons = [
  'BEFORE_COVER',
  'NEARER_ONE_WENT',
  'RENEWED',
  'COVER_MOVED',
  'COVER_OVER',
  'PLAN_DIFFERS',
  'LICENSE_REVOKED',
  'LICENSE_SUSPENDED',
  'NOBODY_TO_TELL',
] as const;
export type NoticeReason = (typeof noticeReasons)[number];

/** A period that covers a license, cut to the days that count for it, with the term that it was sold for. */
export interface SoldPeriod extends Days {
  readonly countedFrom: CivilDate;
  /** Where the term ends that was sold; `expiresOn` lies before it where the license left a site or a contract. */
  readonly termEndsOn: CivilDate;
  readonly planId: string;
  readonly planVersion: number;
}

/** A license as its notices follow from it. */
export interface NoticeCase {
  readonly status: 'ACTIVE' | 'REVOKED' | 'SUSPENDED';
  readonly periods: readonly SoldPeriod[];
  /** The notices of a version of a plan (M15); none where it sells no cover. */
  readonly noticesOf: (planId: string, planVersion: number) => readonly NoticeRule[];
}

/** One notice as it should stand. */
export interface Notice {
  /** The first day without cover that it tells of. */
  readonly expiresOn: CivilDate;
  readonly before: Term;
  /** When it falls due: 09:00 of the vendor, also where that had passed before anybody knew. */
  readonly dueAtMs: number;
  readonly state: NoticeState;
  readonly reason: NoticeReason | null;
  readonly quote: QuoteAttachment;
  readonly planId: string;
  readonly planVersion: number;
}

/** A moment by the tenant's clock. */
export interface NoticeClock {
  readonly nowMs: number;
  readonly today: CivilDate;
  readonly zone: string;
}

/** Notices leave when people begin to work (M8). */
const timeOfDay = '09:00';

/** One offset is one text, however a plan writes it: of two versions with `P1Y` and `P12M` one notice goes. */
export function offsetText(before: Term): Term {
  const length = termLength(before);
  return length.unit === 'DAYS' ? `P${String(length.days)}D` : `P${String(length.months)}M`;
}

/**
 * The notices of all cover that ends on a coming day, as they should stand if none was ever sent (M8). Each unbroken
 * stretch has its own; a day that has passed is made good by the nearest of them alone.
 */
export function wantedNotices(license: NoticeCase, clock: NoticeClock): Notice[] {
  if (license.status !== 'ACTIVE') return [];
  return unbrokenCover(license.periods)
    .filter(({ expiresOn }) => expiresOn > clock.today)
    .flatMap((stretch) => ofStretch(license, stretch, clock));
}

function ofStretch(
  license: NoticeCase,
  { startsOn, expiresOn }: Days,
  { nowMs, zone }: NoticeClock,
): Notice[] {
  const last = lastPeriod(license.periods, expiresOn);
  if (last === null) return [];
  const { planId, planVersion } = last;
  const nearestFirst = license
    .noticesOf(planId, planVersion)
    .filter(({ termAtLeast }) => termAtLeast === null || lastsAtLeast(last, termAtLeast))
    .map(({ before, quote }) => ({ before: offsetText(before), quote, on: subtractTerm(expiresOn, before) }))
    .sort((one, other) => (one.on < other.on ? 1 : -1));
  let passed = 0;
  return nearestFirst.map(({ before, quote, on }) => {
    const dueAtMs = instantAt(on, timeOfDay, zone);
    const standing = (): Pick<Notice, 'state' | 'reason'> => {
      if (on < startsOn) return { state: 'SKIPPED', reason: 'BEFORE_COVER' };
      if (dueAtMs <= nowMs) passed += 1;
      return passed > 1
        ? { state: 'SKIPPED', reason: 'NEARER_ONE_WENT' }
        : { state: 'PLANNED', reason: null };
    };
    return { ...{ expiresOn, before, dueAtMs, quote, planId, planVersion }, ...standing() };
  });
}

/** The period that decides: of several that end last the one that began last. */
function lastPeriod(periods: readonly SoldPeriod[], expiresOn: CivilDate): SoldPeriod | null {
  return periods
    .filter((period) => period.expiresOn === expiresOn)
    .reduce<SoldPeriod | null>(
      (last, one) => (last === null || one.startsOn >= last.startsOn ? one : last),
      null,
    );
}

/** By the term that was sold: whoever leaves a site of a yearly pack early had cover of a year. */
function lastsAtLeast({ countedFrom, termEndsOn }: SoldPeriod, term: Term): boolean {
  return addTerm(countedFrom, term) <= termEndsOn;
}
