import { isCivilDate, type CivilDate } from './civil.js';
import { parsePolicy, type MaintenancePolicy, type PolicyFault, type PolicyResult } from './policy.js';

/** A policy from its effective day until the next version's (M15). Running cover keeps the version it was sold under. */
export interface PolicyVersion {
  readonly version: number;
  readonly effectiveOn: CivilDate;
  readonly policy: MaintenancePolicy;
}

/**
 * Reads all versions of a plan's policy. A version holds until the next takes effect, so numbers without a gap and
 * strictly increasing days leave neither a gap nor an overlap.
 */
export function parsePolicyVersions(value: unknown, place: string): PolicyResult<readonly PolicyVersion[]> {
  if (!Array.isArray(value) || value.length === 0) {
    return { ok: false, faults: [{ place, says: 'is not a list of at least one version' }] };
  }
  const faults: PolicyFault[] = [];
  const versions: PolicyVersion[] = [];
  value.forEach((entry: unknown, index) => {
    const read = parseVersionEntry(entry, `${place}[${index}]`);
    if (read.ok) versions.push(read.value);
    else faults.push(...read.faults);
  });
  faults.push(...orderFaults(value, place));
  return faults.length === 0 ? { ok: true, value: versions } : { ok: false, faults };
}

/** The version in force on a day; null before the first takes effect. */
export function versionInForce<Version extends { readonly effectiveOn: CivilDate }>(
  versions: readonly Version[],
  day: CivilDate,
): Version | null {
  return versions.findLast((version) => version.effectiveOn <= day) ?? null;
}

const entryKeys = ['version', 'effectiveOn', 'policy'];

function parseVersionEntry(entry: unknown, place: string): PolicyResult<PolicyVersion> {
  if (typeof entry !== 'object' || entry === null || Array.isArray(entry)) {
    return { ok: false, faults: [{ place, says: 'is not a version with its effective day and policy' }] };
  }
  const { version, effectiveOn, policy } = entry as Readonly<Record<string, unknown>>;
  const faults: PolicyFault[] = Object.keys(entry)
    .filter((key) => !entryKeys.includes(key))
    .map((key) => ({ place: `${place}.${key}`, says: 'is not a word of a version' }));
  if (typeof version !== 'number') faults.push({ place: `${place}.version`, says: 'is not a number' });
  if (!isDay(effectiveOn)) faults.push({ place: `${place}.effectiveOn`, says: 'is not a date' });
  const read = parsePolicy(policy, `${place}.policy`);
  if (!read.ok) faults.push(...read.faults);
  if (faults.length > 0 || !read.ok || typeof version !== 'number' || !isDay(effectiveOn)) {
    return { ok: false, faults };
  }
  return { ok: true, value: { version, effectiveOn, policy: read.value } };
}

function orderFaults(entries: readonly unknown[], place: string): PolicyFault[] {
  const faults: PolicyFault[] = [];
  let previousDay: CivilDate | null = null;
  entries.forEach((entry, index) => {
    const { version, effectiveOn } = (entry ?? {}) as { version?: unknown; effectiveOn?: unknown };
    if (typeof version === 'number' && version !== index + 1) {
      faults.push({ place: `${place}[${index}].version`, says: `leaves a gap: ${index + 1} comes here` });
    }
    if (!isDay(effectiveOn)) return;
    if (previousDay !== null && effectiveOn <= previousDay) {
      faults.push({
        place: `${place}[${index}].effectiveOn`,
        says: `overlaps: the version before takes effect on ${previousDay}`,
      });
    }
    previousDay = effectiveOn;
  });
  return faults;
}

function isDay(value: unknown): value is CivilDate {
  return typeof value === 'string' && isCivilDate(value);
}
