import { addDays, earlierOf, type CivilDate } from '@mainstay/kernel/values/civil';
import type { MaintenancePolicy } from '@mainstay/kernel/values/policy';
import {
  coverPeriod,
  type CoverPeriod,
  type PrecedingCover,
  type Term,
} from '@mainstay/kernel/values/period';
import { coverStart, firstTermOf, renewalStart } from '@mainstay/kernel/values/start';
import { ownedBy, type Owner, type TenantMaker } from './maker.js';

export type CoverTerms = NonNullable<MaintenancePolicy['cover']>;

export interface Subject {
  readonly kind: 'LICENSE' | 'SITE' | 'CONTRACT';
  readonly id: string;
  readonly planId: string;
}

/** How cover was bought over the years. */
export interface Buying {
  readonly firstOn: CivilDate;
  /** The first term included. */
  readonly terms: number;
  /** Days without cover before the last term was bought; 0 for an unbroken chain. */
  readonly lapsedDays: number;
  readonly withTraining: boolean;
}

/** The terms as the plan's own rules lay them (M1 to M5), written down for the subject. */
export function makeCover(
  maker: TenantMaker,
  owner: Owner,
  subject: Subject,
  { terms, buying }: { terms: CoverTerms; buying: Buying },
): CoverPeriod[] {
  const periods: CoverPeriod[] = [];
  let preceding: PrecedingCover | null = null;
  for (let index = 0; index < buying.terms; index += 1) {
    const term: Term = index === 0 ? firstTermOf(terms.firstTerm, buying.withTraining) : terms.renewalTerm;
    const last = index === buying.terms - 1;
    const paidOn: CivilDate | null =
      preceding === null
        ? null
        : addDays(preceding.expiresOn, last && buying.lapsedDays > 0 ? buying.lapsedDays : -10);
    const start =
      preceding === null || paidOn === null
        ? coverStart(terms.firstStart, buying.firstOn)
        : renewalStart(terms.lapsedRenewal, paidOn, preceding.expiresOn);
    const period = coverPeriod(start, term, preceding);
    addPeriod(maker, owner, subject, period);
    periods.push(period);
    preceding = { expiresOn: period.expiresOn, anchorDay: period.anchorDay, term };
  }
  return periods;
}

function addPeriod(maker: TenantMaker, owner: Owner, subject: Subject, period: CoverPeriod): void {
  const bought = earlierOf(period.startsOn, maker.daysAgo(1));
  maker.add('coverage_period', {
    id: maker.id('cov', bought),
    ...ownedBy(owner),
    ...{ subject_kind: subject.kind, subject_id: subject.id },
    ...{ starts_on: period.startsOn, expires_on: period.expiresOn, counted_from: period.countedFrom },
    ...{
      anchor_day: period.anchorDay,
      plan_id: subject.planId,
      plan_version: 1,
      created_at: maker.instant(bought),
    },
  });
}
