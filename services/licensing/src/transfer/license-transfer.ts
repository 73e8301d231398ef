import type { Act, ActInput, Change, Effect, Moment, Telling } from '@mainstay/kernel/act/act';
import { statement, type Transaction } from '@mainstay/kernel/db/scoped';
import { UserFault } from '@mainstay/kernel/graph/errors';
import type { Viewer } from '@mainstay/kernel/graph/viewer';
import { writeAccount } from '../account/write-account.js';
import { tellAccounts, tellLicenses } from '../facts/tell.js';
import { refreshCoveredUntil } from '../license/covered-until.js';
import { licenseCover } from '../license/license.reads.js';
import { insertPeriods } from '../maintenance/write-cover.js';
import { planNotices } from '../notice/plan-notices.js';
import { keptCover, type HadCover } from './kept-cover.rules.js';
import { giveLicenses } from './license-tables.js';
import {
  decideTransfer,
  plannedTransfers,
  transferFaults,
  type PlannedTransfer,
  type TransferAsked,
  type TransferCode,
} from './license-transfer.rules.js';
import { loadTransfer, type LoadedTransfer } from './load-transfer.js';

export interface LicenseTransfer extends ActInput, TransferAsked {}

interface Left {
  readonly siteId: string;
  readonly memberId: string;
  readonly licenseId: string;
  readonly accountId: string;
  readonly leftOn: string;
}

/** One that was to join on a coming day never does. */
const leaveSites = statement<Left>(
  'transfer.leaveSites',
  `update site_member m set left_on = greatest(m.joined_on, $2::date)
   where m.license_id = any($1::text[]) and (m.left_on is null or m.left_on > greatest(m.joined_on, $2::date))
   returning m.site_id as "siteId", m.id as "memberId", m.license_id as "licenseId", m.account_id as "accountId",
     m.left_on as "leftOn"`,
);

const coverOf = statement<{ id: string; cover: readonly HadCover[] | null }>(
  'transfer.coverOf',
  `select l.id, ${licenseCover} as cover from license l where l.id = any($1::text[]) order by l.id`,
);

/** A license with the account that it goes to. */
interface Given {
  readonly licenseId: string;
  readonly accountId: string;
  readonly fromAccountId: string;
  readonly resellerId: string | null;
}

/** Each company that is not there yet is made once, for the reseller whose licenses go to it. */
async function makeCompanies(
  transaction: Transaction,
  planned: readonly PlannedTransfer[],
  { resellers }: LoadedTransfer,
  { now, newId }: Moment,
): Promise<ReadonlyMap<string, string>> {
  const made = new Map<string, string>();
  for (const { license, to } of planned) {
    if (to.kind === 'KNOWN' || made.has(to.key)) continue;
    const reseller = resellers.get(license.accountId);
    if (reseller === undefined) throw new Error('A license of no reseller was handed on.');
    const country = to.country ?? reseller.country;
    const id = newId('acc');
    await writeAccount(
      transaction,
      { id, kind: 'CUSTOMER', name: to.name, resellerId: reseller.id, country },
      now,
    );
    made.set(to.key, id);
  }
  return made;
}

function leftSite({ siteId, licenseId, accountId, leftOn }: Left): Telling {
  return {
    ...{ type: 'site.memberRemoved', aggregate: siteId },
    payload: { siteId, licenseId, accountId, leftOn },
  };
}

/** What sites and contracts gave stays with them, and the license keeps it as its own. */
async function keepCover(transaction: Transaction, given: readonly Given[], moment: Moment): Promise<void> {
  const owners = new Map(given.map((one) => [one.licenseId, one]));
  const rows = await transaction.query(coverOf, [[...owners.keys()]]);
  const periods = rows.flatMap(({ id: subjectId, cover }) => {
    const owner = owners.get(subjectId);
    if (owner === undefined) return [];
    const { accountId, resellerId } = owner;
    return keptCover(cover ?? []).map(
      ({ startsOn, expiresOn, countedFrom, anchorDay, planId, planVersion }) => ({
        ...{ id: moment.newId('cov'), accountId, resellerId, subjectKind: 'LICENSE' as const, subjectId },
        ...{ startsOn, expiresOn, countedFrom, anchorDay, planId, planVersion },
      }),
    );
  });
  await insertPeriods(transaction, periods, moment.now);
}

function transferred({ licenseId, fromAccountId, accountId, resellerId }: Given): Telling {
  const payload = { licenseId, fromAccountId, toAccountId: accountId, resellerId };
  return { type: 'license.transferred', aggregate: licenseId, payload };
}

async function hand(transaction: Transaction, facts: LoadedTransfer, moment: Moment): Promise<Effect> {
  const planned = plannedTransfers(facts);
  const made = await makeCompanies(transaction, planned, facts, moment);
  const given = planned.map(({ license, to }): Given => {
    const accountId = to.kind === 'KNOWN' ? to.accountId : (made.get(to.key) ?? '');
    return {
      licenseId: license.id,
      accountId,
      fromAccountId: license.accountId,
      resellerId: license.resellerId,
    };
  });
  const ids = given.map(({ licenseId }) => licenseId);
  const left = await transaction.query(leaveSites, [ids, moment.today]);
  await giveLicenses(transaction, given);
  await keepCover(transaction, given, moment);
  await refreshCoveredUntil(transaction, ids);
  await planNotices(transaction, ids, moment);
  const changes: Change[] = [
    ...[...made.values()].map((id) => ({ objectId: id, field: 'kind', from: null, to: 'CUSTOMER' })),
    ...left.map(({ memberId, leftOn }) => ({ objectId: memberId, field: 'leftOn', from: null, to: leftOn })),
    ...given.map(({ licenseId, fromAccountId, accountId }) => ({
      ...{ objectId: licenseId, field: 'accountId', from: fromAccountId, to: accountId },
    })),
  ];
  return {
    result: {
      count: String(ids.length),
      ...Object.fromEntries(ids.slice(0, 100).map((id, at) => [`license${String(at)}`, id])),
    },
    accountId: given[0]?.fromAccountId ?? null,
    changes,
    events: [
      ...(await tellAccounts(transaction, [...made.values()], 'account.created')),
      ...left.map(leftSite),
      ...given.map(transferred),
      ...(await tellLicenses(transaction, ids, 'license.changed')),
    ],
  };
}

/** A key may be a customer's own, and has the role of a partner nonetheless. */
export function noCustomersKey({ databaseRole }: Pick<Viewer, 'databaseRole'>): void {
  if (databaseRole === 'app_customer')
    throw new UserFault('FORBIDDEN', "A customer's key transfers no licenses.");
}

/** What a reseller has bought goes to its customers, with cover, machines, tickets and history (M10). */
export const licenseTransfer: Act<LicenseTransfer, LoadedTransfer, TransferCode> = {
  name: 'licenseTransfer',
  roles: ['VENDOR_ADMIN', 'RESELLER', 'PARTNER'],
  check: transferFaults,
  async load(transaction, input, { viewer, today }) {
    noCustomersKey(viewer);
    return loadTransfer(transaction, input, today);
  },
  decide: decideTransfer,
  apply: (transaction, facts, _, moment) => hand(transaction, facts, moment),
};
