import { addDays, laterOf, type CivilDate } from '@mainstay/kernel/values/civil';
import { formatCode, newCode } from '@mainstay/kernel/values/code';
import { serialKey } from '@mainstay/licensing/license/serial-key';
import { lastExpiry, whileMember, type Days } from '@mainstay/licensing/maintenance/cover.rules';
import { personaCustomer, type MadeAccount } from './accounts.js';
import type { MadeProduct } from './catalog.js';
import { makeCover, type CoverTerms } from './cover.js';
import { ownedBy, type TenantMaker } from './maker.js';

export interface MadeLicense {
  readonly id: string;
  readonly owner: MadeAccount;
  readonly purchasedOn: CivilDate;
  readonly quantity: number;
}

/** What became of a license's own cover; taken in turn, so that every tenant has each. */
const histories = [
  { name: 'UNBROKEN', terms: 5, lapsedDays: 0, endsInDays: 200 },
  { name: 'LAPSED', terms: 2, lapsedDays: 0, endsInDays: -300 },
  { name: 'STACKED', terms: 4, lapsedDays: 0, endsInDays: 600 },
  { name: 'NEVER', terms: 0, lapsedDays: 0, endsInDays: 0 },
  { name: 'RENEWED_LATE', terms: 3, lapsedDays: 75, endsInDays: 120 },
  { name: 'ENDING', terms: 3, lapsedDays: 0, endsInDays: 20 },
] as const;

/** A license joins its group's cover two years ago; every fifth has left it again. */
const joinedDaysAgo = 730;
const leftDaysAgo = 90;

interface Parts {
  readonly products: readonly MadeProduct[];
  readonly terms: CoverTerms | null;
}

function countFor(index: number, maker: TenantMaker): number {
  if (index === personaCustomer) return 34;
  return index === 0 ? 24 : maker.random.between(6, 12);
}

/** About 400 licenses over all accounts, with what covers them. */
export function makeLicenses(maker: TenantMaker, accounts: readonly MadeAccount[], parts: Parts): MadeLicense[] {
  return accounts.flatMap((owner, index) => {
    const group = makeGroup(maker, owner, parts);
    return Array.from({ length: countFor(index, maker) }, (_, number) =>
      makeLicense(maker, { owner, number, group }, parts),
    );
  });
}

/** The site or contract of an account, where the plan covers any. */
interface Group {
  readonly kind: 'SITE' | 'CONTRACT';
  readonly id: string;
  readonly productId: string;
  readonly cover: readonly Days[];
}

