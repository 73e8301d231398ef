import { laterOf, type CivilDate } from '@mainstay/kernel/values/civil';
import { whileMember, type Days } from '@mainstay/licensing/maintenance/cover.rules';
import type { MadeProduct } from './catalog.js';
import { makeCover, type CoverTerms } from './cover.js';
import { ownedBy, type Owner, type TenantMaker } from './maker.js';

/** The site or contract of an account, where the plan covers any. */
export interface Group {
  readonly kind: 'SITE' | 'CONTRACT';
  readonly id: string;
  readonly productId: string;
  readonly cover: readonly Days[];
}

/** A license joins its group's cover two years ago; every fifth has left it again. */
const joinedDaysAgo = 730;
const leftDaysAgo = 90;

/** Null where the plan covers licenses alone, or nothing. */
export function makeGroup(
  maker: TenantMaker,
  owner: Owner,
  product: MadeProduct,
  terms: CoverTerms | null,
): Group | null {
  const kind = terms?.on.find((subject) => subject !== 'LICENSE');
  if (kind === undefined || terms === null) return null;
  const id = maker.id(kind === 'SITE' ? 'sit' : 'ctr', maker.daysAgo(1_200));
  const row = { id, ...ownedBy(owner) };
  if (kind === 'SITE') {
    const name = `Site ${String(maker.rows('site').length + 1)}`;
    maker.add('site', { ...row, product_id: product.id, name });
  } else {
    maker.add('contract', {
      ...row,
      number: `C-${String(maker.rows('contract').length + 1).padStart(4, '0')}`,
    });
  }
  const ended = maker.random.chance(0.3);
  const buying = {
    firstOn: maker.daysAgo(ended ? 1_200 : maker.random.between(1_100, 1_400)),
    terms: ended ? 2 : 4,
    lapsedDays: 0,
    withTraining: true,
  };
  const cover = makeCover(maker, owner, { kind, id, planId: product.planId }, { terms, buying });
  return { kind, id, productId: product.id, cover };
}

export interface Joining {
  readonly id: string;
  readonly purchasedOn: CivilDate;
  readonly quantity: number;
  /** Of the account's licenses, from 0. */
  readonly number: number;
}

/** Makes a license a member or a line, and tells the days on which that covers it. */
export function joinGroup(maker: TenantMaker, owner: Owner, group: Group, joining: Joining): Days[] {
  const from = laterOf(joining.purchasedOn, maker.daysAgo(joinedDaysAgo));
  const left = maker.daysAgo(leftDaysAgo);
  const until = joining.number % 5 === 4 && left > from ? left : null;
  const row = { ...ownedBy(owner), license_id: joining.id };
  if (group.kind === 'SITE')
    maker.add('site_member', {
      ...{ id: maker.id('sit', from), ...row, site_id: group.id, joined_on: from, left_on: until },
    });
  else
    maker.add('contract_line', {
      ...{ id: maker.id('ctr', from), ...row, contract_id: group.id, quantity: joining.quantity },
      ...{ yearly_price_minor: maintenancePrice(maker), from_on: from, until_on: until },
    });
  return group.cover.flatMap((period) => whileMember(period, from, until) ?? []);
}

function maintenancePrice(maker: TenantMaker): number {
  const list = maker.tenant.prices.LIST;
  return list.find(({ item, years }) => item === 'MAINTENANCE' && years === 1)?.unitMinor ?? 0;
}
