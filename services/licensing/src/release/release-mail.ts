import type { Instant } from '@mainstay/kernel/act/act';
import { statement, type Transaction } from '@mainstay/kernel/db/scoped';
import type { DueKind } from '@mainstay/kernel/due/due-work';
import { caseOf, otherPlans, type LicenseLists } from '../license/license-case.js';
import { wholeLicenses, type LicenseRow } from '../license/license.reads.js';
import { groupMails } from '../mail/group-mails.rules.js';
import { queueMails } from '../mail/queue-mail.js';
import { recipientsOf } from '../mail/recipients.js';
import { effectiveCover } from '../maintenance/cover.rules.js';
import { inForce, loadPlan } from '../maintenance/plan.reads.js';
import { announcedRelease, type AnnouncedRelease } from './announced-release.js';
import { loadCatalog } from './catalog.reads.js';
import { toldLicenses, type OwnedLicense } from './release-audience.rules.js';
import { failedCodes, versionOutcomes } from './version-outcomes.rules.js';

/** Of accounts from one on up to another; null where there is no bound. */
const ofBatch = statement<LicenseRow>(
  'release.licensesToTell',
  `${wholeLicenses}
   where l.product_id = $1::text and l.status = 'ACTIVE' and (l.prereleases or not $2::boolean)
     and ($3::text is null or l.account_id >= $3::text) and ($4::text is null or l.account_id < $4::text)
   order by l.account_id, l.id`,
);

/** Writes the mails of one batch of accounts: one for each account and address, with all of its licenses (M11). */
export const releaseMail: DueKind = {
  act: 'releaseMail',
  async run(transaction, { key, dueAt }, instant) {
    const [releaseId = '', from = '-', until = '-'] = key.split(' ');
    const release = await announcedRelease(transaction, releaseId, instant.nowMs);
    if (release === null) return 'NOTHING';
    const bounds = [from, until].map((bound) => (bound === '-' ? null : bound));
    const rows = await transaction.query(ofBatch, [release.productId, release.prerelease, ...bounds]);
    const told = await toldOf(transaction, release, { rows, instant });
    const mails = await mailTo(transaction, told, { releaseId, dueAt, instant });
    if (mails === 0) return 'NOTHING';
    return {
      ...{ result: { releaseId }, accountId: null, events: [] },
      changes: [
        { objectId: releaseId, field: 'licensesTold', to: told.length },
        { objectId: releaseId, field: 'mailsQueued', to: mails },
      ],
    };
  },
};

interface Asked {
  readonly rows: readonly LicenseRow[];
  readonly instant: Instant;
}

/** Who is told is decided by the plan of today, and what a license may run by what covers it. */
async function toldOf(
  transaction: Transaction,
  { productId, planId, version, prerelease }: AnnouncedRelease,
  { rows, instant }: Asked,
): Promise<OwnedLicense[]> {
  const lists = await listsOf(transaction, { productId, planId, rows });
  const { policy } = inForce(lists.plan, instant.today);
  const moment = { asOf: instant.today, nowMs: instant.nowMs, zone: instant.zone };
  const owned = rows.map((row) => ({
    ...{ licenseId: row.id, accountId: row.accountId, status: row.status, prereleases: row.prereleases },
    covered: effectiveCover(row.cover ?? [], instant.today).active,
    entitled: failedCodes(versionOutcomes(caseOf(row, lists, moment), version)).length === 0,
  }));
  const { releaseMailTo: audience, cover } = policy;
  return toldLicenses(owned, { audience, sellsCover: cover !== null, prerelease });
}

/** Read once for all licenses of the product: its releases, its plan, and other plans that some cover was bought under. */
async function listsOf(
  transaction: Transaction,
  { productId, planId, rows }: { productId: string; planId: string; rows: readonly LicenseRow[] },
): Promise<LicenseLists> {
  const ask: Parameters<typeof loadPlan>[0] = (asked, values) => transaction.query(asked, values);
  const catalog = await loadCatalog(transaction, productId);
  const plan = await loadPlan(ask, planId);
  const planOf = new Map<string, typeof plan>();
  for (const id of new Set(rows.flatMap((row) => [...otherPlans(row).keys()])))
    planOf.set(id, await loadPlan(ask, id));
  return { catalog, plan, planOf };
}

interface Mailing {
  readonly releaseId: string;
  readonly dueAt: string;
  readonly instant: Instant;
}

/** The key names release, account and contact alone: whatever happens, nobody gets a second one. */
async function mailTo(
  transaction: Transaction,
  told: readonly OwnedLicense[],
  { releaseId, dueAt, instant }: Mailing,
): Promise<number> {
  const recipients = await recipientsOf(transaction, [...new Set(told.map(({ accountId }) => accountId))]);
  const due = told.map(({ licenseId, accountId, entitled }) => ({
    ...{ key: licenseId, accountId, day: instant.today, recipients: recipients.get(accountId) ?? [] },
    item: { licenseId, entitled },
  }));
  const drafts = groupMails('release', due).map(({ accountId, contactId, items }) => ({
    ...({ kind: 'RELEASE', template: 'release-announced', accountId, contactId, dueAt } as const),
    ...{ dedupKey: ['release', releaseId, accountId, contactId].join(' ') },
    data: { releaseId, licenses: items },
  }));
  await queueMails(transaction, drafts, instant.newId);
  return drafts.length;
}
