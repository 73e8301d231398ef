import type { Act, ActInput, Instant } from '@mainstay/kernel/act/act';
import type { Transaction } from '@mainstay/kernel/db/scoped';
import { planDue } from '@mainstay/kernel/due/due-table';
import { firstInstantOf } from '@mainstay/kernel/values/civil';
import { lockAccount, type LockedAccount } from '../account/lock-account.js';
import {
  decideResellerChange,
  resellerChangeFaults,
  type ResellerChangeAsked,
  type ResellerChangeCode,
  type ResellerChangeFacts,
} from './reseller-change.rules.js';
import { lockChangeOf, planChange, settleChange, type LockedChange } from './standing-change.js';

export interface AccountResellerChange extends ActInput, ResellerChangeAsked {
  readonly accountId: string;
  readonly reason: string;
}

interface Facts extends ResellerChangeFacts {
  readonly account: LockedAccount | null;
  readonly standing: LockedChange | null;
}

/** As rows of due work name it. */
export const resellerChangeKind = 'reseller-change';

/** From a day on a customer has another reseller of record, or none (M10). What it asks for takes the place of what was planned. */
export const accountResellerChange: Act<AccountResellerChange, Facts, ResellerChangeCode> = {
  name: 'accountResellerChange',
  roles: ['VENDOR_ADMIN'],
  check: resellerChangeFaults,
  async load(transaction, { accountId, resellerId }) {
    const account = await lockAccount(transaction, accountId);
    if (account === null) return { account, reseller: null, standing: null };
    // Not locked: an account's kind never changes, and none is ever removed.
    const reseller = resellerId == null ? null : await lockAccount(transaction, resellerId);
    return { account, reseller, standing: await lockChangeOf(transaction, accountId) };
  },
  decide: (facts, asked, { today }) => decideResellerChange(facts, asked, today),
  async apply(transaction, { account, standing }, { resellerId = null, on, accountId }, moment) {
    if (account === null) throw new Error('A change of an account that is not there was accepted.');
    if (standing !== null) await settleChange(transaction, standing.id, 'WITHDRAWN', moment.now);
    // Naming who is of record takes back what was planned.
    const changeId = resellerId === account.resellerId ? null : moment.newId('rch');
    const effectiveOn = on ?? moment.today;
    if (changeId !== null) {
      const change = { id: changeId, accountId, toResellerId: resellerId, on: effectiveOn };
      await plan(transaction, { ...change, fromResellerId: account.resellerId }, moment);
    }
    return {
      ...{ result: { accountId, ...(changeId === null ? {} : { changeId }) }, accountId, events: [] },
      changes: [
        ...(standing === null
          ? []
          : [{ objectId: standing.id, field: 'state', from: standing.state, to: 'WITHDRAWN' }]),
        ...(changeId === null
          ? []
          : [
              { objectId: changeId, field: 'resellerId', from: account.resellerId, to: resellerId },
              { objectId: changeId, field: 'on', to: effectiveOn },
            ]),
      ],
    };
  },
};

async function plan(
  transaction: Transaction,
  change: Omit<LockedChange, 'state'>,
  { now, nowMs, zone }: Instant,
): Promise<void> {
  await planChange(transaction, change, now);
  const dueAtMs = Math.max(nowMs, firstInstantOf(change.on, zone));
  const dueAt = new Date(dueAtMs).toISOString();
  await planDue(transaction, [{ kind: resellerChangeKind, key: change.id, dueAt }]);
}
