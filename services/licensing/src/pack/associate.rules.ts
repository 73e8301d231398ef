import { daysBetween, earlierOf, laterOf, type CivilDate } from '@mainstay/kernel/values/civil';
import { coverPeriod, type CoverPeriod, type PrecedingCover } from '@mainstay/kernel/values/period';
import type { Refusal } from '@mainstay/kernel/values/refusal';
import { precedingCover, type LastCover } from '@mainstay/kernel/values/renewal';
import { packCover } from '../fulfilment/bought-cover.rules.js';
import type { Days } from '../maintenance/cover.rules.js';

/** One code with what it is to cover. */
export interface Pair {
  readonly maintenanceCodeId: string;
  readonly licenseId?: string | null | undefined;
  readonly siteId?: string | null | undefined;
}

/** A unit of maintenance as it decides. */
export interface PackFact {
  readonly id: string;
  readonly accountId: string;
  readonly productId: string;
  readonly metric: 'LICENSE' | 'SITE';
  readonly term: string;
  readonly purchasedOn: CivilDate;
  readonly state: 'UNUSED' | 'ASSOCIATED' | 'VOID';
  /** What its plan makes of a term, and the version in force on the day of purchase. */
  readonly renewalTerm: string;
  readonly planId: string;
  readonly planVersion: number;
}

/** A license or a site as it decides. */
export interface PackSubject {
  readonly id: string;
  readonly kind: 'LICENSE' | 'SITE';
  readonly accountId: string;
  /** Whose customer the owner is, or the owner itself where it is a reseller. */
  readonly resellerId: string | null;
  readonly productId: string;
  /** Where its cover ends: of a license from whichever source, of a site its own (M4). */
  readonly last: LastCover | null;
  /** A revoked license is used no more, and so takes no cover. */
  readonly revoked: boolean;
  /** Of a site: what its members have of their own. */
  readonly ownCover: readonly Days[];
}

export type AssociateCode =
  | 'PAIRS_INVALID'
  | 'CUSTOMER_NOT_FOUND'
  | 'CODE_NOT_FOUND'
  | 'CODE_USED'
  | 'CODE_VOID'
  | 'SUBJECT_NOT_FOUND'
  | 'LICENSE_REVOKED'
  | 'CUSTOMER_MISMATCH'
  | 'KIND_MISMATCH'
  | 'PRODUCT_MISMATCH'
  | 'COVER_PAST';

export interface AssociateAsked {
  readonly pairs: readonly Pair[];
  readonly customerId?: string | null | undefined;
  readonly acceptPast?: boolean | null | undefined;
}

export interface AssociateFacts {
  readonly codes: ReadonlyMap<string, PackFact>;
  readonly subjects: ReadonlyMap<string, PackSubject>;
  /** Whether the customer that is named is seen; true where none is named. */
  readonly customerKnown: boolean;
  /** Of the customers whose licenses are chosen: those of a product that have no cover on the day. */
  readonly uncovered: readonly {
    readonly licenseId: string;
    readonly accountId: string;
    readonly productId: string;
    /** The site that it is at today, whose pack covers it too. */
    readonly siteId: string | null;
  }[];
}

/** What one pair comes to. */
export interface Associated {
  readonly maintenanceCodeId: string;
  readonly subject: PackSubject;
  readonly code: PackFact;
  readonly period: CoverPeriod;
  /** Days of it that are over already. */
  readonly daysLost: number;
  /** Where the cover that it lies behind ends; null where there is none to stack on. */
  readonly stacksOn: CivilDate | null;
  /** Days on which a site's cover doubles what a member has of its own. */
  readonly doubledDays: number;
  /** Licenses of that customer and product that would still have no cover, told where cover is stacked. */
  readonly uncoveredLicenseIds: readonly string[];
}

const mostPairs = 100;

/** What is wrong with the list by itself. */
export function pairFaults({ pairs }: AssociateAsked): Refusal<AssociateCode>[] {
  const codes = pairs.map(({ maintenanceCodeId }) => maintenanceCodeId);
  const unclear = pairs.findIndex(
    ({ licenseId, siteId }) => ((licenseId ?? null) === null) === ((siteId ?? null) === null),
  );
  if (pairs.length === 0 || pairs.length > mostPairs)
    return [invalid(['pairs'], `Name 1 to ${String(mostPairs)} pairs; ${String(pairs.length)} are given.`)];
  if (unclear >= 0)
    return [invalid(['pairs', String(unclear)], 'A pair names a license or a site, and not both.')];
  if (new Set(codes).size < codes.length)
    return [invalid(['pairs'], 'A code is named twice; it is used once. Leave one of the pairs out.')];
  return [];
}

