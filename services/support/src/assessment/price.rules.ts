import type { MaintenancePolicy } from '@mainstay/kernel/values/policy';
import type { Refusal } from '@mainstay/kernel/values/refusal';
import { compareVersions, parseVersion, type SemanticVersion } from '@mainstay/kernel/values/version';

export type Categories = Extract<MaintenancePolicy['support']['units'], { kind: 'CREDIT' }>['categories'];
export type Category = keyof Categories;

export interface ReleaseFact {
  readonly version: string;
  readonly yanked: boolean;
}

export interface AssessAsked {
  readonly category: Category;
  /** Of MODIFICATION what the specialist asks for; of UPGRADE where staff lower it. Null else. */
  readonly units?: number | null | undefined;
  /** Of UPGRADE alone. */
  readonly fromVersion?: string | null | undefined;
  readonly toVersion?: string | null | undefined;
}

export type PriceCode =
  'UNITS_INVALID' | 'VERSIONS_UNCLEAR' | 'VERSION_UNKNOWN' | 'VERSION_YANKED' | 'VERSIONS_NOT_RISING';

export interface Price {
  readonly units: number;
  /** Of an upgrade: the releases it passes, by the list of that day. Null else. */
  readonly steps: number | null;
  /** Whatever was agreed in advance, the customer is asked (S6, S7). */
  readonly alwaysAsks: boolean;
}

export type Priced =
  { readonly ok: true; readonly price: Price } | { readonly ok: false; readonly refusal: Refusal<PriceCode> };

/** What work costs by its category; an upgrade by how many releases it passes (S6). */
export function priceOf(
  categories: Categories,
  asked: AssessAsked,
  releases: readonly ReleaseFact[],
): Priced {
  const { category, units = null } = asked;
  if (category === 'UPGRADE') return upgradePrice(categories.UPGRADE, asked, releases);
  if (asked.fromVersion != null || asked.toVersion != null)
    return refused('VERSIONS_UNCLEAR', 'fromVersion', 'Versions are told of an upgrade alone.');
  const least = categories[category];
  if (category === 'MODIFICATION') {
    if (units === null || units < least || units > 1_000)
      return refused(
        'UNITS_INVALID',
        'units',
        `A modification is priced by the specialist: ${least} to 1,000 credits.`,
      );
    return { ok: true, price: { units, steps: null, alwaysAsks: true } };
  }
  if (units !== null)
    return refused('UNITS_INVALID', 'units', 'This category has a fixed price: leave `units` out.');
  return { ok: true, price: { units: least, steps: null, alwaysAsks: false } };
}

function upgradePrice(
  { units: base, withinSteps, eachFurther }: Categories['UPGRADE'],
  { fromVersion, toVersion, units: lowered = null }: AssessAsked,
  releases: readonly ReleaseFact[],
): Priced {
  const from = parseVersion(fromVersion ?? '');
  const to = parseVersion(toVersion ?? '');
  if (from === null || to === null)
    return refused(
      'VERSIONS_UNCLEAR',
      'toVersion',
      'An upgrade tells from which version to which, such as 4.3.1.',
    );
  for (const [field, version] of [
    ['fromVersion', from],
    ['toVersion', to],
  ] as const) {
    const found = releases.find((release) => isSame(release, version));
    if (found === undefined)
      return refused('VERSION_UNKNOWN', field, 'The product has no such release; ask `releases` of it.');
    if (found.yanked)
      return refused('VERSION_YANKED', field, 'That release was withdrawn: take one that was not.');
  }
  if (compareVersions(to, from) <= 0)
    return refused(
      'VERSIONS_NOT_RISING',
      'toVersion',
      'An upgrade leads to a later version: name one that came after the first.',
    );
  const steps = stepsBetween(releases, from, to);
  const full = base + Math.max(0, steps - withinSteps) * eachFurther;
  if (lowered !== null && (lowered < 1 || lowered > full))
    return refused(
      'UNITS_INVALID',
      'units',
      `By the releases it passes this costs ${full} credits; it can only be lowered.`,
    );
  const alwaysAsks = from.major !== to.major || from.minor !== to.minor;
  return { ok: true, price: { units: lowered ?? full, steps, alwaysAsks } };
}

/** Stable releases that were not withdrawn, after the one and up to the other. */
function stepsBetween(releases: readonly ReleaseFact[], from: SemanticVersion, to: SemanticVersion): number {
  return releases.filter(({ version, yanked }) => {
    const parsed = parseVersion(version);
    if (parsed === null || yanked || parsed.prerelease.length > 0) return false;
    return compareVersions(parsed, from) > 0 && compareVersions(parsed, to) <= 0;
  }).length;
}

function isSame({ version }: ReleaseFact, sought: SemanticVersion): boolean {
  const parsed = parseVersion(version);
  return parsed !== null && compareVersions(parsed, sought) === 0;
}

function refused(code: PriceCode, field: string, message: string): Priced {
  return { ok: false, refusal: { code, field: [field], message } };
}

/** Whether the customer is asked before work goes on (S7). */
export function asksFirst(
  { units, alwaysAsks }: Price,
  {
    category,
    agreedInAdvance,
    held,
  }: { readonly category: Category; readonly agreedInAdvance: boolean; readonly held: number },
): boolean {
  if (held > 0 && units <= held) return false;
  if (alwaysAsks) return true;
  return !agreedInAdvance && category !== 'QUESTION';
}
