import { statement, type Transaction } from '@mainstay/kernel/db/scoped';
import type { Moment } from '@mainstay/kernel/act/act';
import type { ExcludableWork } from '@mainstay/kernel/values/policy';
import { supportOf, type SupportFacts } from '../entitlement/support-case.rules.js';
import { readAccountPlans, readIn, readLicenses } from '../entitlement/support-facts.js';
import type { ContractFact, ServingLot } from '../grant/usable-lots.rules.js';
import type { TicketOpenFacts } from './ticket-open.rules.js';

export interface OpenFor {
  readonly accountId?: string | null | undefined;
  readonly licenseId?: string | null | undefined;
  readonly work?: ExcludableWork | null | undefined;
}

const findAccount = statement<{ id: string; resellerId: string | null }>(
  'ticket.account',
  'select id, reseller_id as "resellerId" from known_account where id = $1::text',
);

/** Held in the order of their ids: two that want the last unit come one after the other (S5). */
const lockLots = statement<ServingLot>(
  'ticket.lockLots',
  `select id, unit, source, contract_id as "contractId", priority, granted_at as "grantedAt", expires_on as "expiresOn",
     left_units as "left", reserved_units as "reserved", consumed_units as "consumed", expired_units as "expired"
   from support_grant where account_id = $1::text order by id for no key update`,
);

const contracts = statement<ContractFact>(
  'ticket.contracts',
  'select id, periods from known_contract where account_id = $1::text',
);

/** What an account has to pay cases with, held until the transaction ends. */
export async function lockUnits(
  transaction: Transaction,
  accountId: string,
): Promise<Pick<SupportFacts, 'lots' | 'contracts'>> {
  return {
    lots: await transaction.query(lockLots, [accountId]),
    contracts: await transaction.query(contracts, [accountId]),
  };
}

/** For whom it is opened: a license names its account; without one it is the account that is named, or the viewer's own. */
export async function loadOpening(
  transaction: Transaction,
  asked: OpenFor,
  { viewer, today }: Moment,
): Promise<TicketOpenFacts> {
  const read = readIn(transaction);
  const { licenseId = null, work = null } = asked;
  const license = licenseId === null ? null : (await readLicenses(read, [licenseId])).get(licenseId);
  const named = asked.accountId ?? null;
  const accountId = named ?? license?.accountId ?? viewer.accountId ?? '';
  const [account] = await transaction.query(findAccount, [accountId]);
  // A license that is not seen is told as such also where no account was named.
  if (account === undefined)
    return {
      account: licenseId === null || named !== null ? null : nobody,
      licenseFound: false,
      decided: null,
    };
  if (license === undefined || (license !== null && license.accountId !== account.id))
    return { account, licenseFound: false, decided: null };
  const units = await lockUnits(transaction, account.id);
  const plans =
    license === null
      ? ((await readAccountPlans(read, [account.id], today)).get(account.id) ?? []).map((plan) => ({
          ...{ ...plan, licenseId: null, status: null },
        }))
      : [license];
  const [plan, another] = plans;
  const decided =
    plan === undefined || another !== undefined
      ? null
      : supportOf({ ...plan, ...units }, { work, asOf: today, today });
  return { account, licenseFound: true, decided };
}

const nobody = { id: '', resellerId: null };
