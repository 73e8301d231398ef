import { firstInstantAfter, firstInstantOf, type CivilDate } from '@mainstay/kernel/values/civil';
import type { UpgradeScope, VersionGate } from '@mainstay/kernel/values/policy';
import type { LapsedRenewalRule } from '@mainstay/kernel/values/start';
import { effectiveCover, type CoverFact } from '../maintenance/cover.rules.js';
import type { ReleaseCatalog, ReleaseFact } from './catalog.rules.js';

/** All about one license that says which versions it may run. */
export interface LicenseFacts {
  readonly purchasedOn: CivilDate;
  readonly status: 'ACTIVE' | 'REVOKED' | 'SUSPENDED';
  readonly revokedAtMs: number | null;
  readonly suspendedAtMs: number | null;
  /** Whether the owner opted in to pre-releases. */
  readonly prereleases: boolean;
  /** Already narrowed to the days that count for the license. */
  readonly periods: readonly CoverFact[];
}

/** What of the plan's policy decides about versions. */
export interface VersionPolicy {
  readonly version: number;
  readonly versionGate: VersionGate;
  /** What a renewal bought now would give; null where versions are not gated. */
  readonly upgrades: UpgradeScope | null;
  /** Where a renewal bought now would start; null where the plan has no cover. */
  readonly lapsedRenewal: LapsedRenewalRule | null;
}

/** When a question is asked, and for which day (M14). */
export interface Moment {
  readonly asOf: CivilDate;
  readonly nowMs: number;
  readonly zone: string;
}

/**
 * What happened before this instant counts as of a day: all of the day, but nothing that is not known now (M14).
 * Today that is up to now, and for a coming day too.
 */
export function knowledgeEnd({ asOf, nowMs, zone }: Moment): number {
  return Math.min(firstInstantAfter(asOf, zone), nowMs + 1);
}

export function isRevoked(facts: LicenseFacts, moment: Moment): boolean {
  return facts.status === 'REVOKED' && happened(facts.revokedAtMs, moment);
}

/** A license that is suspended and then revoked was suspended on the days between. */
export function isSuspended(facts: LicenseFacts, moment: Moment): boolean {
  if (facts.status === 'ACTIVE') return false;
  if (facts.status === 'REVOKED' && facts.suspendedAtMs === null) return false;
  return happened(facts.suspendedAtMs, moment);
}

/** A state without an instant has held since ever: the careful reading, for it refuses. */
function happened(instantMs: number | null, moment: Moment): boolean {
  return instantMs === null || instantMs < knowledgeEnd(moment);
}

/**
 * The cut-off of M6: releases before it are entitled. The later of the end of the purchase day and the end of cover;
 * null where the plan gates no versions.
 */
export function cutoff(
  facts: LicenseFacts,
  policy: VersionPolicy,
  asOf: CivilDate,
  zone: string,
): number | null {
  if (policy.versionGate === 'NONE') return null;
  const { expiresOn } = effectiveCover(facts.periods, asOf);
  const purchaseEndMs = firstInstantAfter(facts.purchasedOn, zone);
  return expiresOn === null ? purchaseEndMs : Math.max(purchaseEndMs, firstInstantOf(expiresOn, zone));
}

/** The newest finished release by Semantic Versioning as of a day, not yanked by then; null where there was none. */
export function newestStable(catalog: ReleaseCatalog, moment: Moment): ReleaseFact | null {
  return newestStableBefore(catalog, knowledgeEnd(moment));
}

function newestStableBefore(catalog: ReleaseCatalog, endMs: number): ReleaseFact | null {
  const newest = catalog.newestFirst.find(
    (release) => !release.prerelease && release.releasedAtMs < endMs && !isYanked(release, endMs),
  );
  return newest ?? null;
}

/** The major version that was newest and stable at the end of the purchase day; MINOR upgrades stay within it (M6). */
export function majorAtPurchase(catalog: ReleaseCatalog, facts: LicenseFacts, moment: Moment): number | null {
  const endMs = Math.min(firstInstantAfter(facts.purchasedOn, moment.zone), knowledgeEnd(moment));
  return newestStableBefore(catalog, endMs)?.major ?? null;
}

