import type { Act, ActInput, Moment } from '@mainstay/kernel/act/act';
import { statement, type Transaction } from '@mainstay/kernel/db/scoped';
import type { CivilDate } from '@mainstay/kernel/values/civil';
import { enter, signatureOf, type LedgerMovement } from './enter.js';
import {
  decideGrantCorrect,
  grantCorrectFaults,
  type GrantCorrectAsked,
  type GrantCorrectCode,
} from './grant-correct.rules.js';
import { lockGrant, type LockedGrant } from './lock-grant.js';
import { planExpiry } from './lot-expiry.js';

export interface GrantCorrect extends ActInput, GrantCorrectAsked {
  readonly grantId: string;
  readonly reason: string;
}

const moveExpiry = statement(
  'grant.moveExpiry',
  'update support_grant set expires_on = $2::date where id = $1::text',
);

/** The day of a lot, and of the work that is due on it. */
async function move(
  transaction: Transaction,
  lot: LockedGrant,
  { expiresOn, zone }: { readonly expiresOn: CivilDate; readonly zone: string },
): Promise<void> {
  await transaction.query(moveExpiry, [lot.id, expiresOn]);
  await planExpiry(transaction, lot.id, { expiresOn, zone });
}

interface Corrected {
  readonly movement: LedgerMovement;
  readonly left: number;
  readonly expiresOn: CivilDate | null;
}

function corrected(lot: LockedGrant, { units, expiresOn }: GrantCorrect): Corrected {
  if (expiresOn === null || expiresOn === undefined) {
    const change = units ?? 0;
    return {
      movement: { kind: 'ADJUSTED', units: change },
      ...{ left: lot.left + change, expiresOn: lot.expiresOn },
    };
  }
  const expires = { from: lot.expiresOn, to: expiresOn };
  return { movement: { kind: 'ADJUSTED', units: 0, expires }, left: lot.left, expiresOn };
}

/** Administrators put right how much a lot holds, or when it ends (S5; section 7). */
export const grantCorrect: Act<GrantCorrect, LockedGrant | null, GrantCorrectCode> = {
  name: 'grantCorrect',
  roles: ['VENDOR_ADMIN'],
  check: grantCorrectFaults,
  load: (transaction, { grantId }) => lockGrant(transaction, grantId),
  decide: (lot, input, { today }) => decideGrantCorrect(lot, input, today),
  async apply(transaction, lot, input, moment: Moment) {
    if (lot === null) throw new Error('A correction of no lot was accepted.');
    const { id, accountId, unit } = lot;
    const { movement, left, expiresOn } = corrected(lot, input);
    if (expiresOn !== null && expiresOn !== lot.expiresOn)
      await move(transaction, lot, { expiresOn, zone: moment.zone });
    const by = signatureOf(moment.viewer, input.reason);
    await enter(transaction, moment, lot, { movements: [movement], by });
    const payload = {
      ...{ grantId: id, accountId, unit, units: movement.units, left },
      ...{ expiresOn, previousExpiresOn: lot.expiresOn },
    };
    return {
      ...{ result: { grantId: id }, accountId },
      changes: [
        { objectId: id, field: 'left', from: lot.left, to: left },
        { objectId: id, field: 'expiresOn', from: lot.expiresOn, to: expiresOn },
      ].filter(({ from, to }) => from !== to),
      events: [{ type: 'grant.adjusted', aggregate: id, payload }],
    };
  },
};
