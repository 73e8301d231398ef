import { addDays, laterOf, type CivilDate } from '@mainstay/kernel/values/civil';
import { addTerm } from '@mainstay/kernel/values/period';
import type { MaintenancePolicy } from '@mainstay/kernel/values/policy';
import { unbrokenCover } from '../maintenance/cover.rules.js';
import { cutoff, majorAtPurchase } from '../release/entitlement.rules.js';
import type { VersionCase } from '../release/version-outcomes.rules.js';

export type FileKind = 'ONLINE' | 'MANUAL' | 'OFFLINE';
export type Consequence = 'STOP' | 'REFUSE_CONNECTIONS' | 'WARN';

/** From which day on, and which releases it entitles to: those of days before; null for all. */
export interface FileCutoff {
  readonly from: CivilDate;
  readonly before: CivilDate | null;
}

/** When a machine is to validate again, and what follows where it does not. Nulls where the product never validates. */
export interface FileDays {
  readonly validateBy: CivilDate | null;
  readonly consequenceOn: CivilDate | null;
  readonly consequence: Consequence | null;
}

/** What a signed file says. It names days only, and none of them follows the end of cover (M9). */
export interface FileContent extends FileDays {
  readonly format: 1;
  readonly kind: FileKind;
  readonly key: string;
  /** Of a vendor whose clock is moved by hand: such a file is for trying things out. */
  readonly sandbox: boolean;
  readonly vendor: string;
  readonly product: string;
  readonly license: string;
  readonly machine: string;
  readonly issuedOn: CivilDate;
  readonly purchasedOn: CivilDate;
  readonly cutoffs: readonly FileCutoff[];
  /** To which major version releases after the purchase day are limited; null where they are not. */
  readonly major: number | null;
  /** What it answers; null unless OFFLINE. */
  readonly request: string | null;
}

/**
 * By the policy in force on the day of issue: whoever carries a file by hand is given longer. Issued 2026-12-20 with
 * P30D and P14D: by 2027-01-19, and from 2027-02-02 the consequence, wherever cover ends.
 */
export function fileDays(
  validation: MaintenancePolicy['validation'],
  kind: FileKind,
  issuedOn: CivilDate,
): FileDays {
  if (validation === null) return { validateBy: null, consequenceOn: null, consequence: null };
  const validateBy = addTerm(issuedOn, kind === 'ONLINE' ? validation.every : validation.manualLasts);
  return { validateBy, consequenceOn: addTerm(validateBy, validation.grace), consequence: validation.then };
}

/** The end of cover as of the day of issue, and each later day on which cover that is bought already begins anew. */
export function fileCutoffs({ facts, policy, moment }: VersionCase): readonly FileCutoff[] {
  const { asOf, zone } = moment;
  if (cutoff(facts, policy, asOf, zone) === null) return [{ from: asOf, before: null }];
  const purchaseEnd = addDays(facts.purchasedOn, 1);
  const stretches = unbrokenCover(facts.periods);
  const begun = stretches.filter(({ startsOn }) => startsOn <= asOf).at(-1);
  const coming = stretches.filter(({ startsOn }) => startsOn > asOf);
  return [
    { from: asOf, before: begun === undefined ? purchaseEnd : laterOf(purchaseEnd, begun.expiresOn) },
    ...coming.map(({ startsOn, expiresOn }) => ({ from: startsOn, before: laterOf(purchaseEnd, expiresOn) })),
  ];
}

/** Named only where no period allows more: a file must never stop a version that the license may run. */
export function fileMajor({ catalog, facts, policy, moment }: VersionCase): number | null {
  if (policy.versionGate === 'NONE' || facts.periods.some(({ upgrades }) => upgrades === 'MAJOR'))
    return null;
  return majorAtPurchase(catalog, facts, moment);
}

const prefix = 'mainstay-file-1';

/** What is signed, and what stands in the file before the signature: the very bytes, so that nothing is written anew. */
export function signedPart(content: FileContent, base64url: (text: string) => string): string {
  const { format, kind, key, sandbox, vendor, product, license, machine, issuedOn } = content;
  const { validateBy, consequenceOn, consequence, purchasedOn, cutoffs, major, request } = content;
  const inOrder = {
    ...{ format, kind, key, sandbox, vendor, product, license, machine, issuedOn },
    ...{ validateBy, consequenceOn, consequence, purchasedOn, cutoffs, major, request },
  };
  return `${prefix}.${base64url(JSON.stringify(inOrder))}`;
}
