import type { Act, ActInput, Change } from '@mainstay/kernel/act/act';
import { statement, type Transaction } from '@mainstay/kernel/db/scoped';
import { termBetween } from '@mainstay/kernel/values/renewal';
import { licensesCoveredBy, lockSubject, type LockedSubject } from '../maintenance/cover-subject.js';
import { lastCoverUse } from '../maintenance/cover-use.js';
import { followCover } from '../maintenance/follow-cover.js';
import { loadPlan, soldUnder } from '../maintenance/plan.reads.js';
import { movePeriod, removePeriod } from '../maintenance/write-cover.js';
import { withoutPeriod, type LaidPeriod } from './associate.rules.js';
import { decideUndo, type UndoCode, type UndoFacts } from './association-undo.rules.js';

export interface MaintenanceAssociationUndo extends ActInput {
  readonly associationId: string;
}

interface Found {
  readonly maintenanceCodeId: string;
  readonly subjectId: string;
  readonly periodId: string | null;
  readonly bundled: boolean;
  readonly associatedAt: string;
  readonly undone: boolean;
}

const find = statement<Found>(
  'association.byId',
  `select maintenance_code_id as "maintenanceCodeId", subject_id as "subjectId", period_id as "periodId", bundled,
     associated_at as "associatedAt", undone_at is not null as undone
   from maintenance_association where id = $1::text`,
);

type ChainRow = Omit<LaidPeriod, 'term'> & { term: string | null; planId: string; planVersion: number };

/** What is laid one behind the other for a subject, with the pack that each was made by. */
const chainOf = statement<ChainRow>(
  'association.chain',
  `select c.id, c.starts_on as "startsOn", c.expires_on as "expiresOn", c.counted_from as "countedFrom",
     c.anchor_day as "anchorDay", c.plan_id as "planId", c.plan_version as "planVersion", k.term,
     k.purchased_on as "purchasedOn"
   from coverage_period c
   left join maintenance_association a on a.period_id = c.id and a.undone_at is null
   left join maintenance_code k on k.id = a.maintenance_code_id
   where c.subject_id = $1::text order by c.starts_on for update of c`,
);

const undo = statement(
  'association.undo',
  'update maintenance_association set period_id = null, undone_at = $2::timestamptz where id = $1::text',
);

const free = statement('pack.free', "update maintenance_code set state = 'UNUSED' where id = $1::text");

interface Facts extends UndoFacts {
  readonly found: Found | null;
  readonly subject: LockedSubject | null;
  readonly planVersion: number;
}

async function load(transaction: Transaction, associationId: string): Promise<Facts> {
  const nothing = {
    ...{
      found: null,
      subject: null,
      association: null,
      undoHours: 0,
      chain: [],
      usedOn: null,
      planVersion: 0,
    },
  };
  const [seen] = await transaction.query(find, [associationId]);
  const subject = seen === undefined ? null : await lockSubject(transaction, seen.subjectId);
  // Read again, now that nobody else changes it.
  const [found] = await transaction.query(find, [associationId]);
  if (subject === null || found === undefined) return nothing;
  const rows = await transaction.query(chainOf, [subject.id]);
  const period = rows.find(({ id }) => id === found.periodId);
  if (period === undefined) return { ...nothing, found, subject, association: found };
  const plan = await loadPlan((asked, values) => transaction.query(asked, values), period.planId);
  const { cover } = soldUnder(plan, period.planVersion).policy;
  const covered = await licensesCoveredBy(transaction, [subject.id]);
  return {
    ...{
      found,
      subject,
      association: found,
      undoHours: cover?.undoHours ?? 0,
      planVersion: period.planVersion,
    },
    chain: rows.map((row) => ({ ...row, term: row.term ?? termBetween(row, cover?.renewalTerm ?? 'P12M') })),
    usedOn: await lastCoverUse(
      transaction,
      covered.map(({ id }) => id),
      period,
    ),
  };
}

/** A pack is taken back from what it covers, and can be used again (M4). */
export const maintenanceAssociationUndo: Act<MaintenanceAssociationUndo, Facts, UndoCode> = {
  name: 'maintenanceAssociationUndo',
  roles: ['VENDOR_ADMIN', 'RESELLER', 'CUSTOMER', 'PARTNER'],
  load: (transaction, { associationId }) => load(transaction, associationId),
  decide: (facts, _, moment) => decideUndo(facts, moment),
  async apply(transaction, { found, subject, chain, planVersion }, { associationId }, moment) {
    const periodId = found?.periodId ?? null;
    if (found === null || subject === null || periodId === null)
      throw new Error('An association that is not there was undone.');
    const moved = withoutPeriod(chain, periodId);
    await transaction.query(undo, [associationId, moment.now]);
    await transaction.query(free, [found.maintenanceCodeId]);
    await removePeriod(transaction, periodId);
    // The first goes into the place that was left, so that no two overlap on the way.
    for (const period of moved) await movePeriod(transaction, period.id, period);
    const followed = await followCover(transaction, [subject.id], moment);
    const before = new Map(chain.map((period) => [period.id, period]));
    const removed = before.get(periodId);
    const changes: Change[] = [
      { objectId: found.maintenanceCodeId, field: 'state', from: 'ASSOCIATED', to: 'UNUSED' },
      { objectId: periodId, field: 'expiresOn', from: removed?.expiresOn ?? null, to: null },
      ...moved.map(({ id, expiresOn }) => ({
        ...{ objectId: id, field: 'expiresOn', from: before.get(id)?.expiresOn ?? null, to: expiresOn },
      })),
      ...followed.changes,
    ];
    const payload = {
      ...{
        subjectKind: subject.kind,
        subjectId: subject.id,
        periodId,
        licenseIds: followed.ids.slice(0, 100),
      },
      ...{ startsOn: null, expiresOn: null },
      ...{ previousStartsOn: removed?.startsOn ?? null, previousExpiresOn: removed?.expiresOn ?? null },
    };
    return {
      result: { maintenanceCodeId: found.maintenanceCodeId, associationId },
      accountId: subject.accountId,
      ...{ changes, decision: { policyVersion: planVersion, warnings: [] } },
      events: [{ type: 'coverage.changed', aggregate: subject.id, payload }, ...followed.events],
    };
  },
};
