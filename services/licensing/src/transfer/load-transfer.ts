import { statement, type SqlValue, type Statement, type Transaction } from '@mainstay/kernel/db/scoped';
import type { CivilDate } from '@mainstay/kernel/values/civil';
import { lockAccount, type LockedAccount } from '../account/lock-account.js';
import type { Ask } from '../maintenance/plan.reads.js';
import {
  companyKey,
  mostOfOrder,
  writtenKey,
  type TransferAsked,
  type TransferFacts,
  type TransferItem,
  type TransferLicense,
} from './license-transfer.rules.js';

/** What decides, held until the transaction ends, with the resellers that own what goes. */
export interface LoadedTransfer extends TransferFacts {
  readonly resellers: ReadonlyMap<string, LockedAccount>;
}

/** Of an order those that are still its reseller's own. */
const ofOrder = statement<{ id: string }>(
  'transfer.ofOrder',
  `select l.id from license l join account a on a.id = l.account_id and a.kind = 'RESELLER'
   where l.order_id = $1::text order by l.id limit $2::integer`,
);

const accountsOf = statement<{ id: string }>(
  'transfer.accounts',
  `select account_id as id from license where id = any($1::text[])
   union select id from account where id = any($2::text[]) order by 1`,
);

/** In the order of their ids; a line that is yet to come counts as one. */
const licenseFacts = `select l.id, l.account_id as "accountId", l.reseller_id as "resellerId",
     exists (select from account a where a.id = l.account_id and a.kind = 'RESELLER') as resellers,
     exists (select from contract_line n where n.license_id = l.id
       and (n.until_on is null or n.until_on > greatest(n.from_on, $2::date))) as "onContract"
   from license l where l.id = any($1::text[]) order by l.id`;
const seeLicenses = statement<TransferLicense>('transfer.licenses', licenseFacts);
const lockLicenses = statement<TransferLicense>(
  'transfer.lockLicenses',
  `${licenseFacts} for no key update of l`,
);

const seeAccounts = statement<LockedAccount>(
  'transfer.seeAccounts',
  `select id, kind, name, country, reseller_id as "resellerId" from account where id = any($1::text[])`,
);

const namesakes = statement<{ id: string; resellerId: string; nameKey: string }>(
  'transfer.namesakes',
  `select id, reseller_id as "resellerId", name_key as "nameKey" from account
   where kind = 'CUSTOMER' and reseller_id = any($1::text[])
     and regexp_replace(name_key, ' +', ' ', 'g') = any($2::text[]) order by id`,
);

function itemsOf({ orderId, licenses, ...customer }: TransferAsked, ids: readonly string[]): TransferItem[] {
  if (orderId == null) return [...(licenses ?? [])];
  return ids.map((licenseId) => ({ licenseId, ...customer }));
}

/** How the facts are come by: held for the act, or merely seen. */
interface Looking {
  readonly ask: Ask;
  /** Whether others may have taken something away while it was waited for. */
  readonly waits: boolean;
  readonly accounts: (ids: readonly string[]) => Promise<readonly LockedAccount[]>;
  readonly licenses: typeof seeLicenses;
}

/** Accounts in one order, then the licenses: what is looked at afterwards stays as it is. */
export function loadTransfer(
  transaction: Transaction,
  asked: TransferAsked,
  today: CivilDate,
): Promise<LoadedTransfer> {
  const looking = {
    ask: <Row>(one: Statement<Row>, values: readonly SqlValue[]) => transaction.query(one, values),
    waits: true,
    accounts: (ids: readonly string[]) => lockAll(transaction, ids),
    licenses: lockLicenses,
  };
  return transferFacts(looking, asked, today);
}

/** The same facts without a lock: for a preview, which promises nothing. */
export function seeTransfer(ask: Ask, asked: TransferAsked, today: CivilDate): Promise<LoadedTransfer> {
  const looking = {
    ...{ ask, waits: false },
    accounts: (ids: readonly string[]) => ask(seeAccounts, [ids]),
    licenses: seeLicenses,
  };
  return transferFacts(looking, asked, today);
}

async function transferFacts(
  { ask, ...looking }: Looking,
  asked: TransferAsked,
  today: CivilDate,
): Promise<LoadedTransfer> {
  const chosen = (asked.licenses ?? []).map(({ licenseId }) => licenseId);
  const findOrder = async () =>
    (await ask(ofOrder, [asked.orderId ?? '', mostOfOrder + 1])).map(({ id }) => id);
  const whole = asked.orderId != null;
  const ids = whole ? await findOrder() : chosen;
  const customerIds = [asked, ...(asked.licenses ?? [])].flatMap(({ customerId }) => customerId ?? []);
  const accounts = await looking.accounts((await ask(accountsOf, [ids, customerIds])).map(({ id }) => id));
  // Looked for again, now that nobody takes any of them away.
  const items = itemsOf(asked, whole && looking.waits ? await findOrder() : ids);
  const found = await ask(looking.licenses, [items.map(({ licenseId }) => licenseId), today]);
  const isOf = (kind: LockedAccount['kind']) => accounts.filter((account) => account.kind === kind);
  const resellers = new Map(isOf('RESELLER').map((account) => [account.id, account]));
  return {
    ...{ items, resellers },
    licenses: new Map(found.map((license) => [license.id, license])),
    customers: new Map(isOf('CUSTOMER').map(({ id, resellerId }) => [id, resellerId])),
    named: await companiesNamed(ask, [...resellers.keys()], items),
  };
}

async function lockAll(transaction: Transaction, ids: readonly string[]): Promise<LockedAccount[]> {
  const accounts: LockedAccount[] = [];
  for (const id of ids) {
    const account = await lockAccount(transaction, id);
    if (account !== null) accounts.push(account);
  }
  return accounts;
}

async function companiesNamed(
  ask: Ask,
  resellerIds: readonly string[],
  items: readonly TransferItem[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const keys = new Set(items.flatMap(({ companyName }) => writtenKey(companyName ?? '') || []));
  const found = await ask(namesakes, [resellerIds, [...keys]]);
  const groups = Map.groupBy(found, (row) => companyKey(row.resellerId, row.nameKey));
  return new Map([...groups].map(([key, rows]) => [key, rows.map(({ id }) => id)]));
}
