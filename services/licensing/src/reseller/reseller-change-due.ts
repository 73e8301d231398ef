import type { Instant } from '@mainstay/kernel/act/act';
import { statement, type Transaction } from '@mainstay/kernel/db/scoped';
import { planDue } from '@mainstay/kernel/due/due-table';
import type { DueKind } from '@mainstay/kernel/due/due-work';
import { lockAccount } from '../account/lock-account.js';
import { tellAccounts, tellContracts, tellLicenses } from '../facts/tell.js';
import { planUntold } from '../notice/plan-untold.js';
import { resellerChangeKind } from './account-reseller-change.js';
import { giveTo } from './owned-tables.js';
import { lockChange, settleChange } from './standing-change.js';

const licensesOf = statement<{ id: string }>(
  'reseller.licensesOf',
  'select id from license where account_id = $1::text order by id',
);

const contractsOf = statement<{ id: string }>(
  'reseller.contractsOf',
  'select id from contract where account_id = $1::text order by id',
);

/** What was told of the account and its licenses, and has not arrived everywhere. */
const onTheWay = statement<{ waits: boolean }>(
  'reseller.onTheWay',
  `select exists (select from event_delivery d where d.delivered_at is null and d.aggregate in (
     select $1::text union all select l.id from license l where l.account_id = $1::text
     union all select k.id from contract k where k.account_id = $1::text)) as waits`,
);

const doneKind = `${resellerChangeKind}-done`;

/** What is told of an account whose reseller changes: itself, each of its licenses and of its contracts, whole. */
async function tellAll(transaction: Transaction, accountId: string) {
  const licenses = await transaction.query(licensesOf, [accountId]);
  const contracts = await transaction.query(contractsOf, [accountId]);
  return [
    ...(await tellAccounts(transaction, [accountId], 'account.changed')),
    ...(await tellLicenses(
      transaction,
      licenses.map(({ id }) => id),
      'license.changed',
    )),
    ...(await tellContracts(
      transaction,
      contracts.map(({ id }) => id),
    )),
  ];
}

/**
 * The day has come. The former reseller sees the account no more, here at once and in the other services as soon as they
 * are told; the new one does not see it yet, so that at no time both do.
 */
const close: DueKind = {
  act: 'resellerChangeClose',
  async run(transaction, { key: changeId }, instant) {
    const found = await lockOf(transaction, changeId);
    if (found === null || found.change.state !== 'PLANNED') return 'NOTHING';
    const { change, account } = found;
    await giveTo(transaction, account.id, null);
    await settleChange(transaction, changeId, 'CLOSING', instant.now);
    await planDue(transaction, [{ kind: doneKind, key: changeId, dueAt: instant.now }]);
    const payload = {
      id: account.id,
      fromResellerId: account.resellerId,
      toResellerId: change.toResellerId,
    };
    return {
      ...{ result: { changeId }, accountId: account.id },
      changes: [
        { objectId: changeId, field: 'state', from: 'PLANNED', to: 'CLOSING' },
        { objectId: account.id, field: 'resellerId', from: account.resellerId, to: null },
      ],
      events: [
        { type: 'account.resellerChanged', aggregate: account.id, payload },
        ...(await tellAll(transaction, account.id)),
      ],
    };
  },
};

/** Every service has applied it: the new reseller sees the account, and the change is done. */
const open: DueKind = {
  act: 'resellerChangeDone',
  async run(transaction, { key: changeId }, instant: Instant) {
    const found = await lockOf(transaction, changeId);
    if (found === null) return 'NOTHING';
    const { change, account } = found;
    const [told] = await transaction.query(onTheWay, [account.id]);
    if (told?.waits === true) return 'LATER';
    await giveTo(transaction, account.id, change.toResellerId);
    await settleChange(transaction, changeId, 'DONE', instant.now);
    // There may be somebody now who can be told that cover ends.
    await planUntold(transaction, account.id, instant);
    return {
      ...{ result: { changeId }, accountId: account.id },
      changes: [
        { objectId: changeId, field: 'state', from: 'CLOSING', to: 'DONE' },
        { objectId: account.id, field: 'resellerId', from: null, to: change.toResellerId },
      ],
      events: change.toResellerId === null ? [] : await tellAll(transaction, account.id),
    };
  },
};

/** In the order in which the act takes them: the account first. */
async function lockOf(transaction: Transaction, changeId: string) {
  const [owner] = await transaction.query(accountOf, [changeId]);
  const account = owner === undefined ? null : await lockAccount(transaction, owner.accountId);
  const change = account === null ? null : await lockChange(transaction, changeId);
  return account === null || change === null ? null : { account, change };
}

const accountOf = statement<{ accountId: string }>(
  'resellerChange.accountOf',
  'select account_id as "accountId" from reseller_change where id = $1::text',
);

export const resellerChangeKinds = { [resellerChangeKind]: close, [doneKind]: open };
