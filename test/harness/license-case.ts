import { parseVersion } from '@mainstay/kernel/values/version';
import type { CoverFact } from '@mainstay/licensing/maintenance/cover.rules';
import { buildCatalog, type ReleaseFact } from '@mainstay/licensing/release/catalog.rules';
import type { LicenseFacts, VersionPolicy } from '@mainstay/licensing/release/entitlement.rules';
import type { VersionCase } from '@mainstay/licensing/release/version-outcomes.rules';

export const stockholm = 'Europe/Stockholm';

/** Midday in Stockholm, so that no test of another boundary sits on the edge of today by accident. */
export const now = '2026-11-02T11:00:00Z';
export const today = '2026-11-02';

/** Lapsed cover is renewed from the paid day, and a renewal gives every upgrade. */
export const maintained: VersionPolicy = {
  version: 3,
  versionGate: 'MAINTENANCE',
  upgrades: 'MAJOR',
  lapsedRenewal: 'PURCHASE_DAY',
};

export const ungated: VersionPolicy = {
  version: 1,
  versionGate: 'NONE',
  upgrades: null,
  lapsedRenewal: null,
};

export function ms(instant: string): number {
  return Date.parse(instant);
}

/** A release at an instant, or at noon UTC of a day. */
export function release(version: string, at: string, yankedAt: string | null = null): ReleaseFact {
  const parts = parseVersion(version);
  if (!parts) throw new TypeError(`${version} is no version.`);
  return {
    id: `rel-${version}`,
    version,
    major: parts.major,
    prerelease: parts.prerelease.length > 0,
    releasedAtMs: atNoon(at),
    yankedAtMs: yankedAt === null ? null : atNoon(yankedAt),
  };
}

function atNoon(text: string): number {
  return ms(text.includes('T') ? text : `${text}T12:00:00Z`);
}

export function cover(
  startsOn: string,
  expiresOn: string,
  upgrades: CoverFact['upgrades'] = 'MAJOR',
  planVersion = 1,
): CoverFact {
  return { startsOn, expiresOn, countedFrom: startsOn, upgrades, planVersion };
}

/** Bought on 2025-01-10 and never maintained, unless it is said otherwise. */
export function license(changes: Partial<LicenseFacts> = {}): LicenseFacts {
  return {
    purchasedOn: '2025-01-10',
    status: 'ACTIVE',
    revokedAtMs: null,
    suspendedAtMs: null,
    prereleases: false,
    periods: [],
    ...changes,
  };
}

export interface Question {
  readonly releases: readonly ReleaseFact[];
  readonly facts?: LicenseFacts;
  readonly policy?: VersionPolicy;
  readonly asOf?: string;
  readonly now?: string;
  readonly zone?: string;
}

export function ask(question: Question): VersionCase {
  return {
    catalog: buildCatalog(question.releases),
    facts: question.facts ?? license(),
    policy: question.policy ?? maintained,
    moment: {
      asOf: question.asOf ?? today,
      nowMs: ms(question.now ?? now),
      zone: question.zone ?? stockholm,
    },
  };
}
