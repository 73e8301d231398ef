/** A version by Semantic Versioning 2.0.0, in parts. Build metadata takes no part in order and is left out. */
export interface SemanticVersion {
  readonly major: number;
  readonly minor: number;
  readonly patch: number;
  /** Identifiers after the dash; empty for a stable version. */
  readonly prerelease: readonly (string | number)[];
}

const numeric = '0|[1-9]\\d*';
const identifier = `${numeric}|\\d*[a-zA-Z-][0-9a-zA-Z-]*`;
const pattern = new RegExp(
  `^(${numeric})\\.(${numeric})\\.(${numeric})(?:-((?:${identifier})(?:\\.(?:${identifier}))*))?` +
    '(?:\\+[0-9a-zA-Z-]+(?:\\.[0-9a-zA-Z-]+)*)?$',
);

/** Null where the text is no semantic version, or has a number that cannot be held exactly. */
export function parseVersion(text: string): SemanticVersion | null {
  const match = text.length <= 256 ? pattern.exec(text) : null;
  if (!match) return null;
  const [major, minor, patch] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const prerelease = match[4]?.split('.').map((part) => (/^\d+$/.test(part) ? Number(part) : part)) ?? [];
  const numbers = [major, minor, patch, ...prerelease.filter((part) => typeof part === 'number')];
  return numbers.every(Number.isSafeInteger) ? { major, minor, patch, prerelease } : null;
}

/** Negative where `first` precedes `second`. */
export function compareVersions(first: SemanticVersion, second: SemanticVersion): number {
  return (
    first.major - second.major ||
    first.minor - second.minor ||
    first.patch - second.patch ||
    comparePrereleases(first.prerelease, second.prerelease)
  );
}

function comparePrereleases(
  first: SemanticVersion['prerelease'],
  second: SemanticVersion['prerelease'],
): number {
  if (first.length === 0 || second.length === 0) return second.length - first.length;
  for (let place = 0; place < Math.min(first.length, second.length); place++) {
    const order = compareIdentifiers(first[place] ?? 0, second[place] ?? 0);
    if (order !== 0) return order;
  }
  return first.length - second.length;
}

function compareIdentifiers(first: string | number, second: string | number): number {
  if (typeof first === 'number' && typeof second === 'number') return first - second;
  if (typeof first === 'number') return -1;
  if (typeof second === 'number') return 1;
  return first < second ? -1 : first > second ? 1 : 0;
}
