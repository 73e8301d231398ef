import type { Refusal } from '@mainstay/kernel/values/refusal';
import { parseVersion } from '@mainstay/kernel/values/version';
import { reasonFaults } from '../contact/contact-reason.rules.js';

/** As much as a version's first number may be: it is kept as an integer of four bytes. */
const greatestMajor = 2_147_483_647;
const longestVersion = 100;
const earliest = '1990-01-01T00:00:00Z';

export interface PublishAsked {
  readonly version: string;
  /** Null and left out: now. */
  readonly releasedAt?: string | null | undefined;
}

export type PublishCode =
  'VERSION_INVALID' | 'RELEASED_AT_INVALID' | 'PRODUCT_NOT_FOUND' | 'RELEASED_IN_FUTURE' | 'VERSION_EXISTS';

/** What is wrong with a version or its instant by itself. */
export function publishFaults({
  version,
  releasedAt,
}: PublishAsked): Refusal<'VERSION_INVALID' | 'RELEASED_AT_INVALID'>[] {
  const faults: Refusal<'VERSION_INVALID' | 'RELEASED_AT_INVALID'>[] = [];
  const parts = version.length <= longestVersion ? parseVersion(version) : null;
  if (parts === null || parts.major > greatestMajor)
    faults.push({
      ...{ code: 'VERSION_INVALID', field: ['version'] },
      message:
        'A version has three numbers by Semantic Versioning 2.0.0 and at most 100 characters, such as 4.2.0 or 5.0.0-rc.1.',
    });
  if (isGiven(releasedAt) && Date.parse(releasedAt) < Date.parse(earliest))
    faults.push({
      ...{ code: 'RELEASED_AT_INVALID', field: ['releasedAt'] },
      message: 'A release was published in 1990 or later: write the instant in full.',
    });
  return faults;
}

function isGiven(text: string | null | undefined): text is string {
  return text !== null && text !== undefined;
}

/** To the millisecond, as everything compares instants. */
export function releasedAtMs({ releasedAt }: PublishAsked, nowMs: number): number {
  return isGiven(releasedAt) ? Date.parse(releasedAt) : nowMs;
}

/** Of a published version, what its text says of itself. */
export function versionFacts(version: string): { readonly major: number; readonly prerelease: boolean } {
  const parts = parseVersion(version);
  if (parts === null) throw new Error('A version that is none was accepted.');
  return { major: parts.major, prerelease: parts.prerelease.length > 0 };
}

export interface PublishFacts {
  readonly product: { readonly id: string } | null;
  /** The release that has the version already, yanked or not. */
  readonly existing: { readonly id: string; readonly releasedAt: string } | null;
}

/** A version is published once, and by an instant that the vendor's clock has reached. */
export function decidePublish(
  { product, existing }: PublishFacts,
  asked: PublishAsked,
  { nowMs }: { readonly nowMs: number },
): Refusal<PublishCode>[] {
  if (product === null)
    return [
      {
        ...{ code: 'PRODUCT_NOT_FOUND', field: ['productId'] },
        message: 'There is no such product; ask `products` for ids.',
      },
    ];
  const refusals: Refusal<PublishCode>[] = [];
  if (releasedAtMs(asked, nowMs) > nowMs)
    refusals.push({
      ...{ code: 'RELEASED_IN_FUTURE', field: ['releasedAt'] },
      message: 'A release is published by an instant that has come: leave `releasedAt` out for now.',
      facts: { now: new Date(nowMs).toISOString() },
    });
  if (existing !== null)
    refusals.push({
      ...{ code: 'VERSION_EXISTS', field: ['version'] },
      message: 'The product has this version, and a version is never published twice: publish the next one.',
      facts: { releaseId: existing.id, releasedAt: new Date(existing.releasedAt).toISOString() },
    });
  return refusals;
}

export type YankCode = 'REASON_INVALID' | 'RELEASE_NOT_FOUND' | 'RELEASE_YANKED';

export interface YankFacts {
  readonly releasedAt: string;
  readonly yankedAt: string | null;
}

/** Whoever withdraws a release says why (M11, section 7). */
export function yankFaults({
  reason,
}: {
  readonly reason?: string | null | undefined;
}): Refusal<'REASON_INVALID'>[] {
  return reasonFaults(reason ?? '');
}

/** What the vendor's clock has not reached is neither published nor yanked. */
export function decideYank(
  release: YankFacts | null,
  { nowMs }: { readonly nowMs: number },
): Refusal<YankCode>[] {
  if (release === null || Date.parse(release.releasedAt) > nowMs)
    return [
      {
        ...{ code: 'RELEASE_NOT_FOUND', field: ['releaseId'] },
        message: 'There is no such release; ask `releases` of the product for ids.',
      },
    ];
  if (release.yankedAt !== null && Date.parse(release.yankedAt) <= nowMs)
    return [
      {
        ...{ code: 'RELEASE_YANKED', field: ['releaseId'] },
        message: 'The release is withdrawn already: nothing is left to do.',
        facts: { yankedAt: new Date(release.yankedAt).toISOString() },
      },
    ];
  return [];
}
