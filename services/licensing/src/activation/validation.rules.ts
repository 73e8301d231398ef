import type { CivilDate } from '@mainstay/kernel/values/civil';
import { effectiveCover } from '../maintenance/cover.rules.js';
import { newestEntitled } from '../release/entitlement.rules.js';
import {
  versionOutcomes,
  type VersionCase,
  type VersionRuleCode,
} from '../release/version-outcomes.rules.js';
import { seatsOf, type Seats } from './seats.rules.js';

/** In order of precedence; the order is part of the contract (M9). */
export const validationReasons = [
  'CODE_UNKNOWN',
  'LICENSE_REVOKED',
  'LICENSE_SUSPENDED',
  'MACHINE_NOT_ACTIVATED',
  'TOO_MANY_MACHINES',
  'VERSION_UNKNOWN',
  'VERSION_AFTER_CUTOFF',
  'UPGRADE_NOT_INCLUDED',
  'PRERELEASE_NOT_OPTED_IN',
] as const;
export type ValidationReason = (typeof validationReasons)[number];
export type ValidationWarning = 'COVER_LAPSED' | 'VERSION_YANKED';

/** The machine that asks, among those that run the license. */
export interface MachineFacts {
  /** Its place by activation, 1 for the oldest; null where it has no seat. */
  readonly rank: number | null;
  readonly activeMachines: number;
}

export interface ValidationCase {
  readonly license: Seats;
  readonly machine: MachineFacts;
  /** Asked as of today. */
  readonly versions: VersionCase;
  readonly version: string;
}

export interface Verdict {
  readonly valid: boolean;
  /** All that fail; the first leads. */
  readonly reasons: readonly ValidationReason[];
  readonly warnings: readonly ValidationWarning[];
  /** The newest entitled version by Semantic Versioning; null where there is none. */
  readonly newestVersion: string | null;
  readonly coverActive: boolean;
  readonly coverStartsOn: CivilDate | null;
  readonly coverExpiresOn: CivilDate | null;
  /** Whether a file is given out: license and machine are good, whatever the version, for an older one may run. */
  readonly fileDue: boolean;
}

/** How rules about versions read here. A license not bought yet is none; what is not published yet is unknown. */
const reasonOf: Partial<Record<VersionRuleCode, ValidationReason>> = {
  NOT_PURCHASED: 'CODE_UNKNOWN',
  LICENSE_REVOKED: 'LICENSE_REVOKED',
  LICENSE_SUSPENDED: 'LICENSE_SUSPENDED',
  VERSION_UNKNOWN: 'VERSION_UNKNOWN',
  VERSION_NOT_RELEASED: 'VERSION_UNKNOWN',
  VERSION_AFTER_CUTOFF: 'VERSION_AFTER_CUTOFF',
  UPGRADE_NOT_INCLUDED: 'UPGRADE_NOT_INCLUDED',
  PRERELEASE_NOT_OPTED_IN: 'PRERELEASE_NOT_OPTED_IN',
};

/** Where a license lost seats, the machines that came last are too many: the others go on. */
function machineReasons(license: Seats, { rank, activeMachines }: MachineFacts): ValidationReason[] {
  const seats = seatsOf(license);
  const tooMany = seats !== null && (rank === null ? activeMachines >= seats : rank > seats);
  return [
    ...(rank === null ? (['MACHINE_NOT_ACTIVATED'] as const) : []),
    ...(tooMany ? (['TOO_MANY_MACHINES'] as const) : []),
  ];
}

const aboutVersions: ReadonlySet<ValidationReason> = new Set<ValidationReason>([
  'VERSION_UNKNOWN',
  'VERSION_AFTER_CUTOFF',
  'UPGRADE_NOT_INCLUDED',
  'PRERELEASE_NOT_OPTED_IN',
]);

/** May this machine run this version of this license now? Lapsed cover alone never says no (M6, M9). */
export function decideValidation({ license, machine, versions, version }: ValidationCase): Verdict {
  const { facts, policy, moment } = versions;
  const outcomes = versionOutcomes(versions, version);
  const failed = outcomes.flatMap(({ code, verdict }) => (verdict === 'FAILED' ? [reasonOf[code]] : []));
  const found = new Set([...failed, ...machineReasons(license, machine)]);
  const reasons = validationReasons.filter((reason) => found.has(reason));
  const cover = effectiveCover(facts.periods, moment.asOf);
  const lapsed = policy.versionGate === 'MAINTENANCE' && !cover.active && cover.expiresOn !== null;
  const yanked = outcomes.some(({ code, verdict }) => code === 'VERSION_YANKED' && verdict === 'WARNED');
  return {
    ...{ valid: reasons.length === 0, reasons },
    warnings: [
      ...(lapsed ? (['COVER_LAPSED'] as const) : []),
      ...(yanked ? (['VERSION_YANKED'] as const) : []),
    ],
    newestVersion: newestEntitled(versions.catalog, facts, policy, moment).release?.version ?? null,
    coverActive: cover.active,
    ...{ coverStartsOn: cover.startsOn, coverExpiresOn: cover.expiresOn },
    fileDue: reasons.every((reason) => aboutVersions.has(reason)),
  };
}

/** A code that the product does not know tells nothing else. */
export const unknownCode: Verdict = {
  ...{ valid: false, reasons: ['CODE_UNKNOWN'], warnings: [], newestVersion: null, fileDue: false },
  ...{ coverActive: false, coverStartsOn: null, coverExpiresOn: null },
};
