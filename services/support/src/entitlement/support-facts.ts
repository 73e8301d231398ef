import { statement, type Statement, type Transaction } from '@mainstay/kernel/db/scoped';
import type { SqlValue } from '@mainstay/kernel/db/scoped';
import { firstInstantAfter, type CivilDate } from '@mainstay/kernel/values/civil';
import type { PolicyVersion } from '@mainstay/kernel/values/policy-versions';
import type { ContractFact, ServingLot } from '../grant/usable-lots.rules.js';
import type { SupportFacts } from './support-case.rules.js';
import type { CoverFact, LicenseStatus } from './support-entitlement.rules.js';

/** Reads as whoever asks or acts; rows that it may not see are not there. */
export type Read = <Row>(asked: Statement<Row>, values: readonly SqlValue[]) => Promise<Row[]>;

export function readIn(transaction: Transaction): Read {
  return (asked, values) => transaction.query(asked, values);
}

export interface PlanRow {
  readonly planId: string;
  readonly planName: string;
  readonly versions: readonly PolicyVersion[];
}

export interface LicenseRow extends PlanRow {
  readonly licenseId: string;
  readonly accountId: string;
  readonly productId: string;
  readonly status: LicenseStatus;
  readonly cover: readonly CoverFact[];
}

const plan = 'p.id as "planId", p.name as "planName", p.versions';

const licenses = statement<LicenseRow>(
  'support.licenses',
  `select l.id as "licenseId", l.account_id as "accountId", l.product_id as "productId", l.status, l.cover, ${plan}
   from known_license l
   join known_product s on s.vendor_id = l.vendor_id and s.id = l.product_id
   join known_plan p on p.vendor_id = s.vendor_id and p.id = s.plan_id
   where l.id = any($1::text[])`,
);

/**
 * The plans of an account's licenses, or all of the vendor where it has none; of all their cover only what decides on a day:
 * the period that runs longest, the next to come, and the last that has ended.
 */
const accountPlans = statement<PlanRow & { accountId: string; cover: readonly CoverFact[] }>(
  'support.accountPlans',
  `with owned as (
     select l.account_id, s.plan_id, l.status, l.cover from known_license l
     join known_product s on s.vendor_id = l.vendor_id and s.id = l.product_id
     where l.account_id = any($1::text[])
   ), ranked as (
     select o.account_id, o.plan_id, c, row_number() over (partition by o.account_id, o.plan_id, k.kind
       order by case when k.kind = 'COMING' then c->>'startsOn' end, c->>'expiresOn' desc) as place
     from owned o cross join lateral jsonb_array_elements(o.cover) as given (c)
     cross join lateral (select case when c->>'startsOn' > $2::text then 'COMING'
       when c->>'expiresOn' > $2::text then 'RUNNING' else 'ENDED' end as kind) k
     where o.status = 'ACTIVE'
   )
   select a.id as "accountId", ${plan},
     coalesce((select json_agg(r.c) from ranked r
       where r.account_id = a.id and r.plan_id = p.id and r.place = 1), '[]') as cover
   from known_account a join known_plan p on p.vendor_id = a.vendor_id
   where a.id = any($1::text[]) and (exists (select from owned o where o.account_id = a.id and o.plan_id = p.id)
     or not exists (select from owned o where o.account_id = a.id))
   order by a.id, p.name, p.id`,
);

/** As the ledger stood at the end of a day. */
const lotsAt = statement<ServingLot & { accountId: string }>(
  'support.lotsAt',
  `select g.id, g.account_id as "accountId", g.unit, g.source, g.contract_id as "contractId", g.priority,
     g.granted_at as "grantedAt", g.expires_on as "expiresOn", sum(e.left_change)::integer as "left",
     sum(e.reserved_change)::integer as "reserved", sum(e.consumed_change)::integer as "consumed",
     sum(e.expired_change)::integer as "expired"
   from support_grant g join ledger_entry e on e.vendor_id = g.vendor_id and e.grant_id = g.id
   where g.account_id = any($1::text[]) and e.entered_at < $2::timestamptz
   group by g.vendor_id, g.id`,
);

const contracts = statement<ContractFact & { accountId: string }>(
  'support.contracts',
  'select id, account_id as "accountId", periods from known_contract where account_id = any($1::text[])',
);

/** What accounts have to pay cases with on a day. */
export async function unitsOfAccounts(
  read: Read,
  accountIds: readonly string[],
  { day, zone }: { readonly day: CivilDate; readonly zone: string },
): Promise<(accountId: string) => Pick<SupportFacts, 'lots' | 'contracts'>> {
  const until = new Date(firstInstantAfter(day, zone)).toISOString();
  const lots = Map.groupBy(await read(lotsAt, [accountIds, until]), ({ accountId }) => accountId);
  const known = Map.groupBy(await read(contracts, [accountIds]), ({ accountId }) => accountId);
  return (accountId) => ({ lots: lots.get(accountId) ?? [], contracts: known.get(accountId) ?? [] });
}

export async function readLicenses(
  read: Read,
  ids: readonly string[],
): Promise<ReadonlyMap<string, LicenseRow>> {
  return new Map((await read(licenses, [ids])).map((row) => [row.licenseId, row]));
}

/** Of each account one for every plan that it may be served under. */
export async function readAccountPlans(
  read: Read,
  accountIds: readonly string[],
  day: CivilDate,
): Promise<ReadonlyMap<string, readonly (PlanRow & { cover: readonly CoverFact[] })[]>> {
  return Map.groupBy(await read(accountPlans, [accountIds, day]), ({ accountId }) => accountId);
}
