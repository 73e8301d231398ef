import { laterOf, type CivilDate } from '@mainstay/kernel/values/civil';
import { whileMember, type Days } from '@mainstay/licensing/maintenance/cover.rules';
import type { MadeAccount } from './accounts.js';
import type { MadeProduct } from './catalog.js';
import {
  firstDayOf,
  histories,
  makeCover,
  type BoughtPeriod,
  type CoverTerms,
  type History,
} from './cover.js';
import { ownedBy, type TenantMaker } from './maker.js';
import { unitPrice } from './prices.js';
import { listedSale, type Sale, type Sold } from './sales.js';

/** The site or contract of an account, where the plan covers any. */
export interface Group {
  readonly owner: MadeAccount;
  readonly kind: 'SITE' | 'CONTRACT';
  readonly id: string;
  readonly product: MadeProduct;
  readonly cover: readonly BoughtPeriod[];
  readonly members: Member[];
}

interface Member {
  readonly licenseId: string;
  readonly quantity: number;
  readonly from: CivilDate;
  readonly until: CivilDate | null;
}

/** Taken in turn by accounts; null leaves one without. The personas' are unbroken or bought ahead. */
const groupHistories: readonly (History | null)[] = [
  histories.STACKED,
  histories.LAPSED,
  histories.RENEWED_LATE,
  histories.UNBROKEN,
  null,
  histories.ENDING,
];

/** Every fifth member has left again. */
const leftDaysAgo = 90;

/** Null where the plan covers licenses alone, or nothing, or where the account never bought any. */
export function makeGroup(
  maker: TenantMaker,
  owner: MadeAccount,
  index: number,
  { product, terms }: { product: MadeProduct; terms: CoverTerms | null },
): Group | null {
  const kind = terms?.on.find((subject) => subject !== 'LICENSE');
  const history = groupHistories[index % groupHistories.length] ?? null;
  if (kind === undefined || history === null) return null;
  const firstOn = firstDayOf(maker, history, owner.createdDaysAgo);
  const id = maker.id(kind === 'SITE' ? 'sit' : 'ctr', firstOn);
  const row = { id, ...ownedBy(owner) };
  if (kind === 'SITE') {
    const name = `Sample site ${String(maker.rows('site').length + 1)}`;
    maker.add('site', { ...row, product_id: product.id, name });
  } else {
    const number = `C-${String(maker.rows('contract').length + 1).padStart(4, '0')}`;
    maker.add('contract', { ...row, number });
  }
  const subject = { kind, id, planId: product.planId };
  const cover = makeCover(maker, owner, subject, { firstOn, history, withTraining: true });
  return { owner, kind, id, product, cover, members: [] };
}

export interface Joining {
  readonly id: string;
  readonly purchasedOn: CivilDate;
  readonly quantity: number;
  /** Of the account's licenses, from 0. */
  readonly number: number;
}

/** Makes a license a member or a line, and tells the days on which that covers it. */
export function joinGroup(maker: TenantMaker, group: Group, joining: Joining): Days[] {
  const { kind, owner } = group;
  const from = laterOf(joining.purchasedOn, group.cover[0]?.startsOn ?? joining.purchasedOn);
  const left = maker.daysAgo(leftDaysAgo);
  const until = joining.number % 5 === 4 && left > from ? left : null;
  const row = { ...ownedBy(owner), license_id: joining.id };
  if (kind === 'SITE')
    maker.add('site_member', {
      id: maker.id('stm', from),
      ...row,
      site_id: group.id,
      joined_on: from,
      left_on: until,
    });
  else
    maker.add('contract_line', {
      id: maker.id('ctr', from),
      ...row,
      contract_id: group.id,
      quantity: joining.quantity,
      yearly_price_minor: yearlyPrice(maker, group, joining.quantity),
      from_on: from,
      until_on: until,
    });
  group.members.push({ licenseId: joining.id, quantity: joining.quantity, from, until });
  return group.cover.flatMap((period) => whileMember(period, from, until) ?? []);
}

function yearlyPrice(maker: TenantMaker, { owner, product }: Group, quantity: number): number {
  const list = owner.buysDirect ? 'LIST' : 'RESELLER';
  return unitPrice(maker.tenant, list, { item: 'MAINTENANCE', metric: product.metric, quantity }) * quantity;
}

/** A site pack is one thing; a contract is paid by its lines, as they stand when a year begins. */
export function groupSales(maker: TenantMaker, { kind, owner, product, cover, members }: Group): Sale[] {
  return cover.flatMap((period) => {
    const sold: Omit<Sold, 'licenseId'> = {
      owner,
      soldOn: period.paidOn,
      description: `Maintenance of ${kind === 'SITE' ? 'a site' : product.name} from ${period.startsOn} to ${period.expiresOn}`,
    };
    if (kind === 'SITE') {
      const priced = { item: 'MAINTENANCE', metric: 'SITE', quantity: 1 } as const;
      return [listedSale(maker, { ...sold, licenseId: null }, priced)];
    }
    return members
      .filter(({ from, until }) => from <= period.startsOn && (until === null || period.startsOn < until))
      .map(({ licenseId, quantity }) =>
        listedSale(maker, { ...sold, licenseId }, { item: 'MAINTENANCE', metric: product.metric, quantity }),
      );
  });
}
