import type { FactValue, RuleOutcome, RuleVerdict } from '@mainstay/kernel/values/decision';
import { effectiveCover } from '../maintenance/cover.rules.js';
import type { ReleaseCatalog, ReleaseFact } from './catalog.rules.js';
import {
  cutoff,
  decidingPeriod,
  isRevoked,
  isSuspended,
  isYanked,
  knowledgeEnd,
  majorAtPurchase,
  upgradeIncluded,
  type LicenseFacts,
  type Moment,
  type VersionPolicy,
} from './entitlement.rules.js';

/** In order of precedence; the order is part of the contract. */
export const versionRuleCodes = [
  'NOT_PURCHASED',
  'LICENSE_REVOKED',
  'LICENSE_SUSPENDED',
  'VERSION_UNKNOWN',
  'VERSION_NOT_RELEASED',
  'VERSION_AFTER_CUTOFF',
  'UPGRADE_NOT_INCLUDED',
  'PRERELEASE_NOT_OPTED_IN',
  /** Only ever warns: a machine that runs a yanked release stays valid. */
  'VERSION_YANKED',
] as const;
export type VersionRuleCode = (typeof versionRuleCodes)[number];

export type VersionOutcome = RuleOutcome<VersionRuleCode>;

/** A license and its catalog, asked at a moment. */
export interface VersionCase {
  readonly catalog: ReleaseCatalog;
  readonly facts: LicenseFacts;
  readonly policy: VersionPolicy;
  readonly moment: Moment;
}

/** The rules that look at the license alone. */
export function licenseOutcomes({ facts, moment }: VersionCase): readonly VersionOutcome[] {
  const revoked = isRevoked(facts, moment);
  const suspended = isSuspended(facts, moment);
  return [
    outcome('NOT_PURCHASED', 'M14', verdictOf(facts.purchasedOn <= moment.asOf), {
      asOf: moment.asOf,
      purchasedOn: facts.purchasedOn,
    }),
    outcome('LICENSE_REVOKED', 'M9', verdictOf(!revoked), {
      revokedAt: revoked ? instant(facts.revokedAtMs) : null,
    }),
    outcome('LICENSE_SUSPENDED', 'M9', verdictOf(!suspended), {
      suspendedAt: suspended ? instant(facts.suspendedAtMs) : null,
    }),
  ];
}

/**
 * Every rule that can be looked at, by precedence. One whose facts do not exist is not looked at: an unknown version has
 * no day, a license not bought yet has no cut-off, and what lies after the cut-off fell in no period.
 */
export function versionOutcomes(asked: VersionCase, version: string): readonly VersionOutcome[] {
  const license = licenseOutcomes(asked);
  const release = knownRelease(asked, version);
  if (!release) return [...license, outcome('VERSION_UNKNOWN', 'M9', 'FAILED', { known: false })];
  return [
    ...license,
    outcome('VERSION_UNKNOWN', 'M9', 'PASSED', { known: true }),
    ...releaseOutcomes(asked, release),
  ];
}

/** A release that the vendor's clock has not reached is not known: to say that it will come would tell a secret. */
function knownRelease({ catalog, moment }: VersionCase, version: string): ReleaseFact | null {
  const release = catalog.byVersion.get(version);
  return release && release.releasedAtMs <= moment.nowMs ? release : null;
}

function releaseOutcomes(asked: VersionCase, release: ReleaseFact): readonly VersionOutcome[] {
  const { facts, moment } = asked;
  const knownMs = knowledgeEnd(moment);
  const published = release.releasedAtMs < knownMs;
  const bought = facts.purchasedOn <= moment.asOf;
  const yanked = isYanked(release, knownMs);
  return [
    outcome('VERSION_NOT_RELEASED', 'M14', verdictOf(published), {
      asOf: moment.asOf,
      releasedAt: instant(release.releasedAtMs),
    }),
    ...(bought ? gateOutcomes(asked, release, published) : []),
    outcome('PRERELEASE_NOT_OPTED_IN', 'M6', verdictOf(!release.prerelease || facts.prereleases), {
      prerelease: release.prerelease,
      optedIn: facts.prereleases,
    }),
    outcome('VERSION_YANKED', 'M6', yanked ? 'WARNED' : 'PASSED', {
      yankedAt: yanked ? instant(release.yankedAtMs) : null,
    }),
  ];
}

function gateOutcomes(
  asked: VersionCase,
  release: ReleaseFact,
  published: boolean,
): readonly VersionOutcome[] {
  const { facts, policy, moment } = asked;
  const cutoffMs = cutoff(facts, policy, moment.asOf, moment.zone);
  if (cutoffMs === null) {
    return [outcome('VERSION_AFTER_CUTOFF', 'M6', 'PASSED', { versionGate: policy.versionGate })];
  }
  const before = release.releasedAtMs < cutoffMs;
  const gate = outcome('VERSION_AFTER_CUTOFF', 'M6', verdictOf(before), {
    versionGate: policy.versionGate,
    cutoffAt: instant(cutoffMs),
    releasedAt: instant(release.releasedAtMs),
    purchasedOn: facts.purchasedOn,
    coverExpiresOn: effectiveCover(facts.periods, moment.asOf).expiresOn,
  });
  return before && published ? [gate, upgradeOutcome(asked, release)] : [gate];
}

function upgradeOutcome({ catalog, facts, moment }: VersionCase, release: ReleaseFact): VersionOutcome {
  const period = decidingPeriod(facts, release, moment);
  const included = upgradeIncluded(catalog, facts, release, moment);
  return outcome('UPGRADE_NOT_INCLUDED', 'M6', verdictOf(included), {
    major: release.major,
    majorAtPurchase: majorAtPurchase(catalog, facts, moment),
    upgrades: period?.upgrades ?? null,
    periodStartsOn: period?.startsOn ?? null,
    soldUnderPolicyVersion: period?.planVersion ?? null,
  });
}

export function outcome(
  code: VersionRuleCode,
  rule: string,
  verdict: RuleVerdict,
  facts: Readonly<Record<string, FactValue>>,
): VersionOutcome {
  return { code, rule, verdict, facts };
}

export function failedCodes(outcomes: readonly VersionOutcome[]): readonly VersionRuleCode[] {
  return outcomes.filter(({ verdict }) => verdict === 'FAILED').map(({ code }) => code);
}

function verdictOf(passed: boolean): RuleVerdict {
  return passed ? 'PASSED' : 'FAILED';
}

function instant(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString();
}
