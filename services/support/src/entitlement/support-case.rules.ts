import type { CivilDate } from '@mainstay/kernel/values/civil';
import type { ExcludableWork } from '@mainstay/kernel/values/policy';
import { versionInForce, type PolicyVersion } from '@mainstay/kernel/values/policy-versions';
import type { GrantUnit } from '../grant/balance.rules.js';
import { leftOf, lotsFor, type ContractFact, type ServingLot } from '../grant/usable-lots.rules.js';
import {
  decideSupport,
  servingCover,
  unitsToOpen,
  type CoverFact,
  type LicenseStatus,
  type SupportCase,
  type SupportDecision,
} from './support-entitlement.rules.js';

/** What is known of whoever is to be served. */
export interface SupportFacts {
  /** Null where the case is about no license in particular. */
  readonly licenseId: string | null;
  readonly status: LicenseStatus | null;
  readonly cover: readonly CoverFact[];
  readonly planId: string;
  readonly planName: string;
  readonly versions: readonly PolicyVersion[];
  readonly lots: readonly ServingLot[];
  readonly contracts: readonly ContractFact[];
}

export interface SupportAsked {
  readonly work: ExcludableWork | null;
  readonly asOf: CivilDate;
  readonly today: CivilDate;
}

/** A decision with what it rests on: what opens a case keeps it. */
export interface DecidedSupport extends SupportDecision {
  readonly planId: string;
  readonly planName: string;
  readonly policy: SupportCase['policy'];
  readonly serving: CoverFact | null;
  /** The plan's unit; null where cover alone serves. */
  readonly unit: GrantUnit | null;
  readonly available: number;
  readonly needed: number;
  /** In the order of use. */
  readonly lots: readonly ServingLot[];
  readonly asOf: CivilDate;
}

/**
 * Decides by the version that the running cover was sold under, else by the one in force on the day (M15). Null before the
 * plan had any.
 */
export function supportOf(facts: SupportFacts, { work, asOf, today }: SupportAsked): DecidedSupport | null {
  const serving = servingCover(facts.cover, asOf);
  const sold = facts.versions.find(({ version }) => version === serving?.planVersion);
  const inForce =
    serving?.planId === facts.planId && sold !== undefined ? sold : versionInForce(facts.versions, asOf);
  if (inForce === null) return null;
  const { policy, version } = inForce;
  const { kind } = policy.support.units;
  const unit = kind === 'UNLIMITED' ? null : kind;
  const cover = facts.licenseId === null ? null : facts.cover;
  const lots =
    unit === null ? [] : lotsFor(facts.lots, { unit, contracts: facts.contracts, cover, day: asOf });
  const available = leftOf(lots);
  const decision = decideSupport({
    ...{ status: facts.status, cover: facts.cover, policy, policyVersion: version, available },
    ...{ work, asOf, today },
  });
  return {
    ...decision,
    ...{ planId: facts.planId, planName: facts.planName, policy, serving, unit, available, lots, asOf },
    needed: unitsToOpen(policy),
  };
}
