import type { Act, ActInput } from '@mainstay/kernel/act/act';
import { statement } from '@mainstay/kernel/db/scoped';
import { signatureOf } from './enter.js';
import {
  decideGoodwill,
  goodwillFaults,
  type GoodwillAsked,
  type GoodwillGrantCode,
} from './goodwill-grant.rules.js';
import { writeGrant } from './write-grant.js';

export interface GoodwillGrant extends ActInput, GoodwillAsked {
  readonly accountId: string;
  readonly reason: string;
}

interface KnownAccount {
  readonly id: string;
  readonly resellerId: string | null;
}

const findAccount = statement<KnownAccount>(
  'grant.findAccount',
  'select id, reseller_id as "resellerId" from known_account where id = $1::text',
);

/** Staff give units for nothing (section 7). */
export const goodwillGrant: Act<GoodwillGrant, KnownAccount | null, GoodwillGrantCode> = {
  name: 'goodwillGrant',
  roles: ['VENDOR_ADMIN', 'SUPPORT_AGENT'],
  check: goodwillFaults,
  async load(transaction, { accountId }) {
    const [account] = await transaction.query(findAccount, [accountId]);
    return account ?? null;
  },
  decide: (account, input, { today }) => decideGoodwill(account, input, today),
  async apply(transaction, account, { unit, units, expiresOn = null, reason }, moment) {
    if (account === null) throw new Error('Units for no account were accepted.');
    const { id: accountId, resellerId } = account;
    const { id, event } = await writeGrant(
      transaction,
      moment,
      { accountId, resellerId, unit, units, source: 'GOODWILL', contractId: null, expiresOn },
      signatureOf(moment.viewer, reason),
    );
    return {
      ...{ result: { grantId: id }, accountId },
      changes: [
        { objectId: id, field: 'left', from: null, to: units },
        ...(expiresOn === null ? [] : [{ objectId: id, field: 'expiresOn', from: null, to: expiresOn }]),
      ],
      events: [event],
    };
  },
};
