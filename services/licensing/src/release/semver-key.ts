const semver = /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(?:-([0-9A-Za-z.-]+))?(?:\+[0-9A-Za-z.-]+)?$/;

/** Longer numbers, e.g. dates in pre-releases, still sort right: their length comes first. */
function numberKey(digits: string): string {
  return String(digits.length).padStart(2, '0') + digits;
}

/**
 * Sorts byte by byte as Semantic Versioning sorts, so that the newest release is one step along an index. Every part
 * of a pre-release ends with `!`, which sorts before all that a part may hold; the release itself, marked `~`, comes
 * after its pre-releases. Null for a text that is no semantic version.
 */
export function semverKey(version: string): string | null {
  const [, major, minor, patch, prerelease] = semver.exec(version) ?? [];
  if (major === undefined || minor === undefined || patch === undefined) return null;
  const core = [major, minor, patch].map(numberKey).join('.');
  if (prerelease === undefined) return `${core}~`;
  const parts = prerelease
    .split('.')
    .map((part) => (/^\d+$/.test(part) ? `1${numberKey(part)}!` : `2${part}!`));
  return `${core}-${parts.join('')}`;
}