export function isYanked(release: ReleaseFact, beforeMs: number): boolean {
  return release.yankedAtMs !== null && release.yankedAtMs < beforeMs;
}

/**
 * The periods whose upgrades decide about a release: those it fell in, or, for one of a lapse, the next that brought it
 * in. More than one where the license's own cover and a site's overlap.
 */
function periodsOf(
  release: ReleaseFact,
  periods: readonly CoverFact[],
  moment: Moment,
): readonly CoverFact[] {
  const { asOf, zone } = moment;
  const falls = (period: CoverFact) =>
    firstInstantOf(period.startsOn, zone) <= release.releasedAtMs &&
    release.releasedAtMs < firstInstantOf(period.expiresOn, zone);
  const begun = periods.filter((period) => period.startsOn <= asOf);
  const holding = begun.filter(falls);
  if (holding.length > 0) return holding;
  const later = begun.filter((period) => firstInstantOf(period.startsOn, zone) > release.releasedAtMs);
  const next = later.reduce<CivilDate | null>(
    (first, { startsOn }) => (first === null || startsOn < first ? startsOn : first),
    null,
  );
  return later.filter((period) => period.startsOn === next);
}

/**
 * The period that decides about a release, the most generous of those that could. Null where none does: what was
 * published by the purchase day came with the license.
 */
export function decidingPeriod(facts: LicenseFacts, release: ReleaseFact, moment: Moment): CoverFact | null {
  if (cameWithLicense(facts, release, moment)) return null;
  const periods = periodsOf(release, facts.periods, moment);
  return periods.find((period) => period.upgrades === 'MAJOR') ?? periods[0] ?? null;
}

/** Whether the plan's upgrades allow a release that lies before the cut-off. */
export function upgradeIncluded(
  catalog: ReleaseCatalog,
  facts: LicenseFacts,
  release: ReleaseFact,
  moment: Moment,
): boolean {
  if (cameWithLicense(facts, release, moment)) return true;
  if (decidingPeriod(facts, release, moment)?.upgrades === 'MAJOR') return true;
  return release.major === majorAtPurchase(catalog, facts, moment);
}

function cameWithLicense(facts: LicenseFacts, release: ReleaseFact, moment: Moment): boolean {
  return release.releasedAtMs < firstInstantAfter(facts.purchasedOn, moment.zone);
}

/** The answer to "which version may I use?". */
export interface NewestEntitled {
  /** By Semantic Versioning, not by publishing order; never a yanked one. */
  readonly release: ReleaseFact | null;
  /** Null where the plan gates no versions, or where there was no license yet. */
  readonly cutoffMs: number | null;
}

/**
 * The newest entitled release as of a day (M6, M14). It is asked for every license of a page, so it walks the sorted
 * list once with numbers alone and looks at periods only where one of them limits upgrades.
 */
export function newestEntitled(
  catalog: ReleaseCatalog,
  facts: LicenseFacts,
  policy: VersionPolicy,
  moment: Moment,
): NewestEntitled {
  if (facts.purchasedOn > moment.asOf) return { release: null, cutoffMs: null };
  const cutoffMs = cutoff(facts, policy, moment.asOf, moment.zone);
  if (isRevoked(facts, moment) || isSuspended(facts, moment)) return { release: null, cutoffMs };
  const knownMs = knowledgeEnd(moment);
  const endMs = cutoffMs === null ? knownMs : Math.min(knownMs, cutoffMs);
  const limited = cutoffMs !== null && facts.periods.some((period) => period.upgrades === 'MINOR');
  for (const release of catalog.newestFirst) {
    if (release.releasedAtMs >= endMs) continue;
    if (release.prerelease && !facts.prereleases) continue;
    if (isYanked(release, knownMs)) continue;
    if (limited && !upgradeIncluded(catalog, facts, release, moment)) continue;
    return { release, cutoffMs };
  }
  return { release: null, cutoffMs };
}
