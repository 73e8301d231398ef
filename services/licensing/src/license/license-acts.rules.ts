import type { Refusal } from '@mainstay/kernel/values/refusal';
import { reasonFaults } from '../contact/contact-reason.rules.js';

export type LicenseStatus = 'ACTIVE' | 'REVOKED' | 'SUSPENDED';

/** A license as its standing decides. */
export interface Standing {
  readonly status: LicenseStatus;
  readonly revokedAt: string | null;
  readonly suspendedAt: string | null;
}

/** What is to become of a license's standing. */
export type StandingAct = 'REVOKE' | 'SUSPEND' | 'REINSTATE';

export type StandingCode =
  'REASON_INVALID' | 'LICENSE_NOT_FOUND' | 'LICENSE_REVOKED' | 'LICENSE_SUSPENDED' | 'LICENSE_NOT_SUSPENDED';

export interface StandingAsked {
  readonly reason?: string | null | undefined;
}

export const licenseNotFound: Refusal<'LICENSE_NOT_FOUND'> = {
  ...{ code: 'LICENSE_NOT_FOUND', field: ['licenseId'] },
  message: 'There is no such license; ask `licenses` for ids.',
};

/** A correction without a reason is none (domain, section 7). */
export function standingFaults({ reason }: StandingAsked): Refusal<'REASON_INVALID'>[] {
  return reasonFaults(reason ?? '');
}

/**
 * Revoking ends a license for good. A suspended one may still be revoked; it alone can be reinstated.
 */
export function decideStanding(act: StandingAct, license: Standing | null): Refusal<StandingCode>[] {
  if (license === null) return [licenseNotFound];
  if (license.status === 'REVOKED')
    return [
      {
        ...{ code: 'LICENSE_REVOKED', field: ['licenseId'] },
        message: 'The license was revoked, which is for good: issue another one.',
        facts: { revokedAt: license.revokedAt },
      },
    ];
  if (act === 'SUSPEND' && license.status === 'SUSPENDED')
    return [
      {
        ...{ code: 'LICENSE_SUSPENDED', field: ['licenseId'] },
        message: 'The license is suspended already: reinstate it, or leave it as it is.',
        facts: { suspendedAt: license.suspendedAt },
      },
    ];
  if (act === 'REINSTATE' && license.status === 'ACTIVE')
    return [
      {
        ...{ code: 'LICENSE_NOT_SUSPENDED', field: ['licenseId'] },
        message: 'The license may be used: only a suspended one is reinstated.',
      },
    ];
  return [];
}

/** The standing after an act that was accepted; that it had been suspended before stays known of a revoked one. */
export function standingAfter(act: StandingAct, before: Standing, now: string): Standing {
  if (act === 'REVOKE') return { status: 'REVOKED', revokedAt: now, suspendedAt: before.suspendedAt };
  if (act === 'SUSPEND') return { status: 'SUSPENDED', revokedAt: null, suspendedAt: now };
  return { status: 'ACTIVE', revokedAt: null, suspendedAt: null };
}

export type PrereleasesCode = 'LICENSE_NOT_FOUND' | 'LICENSE_REVOKED' | 'NOTHING_CHANGED';

/** Whoever owns a license chooses whether pre-releases count for it (M6); of a revoked one nothing counts any more. */
export function decidePrereleases(
  license: (Standing & { readonly prereleases: boolean }) | null,
  { optIn }: { readonly optIn: boolean },
): Refusal<PrereleasesCode>[] {
  if (license === null) return [licenseNotFound];
  if (license.status === 'REVOKED')
    return [
      {
        ...{ code: 'LICENSE_REVOKED', field: ['licenseId'] },
        message: 'The license was revoked and runs no version: choose another license.',
        facts: { revokedAt: license.revokedAt },
      },
    ];
  if (license.prereleases === optIn)
    return [
      {
        ...{ code: 'NOTHING_CHANGED', field: ['optIn'] },
        message: optIn
          ? 'The license is opted in already: nothing is left to do.'
          : 'The license is opted out already: nothing is left to do.',
      },
    ];
  return [];
}