function invalid(field: readonly string[], message: string): Refusal<AssociateCode> {
  return { code: 'PAIRS_INVALID', field, message };
}

/** All refusals of all pairs, the first fault of each; none accepts them all. */
export function decideAssociate(
  facts: AssociateFacts,
  asked: AssociateAsked,
  today: CivilDate,
): Refusal<AssociateCode>[] {
  if (!facts.customerKnown)
    return [
      {
        ...{ code: 'CUSTOMER_NOT_FOUND', field: ['customerId'] },
        message:
          'You are not the reseller of record of such a customer. Tell the sales department of the vendor its company, a contact person and an e-mail address, or leave the customer out.',
      },
    ];
  const found = asked.pairs.flatMap((pair, index) => {
    const fault = pairFault(facts, pair, asked);
    return fault === null ? [] : [{ ...fault, field: ['pairs', String(index), ...fault.field] }];
  });
  if (found.length > 0 || asked.acceptPast === true) return found;
  return plannedAssociations(facts, asked, today)
    .filter(({ period }) => period.expiresOn <= today)
    .map(({ maintenanceCodeId, period }) => ({
      ...{ code: 'COVER_PAST', field: ['acceptPast'] },
      message: `The cover of ${maintenanceCodeId} would be over already. Accept that with acceptPast, or choose another license.`,
      facts: { maintenanceCodeId, startsOn: period.startsOn, expiresOn: period.expiresOn },
    }));
}

function pairFault(
  { codes, subjects }: AssociateFacts,
  pair: Pair,
  { customerId }: AssociateAsked,
): Refusal<AssociateCode> | null {
  const code = codes.get(pair.maintenanceCodeId);
  const named = pair.licenseId ?? null;
  const subject = subjects.get(named ?? pair.siteId ?? '');
  const field = named === null ? ['siteId'] : ['licenseId'];
  if (code === undefined)
    return at(
      'CODE_NOT_FOUND',
      ['maintenanceCodeId'],
      'There is no such code; ask `maintenanceCodes` for ids.',
    );
  if (code.state === 'ASSOCIATED')
    return at(
      'CODE_USED',
      ['maintenanceCodeId'],
      'The code is associated already. Undo that, or use another code.',
    );
  if (code.state === 'VOID')
    return at('CODE_VOID', ['maintenanceCodeId'], 'The code was paid back and is void. Use another code.');
  if (subject === undefined)
    return at('SUBJECT_NOT_FOUND', field, 'There is no such license or site; ask for ids of those you see.');
  if (subject.revoked)
    return at(
      'LICENSE_REVOKED',
      field,
      'The license was revoked and is used no more. Choose another license for the code.',
    );
  // Its owner, or a customer of its owner.
  if (![subject.accountId, subject.resellerId].includes(code.accountId))
    return at(
      'CUSTOMER_MISMATCH',
      field,
      'It is neither of the owner of the code nor of a customer of that owner. Choose a license of those.',
    );
  if ((customerId ?? subject.accountId) !== subject.accountId)
    return at(
      'CUSTOMER_MISMATCH',
      field,
      'It is not of the customer that was chosen. Choose another, or its owner.',
    );
  if (code.metric !== subject.kind)
    return at('KIND_MISMATCH', field, 'A site pack is for a site, any other pack for a license.');
  if (code.productId !== subject.productId)
    return at(
      'PRODUCT_MISMATCH',
      field,
      'The code is for another product. Choose a license of its own product.',
    );
  return null;
}

function at(code: AssociateCode, field: readonly string[], message: string): Refusal<AssociateCode> {
  return { code, field, message };
}

/**
 * What all pairs come to, in the order of purchase days, then ids: each lies behind what is there and behind the pairs
 * before it (M4). For pairs that were accepted.
 */
