import type { Transaction } from '@mainstay/kernel/db/scoped';
import { precedingCover, renewedCover, type LastCover } from '@mainstay/kernel/values/renewal';
import { lockPeriodsOf, lockSubject } from '../maintenance/cover-subject.js';
import type { NewPeriod } from '../maintenance/write-cover.js';
import {
  comesWithCover,
  firstCover,
  firstTermWith,
  packCover,
  termOfYears,
  type CoverPolicy,
} from './bought-cover.rules.js';
import type { NewLicense } from './issue-licenses.js';
import type { Made } from './made.js';
import { lastCoverOf, lockLicenses, type OwnedLicense } from './owned-licenses.js';
import type { PaidLine } from './paid-order.js';
import type { SoldProduct } from './sold-plans.js';

/** LICENSE and BUNDLE: so many licenses, with what each comes with. */
export function makeLicenses(made: Made, line: PaidLine): void {
  const { order, instant } = made;
  const product = made.productOf(line);
  if (product === null) {
    made.fail(line, 'PRODUCT_UNKNOWN', 'The product is not sold any more. Cancel the line, or sell another.');
    return;
  }
  const licenses = Array.from({ length: line.quantity }, (): NewLicense => ({
    ...{ id: instant.newId('lic'), productId: product.id, identifiedBy: product.identifiedBy },
    ...{ metric: line.metric ?? 'LICENSE', quantity: line.unitsEach, purchasedOn: order.purchasedOn },
    orderId: order.orderId,
  }));
  made.addLicenses(line, licenses);
  const { cover } = product.plan.policy;
  if (cover !== null && comesWithCover(cover)) coverWithLicense(made, line, product, cover);
  if (line.kind === 'BUNDLE')
    for (const { id } of licenses) addPack(made, line, { product, licenseId: id, last: null, bundled: true });
}

/** What a license comes with begins on the day of purchase, or waits for the mail that tells its code (M2, M3). */
function coverWithLicense(made: Made, line: PaidLine, { plan }: SoldProduct, cover: CoverPolicy): void {
  const training = made.order.lines.some(
    ({ kind, ofLineId }) => kind === 'TRAINING' && ofLineId === line.lineId,
  );
  const term = firstTermWith(cover, training);
  for (const licenseId of made.licensesOf(line.lineId)) {
    if (cover.firstStart === 'NEXT_MONTH_START') made.awaited.set(licenseId, { term, plan });
    else {
      const period = firstCover(cover, { day: made.order.purchasedOn, term });
      made.periods.push({ ...period, ...periodOf(made, plan, 'LICENSE', licenseId) });
      made.laid.set(licenseId, { ...period, term });
    }
  }
}

function periodOf(
  { owner, instant }: Made,
  plan: SoldProduct['plan'],
  subjectKind: NewPeriod['subjectKind'],
  subjectId: string,
) {
  return {
    ...{ id: instant.newId('cov'), accountId: owner.id, resellerId: owner.resellerId },
    ...{ subjectKind, subjectId, planId: plan.id, planVersion: plan.version },
  };
}

interface Pack {
  readonly product: SoldProduct;
  readonly licenseId: string;
  readonly last: LastCover | null;
  readonly bundled: boolean;
  /** Whose the license is; the customer's, unless it was handed on since it was ordered for. */
  readonly of?: Pick<OwnedLicense, 'accountId' | 'resellerId'>;
}

/** A pack that is associated by itself. */
function addPack(made: Made, line: PaidLine, { product, licenseId, last, bundled, of }: Pack): void {
  const { order, instant } = made;
  const { cover } = product.plan.policy;
  if (cover === null) return;
  const term = termOfYears(line.years ?? 1);
  const before = last === null ? null : precedingCover(cover, last);
  const laid = packCover({ purchasedOn: order.purchasedOn, term }, made.laid.get(licenseId) ?? before);
  made.laid.set(licenseId, { ...laid, term });
  const period = {
    ...laid,
    ...periodOf(made, product.plan, 'LICENSE', licenseId),
    ...(of === undefined ? {} : { accountId: of.accountId, resellerId: of.resellerId }),
  };
  const { accountId, resellerId } = period;
  const code = {
    ...({ id: instant.newId('mtc'), productId: product.id, metric: 'LICENSE', term } as const),
    ...({ purchasedOn: order.purchasedOn, state: 'ASSOCIATED', orderLineId: line.lineId } as const),
  };
  made.periods.push(period);
  made.codes.push(code);
  made.associations.push({
    ...{ id: instant.newId('mta'), accountId, resellerId },
    ...{ maintenanceCodeId: code.id, subjectKind: 'LICENSE' as const },
    ...{ subjectId: licenseId, periodId: period.id, bundled },
  });
  made.add(line, [code.id]);
}

