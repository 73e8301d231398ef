import { planDue, type Due } from '@mainstay/kernel/due/due-table';
import type { DueKind } from '@mainstay/kernel/due/due-work';
import type { Transaction } from '@mainstay/kernel/db/scoped';
import { firstInstantOf, type CivilDate } from '@mainstay/kernel/values/civil';
import { enter } from './enter.js';
import { unitsToExpire } from './expiry.rules.js';
import { lockGrant } from './lock-grant.js';

const kind = 'lot-expiry';

/** What is to be done on the day of a lot. */
export function lotExpiryDue(grantId: string, expiresOn: CivilDate, zone: string): Due {
  return { kind, key: grantId, dueAt: new Date(firstInstantOf(expiresOn, zone)).toISOString() };
}

/** Has what is left of a lot expire on its day; planned by whoever writes a lot or moves its day. */
export async function planExpiry(
  transaction: Transaction,
  grantId: string,
  { expiresOn, zone }: { readonly expiresOn: CivilDate; readonly zone: string },
): Promise<void> {
  await planDue(transaction, [lotExpiryDue(grantId, expiresOn, zone)]);
}

/**
 * Writes down what has expired. Balances are right from the first instant of the day without it, so that it may be late:
 * the entry then says when it was done.
 */
const lotExpiry: DueKind = {
  act: 'lotExpiry',
  async run(transaction, { key }, instant) {
    const lot = await lockGrant(transaction, key);
    if (lot === null) return 'NOTHING';
    const units = unitsToExpire(lot, instant.today);
    if (units === 0) return 'NOTHING';
    const { id, accountId, unit, expiresOn } = lot;
    await enter(transaction, instant, lot, {
      movements: [{ kind: 'EXPIRED', units }],
      by: { actorKind: 'JOB', reason: null },
    });
    return {
      ...{ result: { grantId: id }, accountId },
      changes: [{ objectId: id, field: 'left', from: lot.left, to: lot.left - units }],
      events: [
        {
          ...{ type: 'grant.expired', aggregate: id },
          payload: { grantId: id, accountId, unit, units, expiresOn },
        },
      ],
    };
  },
};

export const expiryKinds = { [kind]: lotExpiry };
