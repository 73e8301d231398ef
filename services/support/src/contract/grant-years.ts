import type { Change, Instant, Telling } from '@mainstay/kernel/act/act';
import { instantOf } from '@mainstay/kernel/act/instant';
import { leaveTrail } from '@mainstay/kernel/act/leave-trail';
import { statement, type Transaction } from '@mainstay/kernel/db/scoped';
import { knownVendorZone } from '@mainstay/kernel/db/vendor-zone';
import { planDue } from '@mainstay/kernel/due/due-table';
import type { DueKind } from '@mainstay/kernel/due/due-work';
import type { EventHandler } from '@mainstay/kernel/events/inbox';
import { mirrorHandler } from '@mainstay/kernel/events/mirror';
import type { EventOutlet } from '@mainstay/kernel/events/outlet';
import { firstInstantOf } from '@mainstay/kernel/values/civil';
import type { PolicyVersion } from '@mainstay/kernel/values/policy-versions';
import { knownContracts } from '../facts/mirrors.js';
import { writeGrant } from '../grant/write-grant.js';
import {
  contractYears,
  spendOf,
  ticketsFor,
  yearsOn,
  type ContractLine,
  type ContractPeriod,
  type ContractYear,
} from './contract-years.rules.js';

interface KnownContract {
  readonly id: string;
  readonly accountId: string;
  readonly resellerId: string | null;
  readonly periods: readonly ContractPeriod[];
  readonly lines: readonly ContractLine[];
  readonly currency: string;
}

/** Held, so that an event and what falls due never grant one year twice. */
const lock = statement<KnownContract>(
  'contract.lock',
  `select k.id, k.account_id as "accountId", k.reseller_id as "resellerId", k.periods, k.lines, v.currency
   from known_contract k join known_vendor v on v.vendor_id = k.vendor_id where k.id = $1::text
   for no key update of k`,
);

const granted = statement<{ units: number }>(
  'contract.granted',
  `select coalesce(sum(units), 0)::integer as units from support_grant
   where account_id = $1::text and contract_id = $2::text and year_starts_on = $3::date`,
);

const versions = statement<{ versions: readonly PolicyVersion[] }>(
  'contract.planVersions',
  'select versions from known_plan where id = $1::text',
);

export interface Granted {
  readonly accountId: string;
  readonly changes: readonly Change[];
  readonly events: readonly Telling[];
}

const kind = 'contract-year';

/**
 * Brings what a contract has been granted up to what its spend grants for the year that runs (S4): a line that was added
 * brings its tickets at once, one that left takes none back. The next year is planned. Null for a contract not known.
 */
async function grantYears(
  transaction: Transaction,
  contractId: string,
  instant: Instant,
): Promise<Granted | null> {
  const [contract] = await transaction.query(lock, [contractId]);
  if (contract === undefined) return null;
  const { running, nextOn } = yearsOn(contractYears(contract.periods), instant.today);
  const changes: Change[] = [];
  const events: Telling[] = [];
  for (const year of running) {
    const units = await missingTickets(transaction, contract, year);
    if (units <= 0) continue;
    const { accountId, resellerId } = contract;
    const lot = await writeGrant(
      transaction,
      instant,
      {
        ...{ accountId, resellerId, unit: 'TICKET', units, source: 'CONTRACT_YEAR', contractId },
        ...{ expiresOn: year.expiresOn, yearStartsOn: year.startsOn },
      },
      { actorKind: 'JOB', reason: null },
    );
    changes.push({ objectId: lot.id, field: 'left', from: null, to: units });
    events.push(lot.event);
  }
  if (nextOn !== null)
    await planDue(transaction, [
      { kind, key: contractId, dueAt: new Date(firstInstantOf(nextOn, instant.zone)).toISOString() },
    ]);
  return { accountId: contract.accountId, changes, events };
}

async function missingTickets(
  transaction: Transaction,
  { id, accountId, lines, currency }: KnownContract,
  year: ContractYear,
): Promise<number> {
  const [plan] = await transaction.query(versions, [year.planId]);
  if (plan === undefined) throw new Error('The plan of a contract is not known yet.');
  const sold = plan.versions.find(({ version }) => version === year.planVersion);
  if (sold === undefined) throw new Error('The plan version of a contract is not known yet.');
  const [had] = await transaction.query(granted, [accountId, id, year.startsOn]);
  return ticketsFor(sold.policy, spendOf(lines, year, currency)) - (had?.units ?? 0);
}

/** On the first day of each year after the first. */
const contractYear: DueKind = {
  act: 'contractYearGrant',
  async run(transaction, { key }, instant) {
    const made = await grantYears(transaction, key, instant);
    if (made === null || made.events.length === 0) return 'NOTHING';
    return { result: { contractId: key }, ...made };
  },
};

export const contractKinds = { [kind]: contractYear };

const keep = mirrorHandler(knownContracts);

/** What is known of a contract is kept, and its tickets follow at once. */
export function contractChanged({ consumers }: Pick<EventOutlet, 'consumers'>): EventHandler {
  return async (transaction, event) => {
    await keep(transaction, event);
    const contractId = event.aggregate;
    const instant = instantOf(new Date(event.occurredAt).toISOString(), await knownVendorZone(transaction));
    const made = await grantYears(transaction, contractId, instant);
    if (made === null || made.events.length === 0) return;
    await leaveTrail(transaction, instant, {
      ...{ act: 'contractYearGrant', actorKind: 'JOB', userId: null, reason: null, consumers, answers: null },
      effect: { result: { contractId }, ...made },
    });
  };
}