/** Packs: to be used later, or of licenses that are named, or of those that another line became. */
export async function makePacks(transaction: Transaction, made: Made, line: PaidLine): Promise<void> {
  const product = made.productOf(line);
  if (product === null || product.plan.policy.cover === null) {
    made.fail(line, 'NO_COVER_SOLD', 'The plan of the product sells no maintenance. Cancel the line.');
    return;
  }
  if (line.ofLineId !== null) {
    for (const licenseId of made.licensesOf(line.ofLineId))
      addPack(made, line, { product, licenseId, last: null, bundled: true });
    return;
  }
  if (line.licenseIds.length > 0) await packsFor(transaction, made, line, product);
  else addUnused(made, line, product, line.quantity);
}

/** Packs of licenses that are named; one for a license that was revoked since is left to use for another. */
async function packsFor(
  transaction: Transaction,
  made: Made,
  line: PaidLine,
  product: SoldProduct,
): Promise<void> {
  const found = await lockLicenses(transaction, line.licenseIds, made.owner.id);
  const missing = line.licenseIds.find((id) => !found.has(id));
  if (missing !== undefined) {
    made.fail(line, 'LICENSE_NOT_FOUND', `There is no license ${missing}. Pay the line back.`);
    return;
  }
  const usable = [...found.values()].filter(({ status }) => status !== 'REVOKED');
  const last = await lastCoverOf(transaction, usable);
  for (const license of usable) {
    const { id: licenseId } = license;
    addPack(made, line, {
      ...{ product, licenseId, last: last.get(licenseId) ?? null, bundled: false, of: license },
    });
    made.touched.add(licenseId);
  }
  addUnused(made, line, product, found.size - usable.length);
}

/** Packs to be used later. */
function addUnused(made: Made, line: PaidLine, product: SoldProduct, count: number): void {
  const { order, instant } = made;
  const codes = Array.from({ length: count }, () => ({
    ...{ id: instant.newId('mtc'), productId: product.id, term: termOfYears(line.years ?? 1) },
    ...({ metric: line.metric === 'SITE' ? 'SITE' : 'LICENSE', purchasedOn: order.purchasedOn } as const),
    ...({ state: 'UNUSED', orderLineId: line.lineId } as const),
  }));
  made.codes.push(...codes);
  made.add(
    line,
    codes.map(({ id }) => id),
  );
}

/** Terms of a subject, from where its cover ends at this moment, whatever was offered (M5). */
export async function makeRenewal(transaction: Transaction, made: Made, line: PaidLine): Promise<void> {
  const product = made.productOf(line);
  const asked = line.renewal;
  const subject = asked === null ? null : await lockSubject(transaction, asked.subjectId);
  const cover = product?.plan.policy.cover ?? null;
  if (asked === null || subject === null || product === null || cover === null) {
    made.fail(line, 'SUBJECT_NOT_FOUND', 'What was renewed is not there any more. Pay the money back.');
    return;
  }
  const periods = await lockPeriodsOf(transaction, subject.id);
  const last = periods.reduce<LastCover | null>(
    (end, period) => (end === null || period.expiresOn > end.expiresOn ? period : end),
    null,
  );
  const day = made.order.purchasedOn;
  const period =
    last === null
      ? packCover({ purchasedOn: day, term: termOfYears(line.years ?? 1) }, null)
      : renewedCover(cover, last, { day, terms: asked.terms });
  const { startsOn, expiresOn, countedFrom, anchorDay } = period;
  const written = {
    ...{ startsOn, expiresOn, countedFrom, anchorDay },
    ...periodOf(made, product.plan, subject.kind, subject.id),
    ...{ accountId: subject.accountId, resellerId: subject.resellerId },
  };
  made.periods.push(written);
  made.touched.add(subject.id);
  if (subject.kind === 'CONTRACT') made.contracts.push(subject.id);
  if ((last?.expiresOn ?? null) !== asked.baseExpiresOn) made.moved.add(line.lineId);
  made.add(line, [written.id]);
}
