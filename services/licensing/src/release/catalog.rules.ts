import { compareVersions, parseVersion, type SemanticVersion } from '@mainstay/kernel/values/version';

/** A release, as far as entitlement looks at it. */
export interface ReleaseFact {
  readonly id: string;
  readonly version: string;
  readonly major: number;
  readonly prerelease: boolean;
  readonly releasedAtMs: number;
  /** Null also for one that was yanked and put back: it keeps its first date (M6). */
  readonly yankedAtMs: number | null;
}

/** All releases of a product, put in order once and asked many times. */
export interface ReleaseCatalog {
  /** By Semantic Versioning. */
  readonly newestFirst: readonly ReleaseFact[];
  readonly byVersion: ReadonlyMap<string, ReleaseFact>;
}

/** A version that is none is a broken row, not an input: releases are checked when they are published. */
export function buildCatalog(releases: readonly ReleaseFact[]): ReleaseCatalog {
  const newestFirst = releases
    .map((release) => ({ release, parts: partsOf(release) }))
    .sort(
      (first, second) =>
        compareVersions(second.parts, first.parts) ||
        // Versions that differ in build metadata alone have no order of their own; the later one is taken.
        second.release.releasedAtMs - first.release.releasedAtMs ||
        (second.release.version < first.release.version ? -1 : 1),
    )
    .map(({ release }) => release);
  return { newestFirst, byVersion: new Map(newestFirst.map((release) => [release.version, release])) };
}

function partsOf(release: ReleaseFact): SemanticVersion {
  const parts = parseVersion(release.version);
  if (!parts) throw new TypeError(`Release ${release.id} has a version that is no semantic version.`);
  return parts;
}
