import { statement, type Transaction } from '@mainstay/kernel/db/scoped';
import type { DueKind } from '@mainstay/kernel/due/due-work';
import { civilDayOf } from '@mainstay/kernel/values/civil';
import { lockAccount } from '../account/lock-account.js';
import { followCover } from '../maintenance/follow-cover.js';
import { loadPlan, soldUnder } from '../maintenance/plan.reads.js';
import { insertPeriods } from '../maintenance/write-cover.js';
import { firstCover } from './bought-cover.rules.js';
import type { Made } from './made.js';

/** As rows of due work name it; the key is the license. */
export const coverStartKind = 'cover-start';

const insert = statement(
  'awaitedCover.insert',
  `insert into awaited_cover (vendor_id, id, account_id, reseller_id, license_id, term, plan_id, plan_version)
   select app.vendor(), w->>'id', $2::text, $3::text, w->>'licenseId', w->>'term', w->>'planId',
     (w->>'planVersion')::integer
   from jsonb_array_elements($1::jsonb) as given (w)`,
);

interface Awaited {
  readonly accountId: string;
  readonly term: string;
  readonly planId: string;
  readonly planVersion: number;
  readonly clockKind: 'REAL' | 'FROZEN';
}

const accountOf = statement<{ accountId: string }>(
  'awaitedCover.accountOf',
  'select account_id as "accountId" from awaited_cover where license_id = $1::text',
);

const byLicense = statement<Awaited>(
  'awaitedCover.byLicense',
  `select w.account_id as "accountId", w.term, w.plan_id as "planId", w.plan_version as "planVersion",
     v.clock_kind as "clockKind"
   from awaited_cover w join vendor v on v.vendor_id = w.vendor_id where w.license_id = $1::text`,
);

/** The first of the mails that told the license's code or serial, as far as it has come. */
const mailOf = statement<{ waits: boolean; acceptedAt: string | null }>(
  'awaitedCover.mail',
  `select coalesce(bool_or(m.state in ('QUEUED', 'SENDING')), false) as waits, min(m.accepted_at) as "acceptedAt"
   from mail m where m.kind = 'ACTIVATION' and m.account_id = $1::text and m.data->'licenseIds' ? $2::text`,
);

const remove = statement('awaitedCover.remove', 'delete from awaited_cover where license_id = $1::text');

export async function awaitCover(transaction: Transaction, made: Made): Promise<void> {
  const rows = [...made.awaited].map(([licenseId, { term, plan }]) => ({
    ...{ id: made.instant.newId('awc'), licenseId, term, planId: plan.id, planVersion: plan.version },
  }));
  if (rows.length === 0) return;
  await transaction.query(insert, [JSON.stringify(rows), made.owner.id, made.owner.resellerId]);
}

/**
 * Cover begins on the day on which a mail server first took the mail that tells the code or serial (M2). Where the
 * tenant's clock stands still, mails leave while it shows one instant, and its day is meant. While nobody could be
 * mailed, it waits for who plans it again with the next mail.
 */
export const coverStart: DueKind = {
  act: 'coverStart',
  async run(transaction, { key: licenseId }, instant) {
    const [known] = await transaction.query(accountOf, [licenseId]);
    const owner = known === undefined ? null : await lockAccount(transaction, known.accountId);
    const [awaited] = await transaction.query(byLicense, [licenseId]);
    if (owner === null || awaited === undefined) return 'NOTHING';
    const [mail] = await transaction.query(mailOf, [owner.id, licenseId]);
    const acceptedAt = mail?.acceptedAt ?? null;
    if (acceptedAt === null) return mail?.waits === true ? 'LATER' : 'NOTHING';
    const day =
      awaited.clockKind === 'FROZEN' ? instant.today : civilDayOf(Date.parse(acceptedAt), instant.zone);
    const { planId, planVersion, term } = awaited;
    const plan = await loadPlan((asked, values) => transaction.query(asked, values), planId);
    const { cover } = soldUnder(plan, planVersion).policy;
    if (cover === null) return 'NOTHING';
    const period = { ...firstCover(cover, { day, term }), id: instant.newId('cov') };
    await insertPeriods(
      transaction,
      [
        {
          ...{ ...period, accountId: owner.id, resellerId: owner.resellerId, planId, planVersion },
          ...{ subjectKind: 'LICENSE', subjectId: licenseId },
        },
      ],
      instant.now,
    );
    await transaction.query(remove, [licenseId]);
    const { changes, events } = await followCover(transaction, [licenseId], instant);
    const { startsOn, expiresOn } = period;
    const payload = {
      subjectKind: 'LICENSE',
      subjectId: licenseId,
      periodId: period.id,
      startsOn,
      expiresOn,
    };
    return {
      ...{ result: { licenseId, periodId: period.id }, accountId: owner.id },
      changes: [{ objectId: period.id, field: 'expiresOn', from: null, to: expiresOn }, ...changes],
      events: [{ type: 'coverage.started', aggregate: licenseId, payload }, ...events],
      decision: { policyVersion: planVersion, warnings: [] },
    };
  },
};
