import { civilDayOf, type CivilDate } from '@mainstay/kernel/values/civil';
import type { MadeAccount } from './accounts.js';
import type { TenantMaker } from './maker.js';
import type { Priced } from './prices.js';
import type { Row } from './world.js';

/** One thing that a renewal pays for. */
export interface Renewable {
  /** Null for a site, which is paid as one. */
  readonly licenseId: string | null;
  readonly name: string;
  readonly priced: Priced;
}

/** The end of a term of cover, and what became of it. */
export interface Ending {
  readonly owner: MadeAccount;
  readonly endsOn: CivilDate;
  readonly anchorDay: number;
  /** What was bought after it, and the day that was paid; null where nothing was. */
  readonly renewed: { readonly paidOn: CivilDate; readonly startsOn: CivilDate } | null;
  readonly renews: readonly Renewable[];
}

/** Every end of a term in the world, of licenses that still may be used. */
export function endingsOf(maker: TenantMaker, accounts: readonly MadeAccount[]): Ending[] {
  const owners = new Map(accounts.map((account) => [account.accountId, account]));
  const things = renewables(maker);
  const chains = Map.groupBy(maker.rows('coverage_period'), (row) => String(row['subject_id']));
  return [...chains].flatMap(([subject, rows]) => {
    const chain = rows.toSorted((first, second) => (dayOf(first) < dayOf(second) ? -1 : 1));
    return chain.flatMap((row, index): Ending[] => {
      const owner = owners.get(String(row['account_id']));
      const [endsOn, next] = [String(row['expires_on']), chain[index + 1]];
      const renews = things(subject, endsOn);
      if (owner === undefined || renews.length === 0) return [];
      const renewed = next === undefined ? null : { paidOn: paidOn(maker, next), startsOn: dayOf(next) };
      return [{ owner, endsOn, anchorDay: Number(row['anchor_day']), renewed, renews }];
    });
  });
}

function dayOf(row: Row): CivilDate {
  return String(row['starts_on']);
}

/** A period is written down on the day that it was paid. */
function paidOn(maker: TenantMaker, period: Row): CivilDate {
  return civilDayOf(Date.parse(String(period['created_at'])), maker.tenant.zone);
}

/** What a subject's renewal would pay for on a day: the license, the site as one, or the contract's lines. */
function renewables(maker: TenantMaker): (subject: string, day: CivilDate) => Renewable[] {
  const names = new Map(maker.rows('product').map((row) => [row['id'], String(row['name'])]));
  const licenses = new Map(maker.rows('license').map((row) => [String(row['id']), row]));
  const sites = new Set(maker.rows('site').map((row) => String(row['id'])));
  const lines = Map.groupBy(maker.rows('contract_line'), (row) => String(row['contract_id']));
  const license = (id: string): Renewable[] => {
    const row = licenses.get(id);
    if (row === undefined || row['status'] === 'REVOKED') return [];
    const metric = row['metric'] as Priced['metric'];
    const priced = { item: 'MAINTENANCE', metric, quantity: Number(row['quantity']) } as const;
    return [{ licenseId: id, name: names.get(row['product_id']) ?? '', priced }];
  };
  return (subject, day) => {
    if (sites.has(subject))
      return [
        { licenseId: null, name: 'a site', priced: { item: 'MAINTENANCE', metric: 'SITE', quantity: 1 } },
      ];
    if (licenses.has(subject)) return license(subject);
    return (lines.get(subject) ?? [])
      .filter((row) => String(row['from_on']) <= day)
      .filter(({ until_on: until }) => typeof until !== 'string' || until > day)
      .flatMap((row) => license(String(row['license_id'])));
  };
}
