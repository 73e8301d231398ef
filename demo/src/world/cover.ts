import { addDays, earlierOf, type CivilDate } from '@mainstay/kernel/values/civil';
import {
  coverPeriod,
  type CoverPeriod,
  type CoverStart,
  type PrecedingCover,
} from '@mainstay/kernel/values/period';
import type { MaintenancePolicy } from '@mainstay/kernel/values/policy';
import { versionInForce } from '@mainstay/kernel/values/policy-versions';
import { coverStart, firstTermOf, renewalStart } from '@mainstay/kernel/values/start';
import { ownedBy, type Owner, type TenantMaker } from './maker.js';

export type CoverTerms = NonNullable<MaintenancePolicy['cover']>;

/** What became of one subject's cover. */
export interface History {
  readonly terms: number;
  /** Days without cover before the last term was bought; 0 for an unbroken chain. */
  readonly lapsedDays: number;
  /** About when cover ends, seen from the first day of the demo. */
  readonly endsInDays: number;
}

export const histories = {
  UNBROKEN: { terms: 5, lapsedDays: 0, endsInDays: 200 },
  LAPSED: { terms: 2, lapsedDays: 0, endsInDays: -300 },
  /** Years bought ahead. */
  STACKED: { terms: 4, lapsedDays: 0, endsInDays: 600 },
  RENEWED_LATE: { terms: 3, lapsedDays: 75, endsInDays: 120 },
  ENDING: { terms: 3, lapsedDays: 0, endsInDays: 20 },
} as const satisfies Record<string, History>;

export interface Subject {
  readonly kind: 'LICENSE' | 'SITE' | 'CONTRACT';
  readonly id: string;
  readonly planId: string;
}

export interface Buying {
  readonly firstOn: CivilDate;
  readonly history: History;
  readonly withTraining: boolean;
}

export interface BoughtPeriod extends CoverPeriod {
  readonly paidOn: CivilDate;
  readonly planVersion: number;
}

/** The day on which such a history began, but never before the vendor knew the account. */
export function firstDayOf(maker: TenantMaker, history: History, knownForDays: number): CivilDate {
  const daysAgo = history.terms * 365 - history.endsInDays + history.lapsedDays;
  return maker.daysAgo(Math.min(knownForDays - 5, daysAgo));
}

/**
 * The periods as the plan's own rules lay them (M1 to M5), written down for the subject. Each is sold under the version
 * of the plan that was in force on the day it was paid (M15).
 */
export function makeCover(
  maker: TenantMaker,
  owner: Owner,
  subject: Subject,
  buying: Buying,
): BoughtPeriod[] {
  const periods: BoughtPeriod[] = [];
  let preceding: PrecedingCover | null = null;
  for (let index = 0; index < buying.history.terms; index += 1) {
    const paidOn = paidDay(maker, buying, preceding, index);
    const { version, terms } = termsOn(maker, paidOn);
    const term = index === 0 ? firstTermOf(terms.firstTerm, buying.withTraining) : terms.renewalTerm;
    const start: CoverStart =
      preceding === null
        ? coverStart(terms.firstStart, paidOn)
        : renewalStart(terms.lapsedRenewal, paidOn, preceding.expiresOn);
    const period: BoughtPeriod = { ...coverPeriod(start, term, preceding), paidOn, planVersion: version };
    addPeriod(maker, owner, subject, period);
    periods.push(period);
    preceding = { expiresOn: period.expiresOn, anchorDay: period.anchorDay, term };
  }
  return periods;
}

/** Ten days before the end; years that were bought ahead, lately. */
function paidDay(
  maker: TenantMaker,
  { firstOn, history }: Buying,
  preceding: PrecedingCover | null,
  index: number,
): CivilDate {
  if (preceding === null) return firstOn;
  const late = index === history.terms - 1 ? history.lapsedDays : 0;
  return earlierOf(addDays(preceding.expiresOn, late > 0 ? late : -10), maker.daysAgo(45));
}

function termsOn(maker: TenantMaker, day: CivilDate): { version: number; terms: CoverTerms } {
  const sold = versionInForce(maker.tenant.plan.versions, day);
  if (!sold?.policy.cover) throw new Error(`${maker.tenant.name} sold no cover on ${day}.`);
  return { version: sold.version, terms: sold.policy.cover };
}

function addPeriod(maker: TenantMaker, owner: Owner, subject: Subject, period: BoughtPeriod): void {
  maker.add('coverage_period', {
    id: maker.id('cov', period.paidOn),
    ...ownedBy(owner),
    subject_kind: subject.kind,
    subject_id: subject.id,
    starts_on: period.startsOn,
    expires_on: period.expiresOn,
    counted_from: period.countedFrom,
    anchor_day: period.anchorDay,
    plan_id: subject.planId,
    plan_version: period.planVersion,
    created_at: maker.instant(period.paidOn),
  });
}
