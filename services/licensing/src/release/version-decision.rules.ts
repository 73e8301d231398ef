import type { CivilDate } from '@mainstay/kernel/values/civil';
import { decide, type Decision } from '@mainstay/kernel/values/decision';
import type { MaintenancePolicy } from '@mainstay/kernel/values/policy';
import type { ReleaseFact } from './catalog.rules.js';
import {
  isYanked,
  knowledgeEnd,
  newestEntitled,
  type NewestEntitled,
  type VersionPolicy,
} from './entitlement.rules.js';
import {
  licenseOutcomes,
  outcome,
  versionOutcomes,
  type VersionCase,
  type VersionRuleCode,
} from './version-outcomes.rules.js';
import { versionRemedies } from './version-remedies.rules.js';

export interface VersionDecision extends Decision<VersionRuleCode> {
  /** Null only where no version was asked for and none is published. */
  readonly version: string | null;
  readonly asOf: CivilDate;
}

/** Picks from a whole policy what decides about versions. */
export function versionPolicyOf(policy: MaintenancePolicy, version: number): VersionPolicy {
  return {
    version,
    versionGate: policy.versionGate,
    upgrades: policy.upgrades,
    lapsedRenewal: policy.cover?.lapsedRenewal ?? null,
  };
}

/** "May this license run this version?" (M6, M13, M14) */
export function decideVersion(asked: VersionCase, version: string): VersionDecision {
  const outcomes = versionOutcomes(asked, version);
  const refused = outcomes.some(({ verdict }) => verdict === 'FAILED');
  const remedies = refused ? versionRemedies(asked, version) : [];
  return { ...decide(outcomes, asked.policy.version, remedies), version, asOf: asked.moment.asOf };
}

export interface NewestDecision extends NewestEntitled {
  readonly decision: VersionDecision;
}

/**
 * "Which version may this license run?", with the decision on it. Where there is none the decision is on the newest
 * version published, so that the answer tells what stands in its way. Who knows the newest already hands it in.
 */
export function decideNewest(
  asked: VersionCase,
  newest: NewestEntitled = newestEntitled(asked.catalog, asked.facts, asked.policy, asked.moment),
): NewestDecision {
  const subject = newest.release ?? newestPublished(asked);
  if (subject) return { ...newest, decision: decideVersion(asked, subject.version) };
  const outcomes = [
    ...licenseOutcomes(asked),
    outcome('VERSION_NOT_RELEASED', 'M14', 'FAILED', { asOf: asked.moment.asOf, releasedAt: null }),
  ];
  const decision = { ...decide(outcomes, asked.policy.version), version: null, asOf: asked.moment.asOf };
  return { ...newest, decision };
}

/** Never a yanked one; a pre-release only where the owner opted in, or where there is nothing else. */
function newestPublished({ catalog, facts, moment }: VersionCase): ReleaseFact | null {
  const endMs = knowledgeEnd(moment);
  const published = catalog.newestFirst.filter(
    (release) => release.releasedAtMs < endMs && !isYanked(release, endMs),
  );
  return published.find((release) => !release.prerelease || facts.prereleases) ?? published[0] ?? null;
}
