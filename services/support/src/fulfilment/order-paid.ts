import { z } from 'zod';
import { instantOf } from '@mainstay/kernel/act/instant';
import { leaveTrail } from '@mainstay/kernel/act/leave-trail';
import type { Change, Instant, Telling } from '@mainstay/kernel/act/act';
import { statement, type Transaction } from '@mainstay/kernel/db/scoped';
import { knownVendorZone } from '@mainstay/kernel/db/vendor-zone';
import type { EventHandler } from '@mainstay/kernel/events/inbox';
import type { EventOutlet } from '@mainstay/kernel/events/outlet';
import { addTerm } from '@mainstay/kernel/values/period';
import { writeGrant } from '../grant/write-grant.js';

const line = z.object({
  lineId: z.string(),
  kind: z.string(),
  quantity: z.int().positive(),
  support: z
    .object({
      unit: z.enum(['TICKET', 'CREDIT']),
      units: z.int().positive(),
      /** A term from the purchase day; null where they never expire (S4, S6). */
      validFor: z.string().nullable(),
    })
    .nullable(),
});

const paidOrder = z.object({
  orderId: z.string(),
  customerId: z.string(),
  purchasedOn: z.iso.date(),
  lines: z.array(line),
});
type PaidOrder = z.infer<typeof paidOrder>;

const account = statement<{ resellerId: string | null }>(
  'order.account',
  'select reseller_id as "resellerId" from known_account where id = $1::text',
);

const fulfilled = statement<{ lineId: string; grantId: string }>(
  'order.fulfilledLines',
  'select line_id as "lineId", grant_id as "grantId" from fulfilled_line where line_id = any($1::text[])',
);

const fulfil = statement(
  'order.fulfilLine',
  'insert into fulfilled_line (vendor_id, line_id, grant_id) values (app.vendor(), $1::text, $2::text)',
);

interface Made {
  readonly lines: { readonly lineId: string; readonly objectIds: readonly string[] }[];
  readonly changes: Change[];
  readonly events: Telling[];
}

/** A lot for each line that has none yet; of one that has it is told again, for whoever asked twice. */
async function makeLots(transaction: Transaction, order: PaidOrder, instant: Instant): Promise<Made> {
  const bought = order.lines.filter(({ kind }) => kind === 'SUPPORT_PACKAGE');
  const ids = bought.map(({ lineId }) => lineId);
  const known = new Map(
    (await transaction.query(fulfilled, [ids])).map(({ lineId, grantId }) => [lineId, grantId]),
  );
  const made: Made = { lines: [], changes: [], events: [] };
  for (const { lineId, quantity, support } of bought) {
    let grantId = known.get(lineId);
    if (grantId === undefined) {
      if (support === null) throw new Error('A support package was paid that says no units.');
      const units = quantity * support.units;
      const lot = await writePackage(transaction, order, { ...support, units }, instant);
      grantId = lot.id;
      await transaction.query(fulfil, [lineId, grantId]);
      made.changes.push({ objectId: grantId, field: 'left', from: null, to: units });
      made.events.push(lot.event);
    }
    made.lines.push({ lineId, objectIds: [grantId] });
  }
  return made;
}

async function writePackage(
  transaction: Transaction,
  { customerId, purchasedOn }: PaidOrder,
  { unit, units, validFor }: NonNullable<PaidOrder['lines'][number]['support']>,
  instant: Instant,
): Promise<{ readonly id: string; readonly event: Telling }> {
  const [owner] = await transaction.query(account, [customerId]);
  if (owner === undefined) throw new Error('The account of a paid order is not known yet.');
  const lot = {
    ...{ accountId: customerId, resellerId: owner.resellerId, unit, units, contractId: null },
    source: unit === 'TICKET' ? 'PACK' : 'CREDIT_PACKAGE',
    expiresOn: validFor === null ? null : addTerm(purchasedOn, validFor),
  } as const;
  return writeGrant(transaction, instant, lot, { actorKind: 'JOB', reason: null });
}

/** What an order brings of support is there as soon as it is paid, and billing is told what each line became (B4). */
export function orderPaid({ consumers }: Pick<EventOutlet, 'consumers'>): EventHandler {
  return async (transaction, { payload, occurredAt }) => {
    const order = paidOrder.parse(payload);
    const instant = instantOf(new Date(occurredAt).toISOString(), await knownVendorZone(transaction));
    const { lines, changes, events } = await makeLots(transaction, order, instant);
    if (lines.length === 0) return;
    const { orderId, customerId } = order;
    const told: Telling = { type: 'order.fulfilled', aggregate: orderId, payload: { orderId, lines } };
    await leaveTrail(transaction, instant, {
      ...{
        act: 'supportPackageFulfil',
        actorKind: 'JOB',
        userId: null,
        reason: null,
        consumers,
        answers: null,
      },
      effect: { result: { orderId }, accountId: customerId, changes, events: [...events, told] },
    });
  };
}
