import type { MaintenancePolicy } from '@mainstay/kernel/values/policy';

export type ReleaseAudience = MaintenancePolicy['releaseMailTo'];

/** A license of the released product, as far as it says whether its owner is written to. */
export interface OwnedLicense {
  readonly licenseId: string;
  readonly accountId: string;
  readonly status: 'ACTIVE' | 'REVOKED' | 'SUSPENDED';
  /** Whether the owner opted in to pre-releases. */
  readonly prereleases: boolean;
  /** Whether cover runs today. */
  readonly covered: boolean;
  /** Whether it may run the release today (M6). */
  readonly entitled: boolean;
}

/** Who is written to of a release, by the plan (M11). */
export interface Announcing {
  readonly audience: ReleaseAudience;
  /** Where a plan sells no cover, nobody's has lapsed. */
  readonly sellsCover: boolean;
  readonly prerelease: boolean;
}

/**
 * The licenses whose owners are told. A license that may not be used is told of nothing, and of a pre-release only who
 * asked for them.
 */
export function toldLicenses<License extends OwnedLicense>(
  licenses: readonly License[],
  { audience, sellsCover, prerelease }: Announcing,
): License[] {
  return licenses
    .filter(({ status, prereleases }) => status === 'ACTIVE' && (prereleases || !prerelease))
    .filter(({ entitled, covered }) => {
      switch (audience) {
        case 'NOBODY':
          return false;
        case 'ENTITLED':
          return entitled;
        case 'ALL_OWNERS':
          return covered || !sellsCover;
        case 'ALL_OWNERS_AND_LAPSED':
          return true;
      }
    });
}
