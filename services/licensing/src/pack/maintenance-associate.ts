import type { Act, ActInput, Change, Moment, Telling } from '@mainstay/kernel/act/act';
import { statement, type Transaction } from '@mainstay/kernel/db/scoped';
import { lockAccount } from '../account/lock-account.js';
import { insertMaintenanceAssociations } from '../fulfilment/write-codes.js';
import { followCover } from '../maintenance/follow-cover.js';
import { insertPeriods } from '../maintenance/write-cover.js';
import {
  decideAssociate,
  pairFaults,
  plannedAssociations,
  type AssociateAsked,
  type AssociateCode,
  type AssociateFacts,
  type Associated,
} from './associate.rules.js';
import { associateFacts } from './load-associating.js';

export interface MaintenanceAssociate extends ActInput, AssociateAsked {}

const accountsOf = statement<{ accountId: string }>(
  'pack.accountsOf',
  `select account_id as "accountId" from maintenance_code where id = any($1::text[])
   union select account_id from license where id = any($2::text[])
   union select account_id from site where id = any($2::text[]) order by 1`,
);

const lockCodes = statement<{ id: string }>(
  'pack.lockCodes',
  'select id from maintenance_code where id = any($1::text[]) order by id for no key update',
);

const use = statement(
  'pack.use',
  "update maintenance_code set state = 'ASSOCIATED' where id = any($1::text[])",
);

/** Accounts in one order, then the codes: what is looked at afterwards stays as it is. */
async function lockAll(transaction: Transaction, { pairs }: AssociateAsked): Promise<void> {
  const codes = pairs.map(({ maintenanceCodeId }) => maintenanceCodeId);
  const subjects = pairs.map(({ licenseId, siteId }) => licenseId ?? siteId ?? '');
  for (const { accountId } of await transaction.query(accountsOf, [codes, subjects]))
    await lockAccount(transaction, accountId);
  await transaction.query(lockCodes, [codes]);
}

/** Packs come to cover licenses and sites, all of a list or none of it (M4). */
export const maintenanceAssociate: Act<MaintenanceAssociate, AssociateFacts, AssociateCode> = {
  name: 'maintenanceAssociate',
  roles: ['VENDOR_ADMIN', 'RESELLER', 'CUSTOMER', 'PARTNER'],
  check: pairFaults,
  async load(transaction, input, { today }) {
    await lockAll(transaction, input);
    return associateFacts((asked, values) => transaction.query(asked, values), input, today);
  },
  decide: (facts, input, { today }) => decideAssociate(facts, input, today),
  async apply(transaction, facts, input, moment) {
    const planned = plannedAssociations(facts, input, moment.today).map((one) => ({
      ...{ ...one, id: moment.newId('mta'), periodId: moment.newId('cov') },
    }));
    await transaction.query(use, [planned.map(({ maintenanceCodeId }) => maintenanceCodeId)]);
    await write(transaction, planned, moment);
    const followed = await followCover(
      transaction,
      planned.map(({ subject }) => subject.id),
      moment,
    );
    const [first] = planned;
    return {
      result: Object.fromEntries(planned.map(({ id }, index) => [`association${String(index)}`, id])),
      accountId: first?.subject.accountId ?? null,
      changes: [...planned.flatMap(changesOf), ...followed.changes],
      events: [...planned.map(startedOf), ...followed.events],
      decision: {
        policyVersion: first?.code.planVersion ?? 0,
        warnings: planned.some(({ stacksOn }) => stacksOn !== null) ? ['STACKED'] : [],
      },
    };
  },
};

type Written = Associated & { readonly id: string; readonly periodId: string };

/** Each belongs to whom its license or site belongs to. */
async function write(transaction: Transaction, planned: readonly Written[], { now }: Moment): Promise<void> {
  await insertPeriods(
    transaction,
    planned.map(({ period, periodId, subject, code }) => ({
      ...{ ...period, id: periodId, accountId: subject.accountId, resellerId: subject.resellerId },
      ...{ subjectKind: subject.kind, subjectId: subject.id },
      ...{ planId: code.planId, planVersion: code.planVersion },
    })),
    now,
  );
  await insertMaintenanceAssociations(
    transaction,
    planned.map(({ id, maintenanceCodeId, subject, periodId }) => ({
      ...{ id, accountId: subject.accountId, resellerId: subject.resellerId, maintenanceCodeId },
      ...{ subjectKind: subject.kind, subjectId: subject.id, periodId, bundled: false },
    })),
    now,
  );
}

function changesOf({ maintenanceCodeId, periodId, period, subject }: Written): Change[] {
  return [
    { objectId: maintenanceCodeId, field: 'state', from: 'UNUSED', to: 'ASSOCIATED' },
    { objectId: maintenanceCodeId, field: 'subjectId', from: null, to: subject.id },
    { objectId: periodId, field: 'startsOn', from: null, to: period.startsOn },
    { objectId: periodId, field: 'expiresOn', from: null, to: period.expiresOn },
  ];
}

function startedOf({ subject, periodId, period, maintenanceCodeId, stacksOn }: Written): Telling {
  const { startsOn, expiresOn } = period;
  return {
    ...{ type: stacksOn === null ? 'coverage.started' : 'coverage.renewed', aggregate: subject.id },
    payload: {
      ...{ subjectKind: subject.kind, subjectId: subject.id, periodId, maintenanceCodeId },
      ...{ startsOn, expiresOn },
    },
  };
}
