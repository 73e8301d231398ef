import { instantOf } from '@mainstay/kernel/act/instant';
import { leaveTrail } from '@mainstay/kernel/act/leave-trail';
import type { Change, Telling } from '@mainstay/kernel/act/act';
import { statement, type Transaction } from '@mainstay/kernel/db/scoped';
import { zoneIn } from '@mainstay/kernel/db/vendor-zone';
import { planDue } from '@mainstay/kernel/due/due-table';
import type { EventHandler } from '@mainstay/kernel/events/inbox';
import type { EventOutlet } from '@mainstay/kernel/events/outlet';
import { lockAccount } from '../account/lock-account.js';
import { tellContracts, tellLicenses } from '../facts/tell.js';
import { refreshCoveredUntil } from '../license/covered-until.js';
import { followCover } from '../maintenance/follow-cover.js';
import { insertPeriods } from '../maintenance/write-cover.js';
import { planNotices } from '../notice/plan-notices.js';
import { awaitCover, coverStartKind } from './cover-start.js';
import { issueLicenses } from './issue-licenses.js';
import { mailBought } from './mail-bought.js';
import { Made } from './made.js';
import { isOfContract, makeContracts } from './make-contract.js';
import { makeLicenses, makePacks, makeRenewal } from './make-lines.js';
import { makeTraining } from './make-training.js';
import { licensingKinds, paidOrder, type PaidLine } from './paid-order.js';
import { productsSold } from './sold-plans.js';
import { insertMaintenanceAssociations, insertMaintenanceCodes } from './write-codes.js';

const vendorZone = zoneIn('vendor');

const doneAlready = statement<{ lineId: string }>(
  'fulfilment.done',
  'select line_id as "lineId" from fulfilled_line where line_id = any($1::text[])',
);

const noteDone = statement(
  'fulfilment.note',
  `insert into fulfilled_line (vendor_id, line_id, order_id, object_ids, fulfilled_at)
   select app.vendor(), l->>'lineId', $2::text, array(select jsonb_array_elements_text(l->'objectIds')), $3::timestamptz
   from jsonb_array_elements($1::jsonb) as given (l)`,
);

/**
 * What was paid for comes to be, each line once however often it is told (B4). A line that cannot be done is told of,
 * and holds up no other.
 */
export function fulfilOrder({ consumers }: Pick<EventOutlet, 'consumers'>): EventHandler {
  return async (transaction, { payload, occurredAt }) => {
    const order = paidOrder.parse(payload);
    const owner = await lockAccount(transaction, order.customerId);
    if (owner === null) throw new Error('An order was paid for an account that is not there.');
    const lines = await linesToDo(transaction, order.lines);
    if (lines.length === 0) return;
    const instant = instantOf(new Date(occurredAt).toISOString(), await vendorZone(transaction));
    const ids = lines.flatMap(({ productId }) => (productId === null ? [] : [productId]));
    const products = await productsSold(transaction, ids, order.purchasedOn);
    const made = new Made(order, owner, products, instant);
    await makeAll(transaction, made, lines);
    const followed = await writeAll(transaction, made);
    await leaveTrail(transaction, instant, {
      ...{ act: 'orderFulfil', actorKind: 'JOB', userId: null, reason: null, answers: null, consumers },
      effect: {
        result: { orderId: order.orderId },
        accountId: owner.id,
        changes: [...createdOf(made), ...made.changes, ...followed.changes],
        events: [...followed.events, ...outcomesOf(made)],
      },
    });
  };
}

async function linesToDo(transaction: Transaction, told: readonly PaidLine[]): Promise<PaidLine[]> {
  const ours = told.filter(({ kind }) => licensingKinds.has(kind));
  const rows = await transaction.query(doneAlready, [ours.map(({ lineId }) => lineId)]);
  const done = new Set(rows.map(({ lineId }) => lineId));
  return ours.filter(({ lineId }) => !done.has(lineId)).sort((a, b) => a.position - b.position);
}

/** Licenses first, because other lines are for them. */
async function makeAll(transaction: Transaction, made: Made, lines: readonly PaidLine[]): Promise<void> {
  const of = (...kinds: string[]) => lines.filter(({ kind }) => kinds.includes(kind));
  for (const line of of('LICENSE', 'BUNDLE')) makeLicenses(made, line);
  await issueLicenses(transaction, made.owner, made.licenses, made.instant);
  await makeContracts(
    transaction,
    made,
    lines.filter((line) => isOfContract(made, line)),
  );
  // What training makes longer is there before packs lie behind it (M3).
  for (const line of of('TRAINING')) await makeTraining(transaction, made, line);
  for (const line of of('MAINTENANCE'))
    if (!isOfContract(made, line)) await makePacks(transaction, made, line);
  for (const line of of('RENEWAL')) await makeRenewal(transaction, made, line);
}

async function writeAll(transaction: Transaction, made: Made) {
  const { owner, instant, order } = made;
  await insertMaintenanceCodes(transaction, owner, made.codes, instant.now);
  await insertPeriods(transaction, made.periods, instant.now);
  await insertMaintenanceAssociations(transaction, made.associations, instant.now);
  await awaitCover(transaction, made);
  await transaction.query(noteDone, [JSON.stringify(made.done()), order.orderId, instant.now]);
  await mailBought(transaction, made);
  await planDue(
    transaction,
    [...made.awaited.keys()].map((key) => ({ kind: coverStartKind, key, dueAt: instant.now })),
  );
  const issued = made.licenses.map(({ id }) => id);
  await refreshCoveredUntil(transaction, issued);
  await planNotices(transaction, issued, instant);
  const events = await tellLicenses(transaction, issued, 'license.issued');
  const followed = await followCover(transaction, [...made.touched], instant);
  const contracts = await tellContracts(transaction, made.contracts);
  return { changes: followed.changes, events: [...events, ...followed.events, ...contracts] };
}

function createdOf(made: Made): Change[] {
  return [...made.licenses, ...made.codes]
    .map(({ id }): Change => ({ objectId: id, field: 'purchasedOn', from: null, to: made.order.purchasedOn }))
    .concat(
      made.periods.map(({ id, expiresOn }) => ({
        objectId: id,
        field: 'expiresOn',
        from: null,
        to: expiresOn,
      })),
    );
}

/** What billing is to know of each line. */
function outcomesOf(made: Made): Telling[] {
  const { orderId } = made.order;
  const lines = made.done().map((line) => ({ ...line, moved: made.moved.has(line.lineId) }));
  return [
    ...(lines.length === 0
      ? []
      : [{ type: 'order.fulfilled', aggregate: orderId, payload: { orderId, lines } }]),
    ...(made.stuck.length === 0
      ? []
      : [{ type: 'order.stuck', aggregate: orderId, payload: { orderId, lines: made.stuck } }]),
  ];
}