export function plannedAssociations(
  facts: AssociateFacts,
  asked: AssociateAsked,
  today: CivilDate,
): Associated[] {
  const laid = laidBehind(facts, asked, today);
  const left = new Set(uncoveredAfter(facts, laid, today));
  return laid.map((one) => ({
    ...one,
    uncoveredLicenseIds:
      one.stacksOn === null
        ? []
        : facts.uncovered
            .filter(
              ({ licenseId, accountId, productId }) =>
                left.has(licenseId) &&
                accountId === one.subject.accountId &&
                productId === one.subject.productId,
            )
            .map(({ licenseId }) => licenseId),
  }));
}

type Laid = Omit<Associated, 'uncoveredLicenseIds'>;

function laidBehind(
  { codes, subjects }: AssociateFacts,
  { pairs }: AssociateAsked,
  today: CivilDate,
): Laid[] {
  const ends = new Map<string, PrecedingCover>();
  return pairs
    .flatMap(({ maintenanceCodeId, licenseId, siteId }) => {
      const [code, subject] = [codes.get(maintenanceCodeId), subjects.get(licenseId ?? siteId ?? '')];
      return code === undefined || subject === undefined ? [] : [{ code, subject }];
    })
    .sort((a, b) => compare(a.code.purchasedOn, b.code.purchasedOn) || compare(a.code.id, b.code.id))
    .map(({ code, subject }) => {
      const first = subject.last === null ? null : precedingCover(code, subject.last);
      const last = ends.get(subject.id) ?? first;
      const period = packCover(code, last);
      ends.set(subject.id, { expiresOn: period.expiresOn, anchorDay: period.anchorDay, term: code.term });
      return {
        ...{ maintenanceCodeId: code.id, code, subject, period },
        daysLost: Math.max(0, daysBetween(period.startsOn, today)),
        stacksOn: last !== null && last.expiresOn > code.purchasedOn ? last.expiresOn : null,
        doubledDays: doubled(period, subject.ownCover),
      };
    });
}

/** Licenses that have no cover on the day, and would not have it from these, nor from their site. */
export function uncoveredAfter(
  { uncovered }: AssociateFacts,
  planned: readonly Pick<Associated, 'subject' | 'period'>[],
  today: CivilDate,
): string[] {
  const covered = new Set(
    planned.filter(({ period }) => period.expiresOn > today).map(({ subject }) => subject.id),
  );
  return uncovered
    .filter(({ licenseId, siteId }) => !covered.has(licenseId) && !covered.has(siteId ?? ''))
    .map(({ licenseId }) => licenseId);
}

function doubled(period: Days, own: readonly Days[]): number {
  return own.reduce((sum, { startsOn, expiresOn }) => {
    const [from, until] = [laterOf(startsOn, period.startsOn), earlierOf(expiresOn, period.expiresOn)];
    return sum + Math.max(0, daysBetween(from, until));
  }, 0);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** A period of a chain with what it may not begin before, and how long it is. */
export interface LaidPeriod extends CoverPeriod {
  readonly id: string;
  readonly term: string;
  /** The purchase day of the pack that made it; null of any other. */
  readonly purchasedOn: CivilDate | null;
}

/**
 * The chain without one of its periods: what lies behind flows forward, to the end before it, but no pack before its own
 * purchase day (M4). Only those that move are told.
 */
export function withoutPeriod(chain: readonly LaidPeriod[], removedId: string): LaidPeriod[] {
  const at = chain.findIndex(({ id }) => id === removedId);
  const removed = chain[at];
  if (removed === undefined) return [];
  // It lay behind something, its own or a site's: that is where the next may begin.
  const stacked = removed.purchasedOn === null || removed.startsOn > removed.purchasedOn;
  let last: PrecedingCover | null = chain[at - 1] ?? null;
  const moved: LaidPeriod[] = [];
  for (const period of chain.slice(at + 1)) {
    const behind = [
      ...(last === null ? [] : [last.expiresOn]),
      ...(stacked ? [removed.startsOn] : []),
      period.purchasedOn ?? removed.startsOn,
    ];
    const startsOn = behind.reduce(laterOf);
    if (startsOn >= period.startsOn) break;
    const laid = { ...period, ...coverPeriod({ startsOn, countedFrom: startsOn }, period.term, last) };
    moved.push(laid);
    last = laid;
  }
  return moved;
}
