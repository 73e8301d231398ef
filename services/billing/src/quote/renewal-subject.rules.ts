import { laterOf, type CivilDate } from '@mainstay/kernel/values/civil';
import type { CoverSubjectKind, MaintenancePolicy } from '@mainstay/kernel/values/policy';
import { versionInForce, type PolicyVersion } from '@mainstay/kernel/values/policy-versions';
import type { Metric } from '../price/price.rules.js';
import type { RenewalSubject, RenewedPart } from './renewal-offer.rules.js';
import type { LastCover } from '@mainstay/kernel/values/renewal';

/** A period as licensing told it. */
export interface KnownPeriod {
  readonly startsOn: CivilDate;
  readonly expiresOn: CivilDate;
  readonly anchorDay: number;
}

/** A license as licensing told it, with what its product is sold under. */
export interface KnownLicense {
  readonly id: string;
  readonly accountId: string;
  readonly resellerId: string | null;
  readonly status: 'ACTIVE' | 'REVOKED' | 'SUSPENDED';
  readonly productId: string;
  readonly productName: string;
  readonly metric: Metric;
  readonly quantity: number;
  readonly cover: readonly (KnownPeriod & { readonly source: CoverSubjectKind })[];
  readonly versions: readonly PolicyVersion[];
}

/** A contract as licensing told it; its plan is that of its first line. */
export interface KnownContract {
  readonly id: string;
  readonly accountId: string;
  readonly resellerId: string | null;
  readonly number: string;
  readonly periods: readonly KnownPeriod[];
  readonly lines: readonly {
    readonly licenseId: string;
    readonly productId: string;
    readonly metric: Metric;
    readonly quantity: number;
    readonly active: boolean;
    readonly untilOn: CivilDate | null;
  }[];
  readonly versions: readonly PolicyVersion[];
}

/** A subject with whose it is: who is offered its renewal. */
export type OwnedSubject = RenewalSubject & {
  readonly accountId: string;
  readonly resellerId: string | null;
};

export interface RenewalDay {
  readonly day: CivilDate;
  readonly today: CivilDate;
}

type Pending = RenewalSubject['pending'];

/** Whether a plan sells cover for licenses on a day, or for the contracts that they are lines of. */
export function soldFor(versions: readonly PolicyVersion[], day: CivilDate): readonly CoverSubjectKind[] {
  return coverOn(versions, day)?.on ?? [];
}

export function licenseSubject(license: KnownLicense, pending: Pending, when: RenewalDay): OwnedSubject {
  const { id, accountId, resellerId, productId, productName, metric, quantity } = license;
  return {
    ...{ kind: 'LICENSE', id, accountId, resellerId, name: productName, active: license.status === 'ACTIVE' },
    ...underPlan(license.versions, 'LICENSE', when.day),
    // A site covers the license, too: what is bought for itself alone follows the later end, as a code does (M4).
    last: lastOf(license.cover, when),
    ...{ parts: [{ productId, metric, quantity }], pending },
  };
}

export function contractSubject(contract: KnownContract, pending: Pending, when: RenewalDay): OwnedSubject {
  const { id, accountId, resellerId, number, periods } = contract;
  const last = lastOf(periods, when);
  const parts = partsOf(contract, last);
  return {
    ...{ kind: 'CONTRACT', id, accountId, resellerId, name: `contract ${number}`, active: parts.length > 0 },
    ...underPlan(contract.versions, 'CONTRACT', when.day),
    ...{ last, parts, pending },
  };
}

/** What is no line any more when the old cover ends, or may not be used, is not renewed. */
function partsOf({ lines }: KnownContract, last: LastCover | null): RenewedPart[] {
  return lines
    .filter(
      ({ active, untilOn }) => active && (untilOn === null || last === null || untilOn > last.expiresOn),
    )
    .map(({ productId, metric, quantity }) => ({ productId, metric, quantity }));
}

/** As of a day that has passed it is by what had begun then; else all that is known to come (M14). */
function lastOf(periods: readonly KnownPeriod[], { day, today }: RenewalDay): LastCover | null {
  const begun = laterOf(day, today) === today && day !== today;
  return periods
    .filter(({ startsOn }) => !begun || startsOn <= day)
    .reduce<LastCover | null>(
      (last, { expiresOn, anchorDay }) =>
        last !== null && last.expiresOn >= expiresOn ? last : { expiresOn, anchorDay },
      null,
    );
}

function underPlan(
  versions: readonly PolicyVersion[],
  kind: CoverSubjectKind,
  day: CivilDate,
): Pick<RenewalSubject, 'policy' | 'policyVersion'> {
  const version = versionInForce(versions, day);
  const cover = coverOn(versions, day);
  return {
    policy: cover?.on.includes(kind) === true ? cover : null,
    policyVersion: version?.version ?? 0,
  };
}

function coverOn(versions: readonly PolicyVersion[], day: CivilDate): MaintenancePolicy['cover'] {
  return versionInForce(versions, day)?.policy.cover ?? null;
}
