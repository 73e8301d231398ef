import { statement, type Transaction } from '@mainstay/kernel/db/scoped';

/** A release as whoever announces it needs it. */
export interface AnnouncedRelease {
  readonly id: string;
  readonly productId: string;
  readonly planId: string;
  readonly version: string;
  readonly prerelease: boolean;
  readonly releasedAt: string;
  readonly yankedAt: string | null;
}

const byId = statement<AnnouncedRelease>(
  'release.toAnnounce',
  `select r.id, r.product_id as "productId", p.plan_id as "planId", r.version, r.prerelease,
     r.released_at as "releasedAt", r.yanked_at as "yankedAt"
   from release r join product p on p.vendor_id = r.vendor_id and p.id = r.product_id where r.id = $1::text`,
);

/** Null where there is none, and where it is withdrawn by now: of that nobody is told. */
export async function announcedRelease(
  transaction: Transaction,
  releaseId: string,
  nowMs: number,
): Promise<AnnouncedRelease | null> {
  const [release] = await transaction.query(byId, [releaseId]);
  if (release === undefined) return null;
  const { yankedAt } = release;
  return yankedAt !== null && Date.parse(yankedAt) <= nowMs ? null : release;
}