function makeGroup(maker: TenantMaker, owner: MadeAccount, { products, terms }: Parts): Group | null {
  const product = products[0];
  const kind = terms?.on.find((subject) => subject !== 'LICENSE');
  if (kind === undefined || terms === null || product === undefined) return null;
  const id = maker.id(kind === 'SITE' ? 'sit' : 'ctr', maker.daysAgo(1_200));
  if (kind === 'SITE')
    maker.add('site', { id, ...ownedBy(owner), product_id: product.id, name: `Site ${String(maker.rows('site').length + 1)}` });
  else
    maker.add('contract', { id, ...ownedBy(owner), number: `C-${String(maker.rows('contract').length + 1).padStart(4, '0')}` });
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

interface Place {
  readonly owner: MadeAccount;
  readonly number: number;
  readonly group: Group | null;
}

function makeLicense(maker: TenantMaker, place: Place, parts: Parts): MadeLicense {
  const { random } = maker;
  const { owner, number } = place;
  const product = random.chance(0.75) ? parts.products[0] : parts.products[1];
  if (product === undefined) throw new Error('A tenant sells nothing.');
  const history = histories[number % histories.length] ?? histories[0];
  const firstOn = maker.daysAgo(Math.min(owner.createdDaysAgo - 5, history.terms * 365 - history.endsInDays + history.lapsedDays));
  const purchasedOn = history.terms === 0 ? maker.daysAgo(random.between(30, 1_000)) : firstOn;
  const id = maker.id('lic', purchasedOn);
  const subject = { kind: 'LICENSE', id, planId: product.planId } as const;
  const { terms } = parts;
  const own =
    terms === null || !terms.on.includes('LICENSE') || history.terms === 0
      ? []
      : [{ terms, buying: { firstOn, terms: history.terms, lapsedDays: history.lapsedDays, withTraining: number % 2 === 0 } }];
  const rows = maker.rows('license').length;
  const quantity = random.chance(0.8) ? 1 : random.between(2, 25);
  const joins = place.group !== null && place.group.productId === product.id && (own.length === 0 || number % 4 === 1);
  const shared = joins && place.group !== null ? sharedDays(maker, { purchasedOn, number, group: place.group }) : null;
  // The license comes before its cover, because keys ask for it.
  const license: Record<string, unknown> = {
    ...{ id, ...ownedBy(owner), product_id: product.id, ...identity(maker, rows) },
    ...{ metric: metricOf(maker), quantity, ...statusOf(maker, number, purchasedOn) },
    ...{ purchased_on: purchasedOn, prereleases: number % 7 === 3, created_at: maker.instant(purchasedOn) },
  };
  maker.add('license', license);
  const periods: Days[] = own.flatMap((cover) => makeCover(maker, owner, subject, cover));
  if (shared !== null && place.group !== null) periods.push(...join(maker, { ...place, group: place.group }, license, shared));
  const rowsNow = maker.tables.get('license');
  rowsNow?.splice(-1, 1, { vendor_id: maker.vendorId, ...license, covered_until: lastExpiry(periods) });
  return { id, owner, purchasedOn, quantity };
}

function identity(maker: TenantMaker, count: number) {
  if (maker.tenant.identifiedBy === 'SERIAL') {
    const serial = `TW-${String(100_000 + count * 37)}`;
    return { activation_code: null, code_key: null, serial, serial_key: serialKey(serial) };
  }
  const code = newCode(maker.random.bytes);
  return { activation_code: formatCode(code), code_key: code, serial: null, serial_key: null };
}

function metricOf(maker: TenantMaker): string {
  return maker.tenant.prices.LIST[0]?.metric ?? 'LICENSE';
}

/** Of fifteen licenses one was revoked and one is suspended. */
function statusOf(maker: TenantMaker, number: number, purchasedOn: CivilDate) {
  const since = maker.instant(laterOf(maker.daysAgo(20), addDays(purchasedOn, 1)));
  if (number % 15 === 11) return { status: 'REVOKED', revoked_at: since, suspended_at: null };
  if (number % 15 === 13) return { status: 'SUSPENDED', revoked_at: null, suspended_at: since };
  return { status: 'ACTIVE', revoked_at: null, suspended_at: null };
}

interface Shared {
  readonly from: CivilDate;
  readonly until: CivilDate | null;
  readonly cover: readonly Days[];
}

function sharedDays(
  maker: TenantMaker,
  { purchasedOn, number, group }: { purchasedOn: CivilDate; number: number; group: Group },
): Shared {
  const from = laterOf(purchasedOn, maker.daysAgo(joinedDaysAgo));
  const left = maker.daysAgo(leftDaysAgo);
  const until = number % 5 === 4 && left > from ? left : null;
  return { from, until, cover: group.cover };
}

function join(
  maker: TenantMaker,
  { owner, group }: { owner: MadeAccount; group: Group },
  { id, quantity }: Record<string, unknown>,
  { from, until, cover }: Shared,
): Days[] {
  const row = { ...ownedBy(owner), license_id: id };
  const kept = { id: maker.id(group.kind === 'SITE' ? 'sit' : 'ctr', from) };
  if (group.kind === 'SITE')
    maker.add('site_member', { ...kept, ...row, site_id: group.id, joined_on: from, left_on: until });
  else
    maker.add('contract_line', {
      ...{ ...kept, ...row, contract_id: group.id, quantity },
      ...{ yearly_price_minor: maintenancePrice(maker), from_on: from, until_on: until },
    });
  return cover.flatMap((period) => whileMember(period, from, until) ?? []);
}

function maintenancePrice(maker: TenantMaker): number {
  return maker.tenant.prices.LIST.find(({ item, years }) => item === 'MAINTENANCE' && years === 1)?.unitMinor ?? 0;
}
