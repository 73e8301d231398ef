import { addDays, firstInstantOf, laterOf, type CivilDate } from '@mainstay/kernel/values/civil';
import { addTerm } from '@mainstay/kernel/values/period';
import { newestPolicy } from '../tenants.js';
import type { MadeAccount } from './accounts.js';
import { ownedBy, type Owner, type TenantMaker } from './maker.js';
import type { Sale } from './sales.js';
import type { Row } from './world.js';

/** A lot of support units as it was given, before anything became of it. */
export interface MadeLot {
  readonly id: string;
  readonly owner: Owner;
  readonly unit: 'TICKET' | 'CREDIT';
  readonly units: number;
  readonly source: 'CONTRACT_YEAR' | 'PACK' | 'CREDIT_PACKAGE' | 'GOODWILL';
  /** ISO 8601. */
  readonly grantedAt: string;
  readonly expiresOn: CivilDate | null;
  /** What staff put right soon after. */
  readonly adjusted: number;
  readonly movedFrom: CivilDate | null;
}

type Given = Omit<MadeLot, 'id' | 'grantedAt' | 'adjusted' | 'movedFrom'> & {
  readonly contractId: string | null;
  readonly grantedOn: CivilDate;
  readonly yearStartsOn?: CivilDate;
};

/** Yearly spend in minor units, and the tickets that a contract year grants below it (S4). */
const allocation = [
  { below: 500_000, tickets: 4 },
  { below: 1_500_000, tickets: 8 },
  { below: Number.POSITIVE_INFINITY, tickets: 16 },
] as const;

/** What contracts, packages that were paid, and goodwill gave; no vendor whose plan counts nothing has any. */
export function makeLots(
  maker: TenantMaker,
  accounts: readonly MadeAccount[],
  billed: ReadonlyMap<Sale, string>,
): MadeLot[] {
  const { kind: unit } = newestPolicy(maker.tenant).support.units;
  if (unit === 'UNLIMITED') return [];
  return [
    ...(unit === 'TICKET' ? contractYears(maker) : []),
    ...packages(maker, billed),
    ...goodwill(maker, accounts, unit),
  ].map((given, index) => makeLot(maker, given, index));
}

function makeLot(
  maker: TenantMaker,
  { contractId, grantedOn, yearStartsOn, ...given }: Given,
  index: number,
): MadeLot {
  const { owner, unit, units, source } = given;
  const id = maker.id('grt', grantedOn);
  const grantedAt = maker.instant(grantedOn);
  // Every seventh bought pack was entered with a day of the month before.
  const movedFrom = source === 'PACK' && index % 7 === 0 ? addDays(given.expiresOn ?? grantedOn, -30) : null;
  const adjusted = index % 11 === 3 ? 1 : 0;
  maker.add('support_grant', {
    ...{ id, ...ownedBy(owner), unit, units, source },
    ...{ contract_id: contractId, granted_at: grantedAt, expires_on: given.expiresOn },
    year_starts_on: yearStartsOn ?? null,
  });
  return { ...given, id, grantedAt, adjusted, movedFrom };
}

/** One lot for each year that has begun; those paid ahead are granted as they begin (S4). */
function contractYears(maker: TenantMaker): Given[] {
  planComingYears(maker);
  const lines = Map.groupBy(maker.rows('contract_line'), (row) => row['contract_id']);
  return maker
    .rows('coverage_period')
    .filter((row) => row['subject_kind'] === 'CONTRACT' && String(row['starts_on']) < maker.today)
    .flatMap((year): Given[] => {
      const [startsOn, expiresOn] = [String(year['starts_on']), String(year['expires_on'])];
      const grantedOn = laterOf(startsOn, String(year['created_at']).slice(0, 10));
      const spend = (lines.get(year['subject_id']) ?? [])
        .filter((line) => isLineOn(line, startsOn))
        .reduce((total, line) => total + Number(line['yearly_price_minor']), 0);
      const units = allocation.find(({ below }) => spend < below)?.tickets ?? 0;
      if (spend === 0 || grantedOn >= expiresOn) return [];
      const contractId = String(year['subject_id']);
      const owner = { accountId: String(year['account_id']), resellerId: resellerOf(year) };
      const lot = { owner, unit: 'TICKET', units, source: 'CONTRACT_YEAR', contractId } as const;
      return [{ ...lot, grantedOn, expiresOn, yearStartsOn: startsOn }];
    });
}

/** Of each contract the next year that is paid ahead. */
function planComingYears(maker: TenantMaker): void {
  const coming = maker
    .rows('coverage_period')
    .filter((row) => row['subject_kind'] === 'CONTRACT' && String(row['starts_on']) >= maker.today);
  for (const [key, years] of Map.groupBy(coming, (row) => String(row['subject_id']))) {
    const [startsOn = ''] = years.map((row) => String(row['starts_on'])).sort();
    const dueAt = new Date(firstInstantOf(startsOn, maker.tenant.zone)).toISOString();
    maker.addDue('support', { kind: 'contract-year', key, dueAt });
  }
}

function resellerOf({ reseller_id: resellerId }: Row): string | null {
  return typeof resellerId === 'string' ? resellerId : null;
}

function isLineOn({ from_on: from, until_on: until }: Row, day: CivilDate): boolean {
  return String(from) <= day && (typeof until !== 'string' || until > day);
}

/** Nothing is delivered before it is paid (B3); the day of the payment is that of the purchase (M2). */
function packages(maker: TenantMaker, billed: ReadonlyMap<Sale, string>): Given[] {
  const invoices = new Map(maker.rows('invoice').map((row) => [row['id'], row]));
  const payments = Map.groupBy(maker.rows('payment'), (row) => row['invoice_id']);
  return [...billed].flatMap(([{ owner, brings }, invoiceId]): Given[] => {
    if (brings === undefined || invoices.get(invoiceId)?.['state'] !== 'PAID') return [];
    const days = (payments.get(invoiceId) ?? []).map((row) => String(row['paid_on'])).sort();
    const grantedOn = days.at(-1);
    if (grantedOn === undefined) return [];
    const { unit, units, validFor } = brings;
    const expiresOn = validFor === null ? null : addTerm(grantedOn, validFor);
    const source = unit === 'TICKET' ? 'PACK' : 'CREDIT_PACKAGE';
    return [{ owner, unit, units, source, contractId: null, grantedOn, expiresOn }];
  });
}

/** Every sixth account was given something, the persona's among them: half of them for a year, half for good. */
function goodwill(maker: TenantMaker, accounts: readonly MadeAccount[], unit: MadeLot['unit']): Given[] {
  return accounts
    .filter((_, index) => index % 6 === 3)
    .map((owner, index): Given => {
      const grantedOn = maker.daysAgo(maker.random.between(20, 500));
      const expiresOn = index % 2 === 0 ? addTerm(grantedOn, 'P1Y') : null;
      const units = unit === 'TICKET' ? 1 : 10;
      return { owner, unit, units, source: 'GOODWILL', contractId: null, grantedOn, expiresOn };
    });
}
