import type { Change, Instant, Telling } from '@mainstay/kernel/act/act';
import type { Transaction } from '@mainstay/kernel/db/scoped';
import { tellLicenses } from '../facts/tell.js';
import { refreshCoveredUntil } from '../license/covered-until.js';
import { planNotices } from '../notice/plan-notices.js';
import { licensesCoveredBy } from './cover-subject.js';

/** What follows from a change of cover, for the effect of whoever changed it. */
export interface Followed {
  /** Every license that the subjects cover or ever covered. */
  readonly ids: readonly string[];
  readonly changes: readonly Change[];
  readonly events: readonly Telling[];
}

/**
 * After the cover of subjects was changed, whoever changed it: the end by which licenses are listed, their notices, and
 * what the others know of them.
 */
export async function followCover(
  transaction: Transaction,
  subjectIds: readonly string[],
  instant: Instant,
): Promise<Followed> {
  if (subjectIds.length === 0) return { ids: [], changes: [], events: [] };
  const before = await licensesCoveredBy(transaction, subjectIds);
  const ids = before.map(({ id }) => id);
  await refreshCoveredUntil(transaction, ids);
  await planNotices(transaction, ids, instant);
  const after = new Map((await licensesCoveredBy(transaction, subjectIds)).map((one) => [one.id, one]));
  const changes = before
    .map(({ id, coveredUntil: from }) => ({ id, from, to: after.get(id)?.coveredUntil ?? null }))
    .filter(({ from, to }) => from !== to)
    .map(({ id, from, to }) => ({ objectId: id, field: 'coveredUntil', from, to }));
  return { ids, changes, events: await tellLicenses(transaction, ids, 'license.covered') };
}
