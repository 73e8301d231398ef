import { statement, type Transaction } from '@mainstay/kernel/db/scoped';
import { termBetween } from '@mainstay/kernel/values/renewal';
import { extendByTraining } from '@mainstay/kernel/values/start';
import { lockPeriodsOf } from '../maintenance/cover-subject.js';
import { movePeriod } from '../maintenance/write-cover.js';
import { comesWithCover, firstTermWith, type CoverPolicy } from './bought-cover.rules.js';
import type { Made } from './made.js';
import { lockLicenses } from './owned-licenses.js';
import type { PaidLine } from './paid-order.js';

const awaitLonger = statement<{ licenseId: string }>(
  'fulfilment.awaitLonger',
  'update awaited_cover set term = $2::text where license_id = $1::text returning license_id as "licenseId"',
);

/** On-site training of licenses that are there: it may make their first, short cover long (M3). */
export async function makeTraining(transaction: Transaction, made: Made, line: PaidLine): Promise<void> {
  if (line.ofLineId !== null) {
    made.add(line, made.licensesOf(line.ofLineId));
    return;
  }
  const trained = await lockLicenses(transaction, line.licenseIds, made.owner.id);
  const missing = line.licenseIds.find((id) => !trained.has(id));
  if (missing !== undefined) {
    made.fail(line, 'LICENSE_NOT_FOUND', `There is no license ${missing}. Pay the line back.`);
    return;
  }
  const cover = made.productOf(line)?.plan.policy.cover ?? null;
  if (cover !== null && comesWithCover(cover))
    for (const licenseId of trained.keys()) await extend(transaction, made, { licenseId, cover });
  made.add(line, [...trained.keys()]);
}

async function extend(
  transaction: Transaction,
  made: Made,
  { licenseId, cover }: { readonly licenseId: string; readonly cover: CoverPolicy },
): Promise<void> {
  const long = firstTermWith(cover, true);
  // Its cover has not begun: it begins as the long one.
  if ((await transaction.query(awaitLonger, [licenseId, long])).length > 0) return;
  const periods = await lockPeriodsOf(transaction, licenseId);
  const chain = periods.map((period, index) => ({
    ...period,
    term: index === 0 ? firstTermWith(cover, false) : termBetween(period, cover.renewalTerm),
  }));
  const laid = extendByTraining(chain, made.order.purchasedOn, long);
  // The last first, since no two of one subject may overlap on the way.
  for (const [index, { id, expiresOn }] of [...periods.entries()].toReversed()) {
    const after = laid[index];
    if (after === undefined || after.expiresOn === expiresOn) continue;
    await movePeriod(transaction, id, after);
    made.touched.add(licenseId);
    made.changes.push({ objectId: id, field: 'expiresOn', from: expiresOn, to: after.expiresOn });
  }
}
