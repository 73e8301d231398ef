import { statement, type Transaction } from '@mainstay/kernel/db/scoped';
import { planDue } from '@mainstay/kernel/due/due-table';
import type { DueKind } from '@mainstay/kernel/due/due-work';
import { announcedRelease, type AnnouncedRelease } from './announced-release.js';

/** As rows of due work name it; the key is the release's id. */
export const announcementKind = 'release-announcement';
export const releaseMailKind = 'release-mail';

/** Licenses that are looked at in one transaction, give or take those of one account. */
const licensesAtOnce = 200;

const mark = statement<{ releaseId: string }>(
  'release.markAnnounced',
  `insert into release_announcement (vendor_id, release_id, announced_at) values (app.vendor(), $1::text, $2::timestamptz)
   on conflict (vendor_id, release_id) do nothing returning release_id as "releaseId"`,
);

/** Where batches of accounts begin, so that each holds about so many licenses. */
const batches = statement<{ fromAccountId: string }>(
  'release.announcementBatches',
  `select min(account_id) as "fromAccountId" from (
     select account_id, ((sum(count(*)) over (order by account_id) - count(*))::bigint / $3::bigint) as batch
     from license where product_id = $1::text and status = 'ACTIVE' and (prereleases or not $2::boolean)
     group by account_id
   ) placed group by batch order by 1`,
);

/**
 * A release becomes known to its audience, once for ever (M11): it is marked, and each batch of accounts is written to in
 * a transaction of its own. One that was withdrawn before is not marked, and may be announced if it comes back.
 */
export const releaseAnnounce: DueKind = {
  act: 'releaseAnnounce',
  async run(transaction, { key: releaseId }, { now, nowMs }) {
    const release = await announcedRelease(transaction, releaseId, nowMs);
    if (release === null) return 'NOTHING';
    if (Date.parse(release.releasedAt) > nowMs) {
      await planDue(transaction, [{ kind: announcementKind, key: releaseId, dueAt: release.releasedAt }]);
      return 'NOTHING';
    }
    const [marked] = await transaction.query(mark, [releaseId, now]);
    if (marked === undefined) return 'NOTHING';
    await planBatches(transaction, release, now);
    return {
      ...{ result: { releaseId, productId: release.productId }, accountId: null, events: [] },
      changes: [{ objectId: releaseId, field: 'announcedAt', from: null, to: now }],
    };
  },
};

/** Ranges without a gap: whoever buys meanwhile belongs to one of them. */
async function planBatches(
  transaction: Transaction,
  { id, productId, prerelease }: AnnouncedRelease,
  now: string,
): Promise<void> {
  const found = await transaction.query(batches, [productId, prerelease, licensesAtOnce]);
  const starts = found.map(({ fromAccountId }) => fromAccountId);
  const due = starts.map((from, index) => ({
    ...{ kind: releaseMailKind, dueAt: now },
    key: [id, index === 0 ? '-' : from, starts[index + 1] ?? '-'].join(' '),
  }));
  await planDue(transaction, due);
}
