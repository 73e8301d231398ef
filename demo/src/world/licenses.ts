import { addDays, laterOf, type CivilDate } from '@mainstay/kernel/values/civil';
import { formatCode, newCode } from '@mainstay/kernel/values/code';
import { serialKey } from '@mainstay/licensing/license/serial-key';
import { lastExpiry, type Days } from '@mainstay/licensing/maintenance/cover.rules';
import { personaCustomer, type MadeAccount } from './accounts.js';
import type { MadeProduct } from './catalog.js';
import {
  firstDayOf,
  histories,
  makeCover,
  type BoughtPeriod,
  type CoverTerms,
  type History,
} from './cover.js';
import { groupSales, joinGroup, makeGroup, type Group } from './groups.js';
import { ownedBy, type TenantMaker } from './maker.js';
import { listedSale, type Sale } from './sales.js';

export interface MadeLicense {
  readonly id: string;
  readonly owner: MadeAccount;
  readonly purchasedOn: CivilDate;
  /** All that ever covers it, from whichever source. */
  readonly cover: readonly Days[];
}

/** Of a license's own cover, taken in turn; null is one that never had any. */
const licenseHistories: readonly (History | null)[] = [
  histories.UNBROKEN,
  histories.LAPSED,
  histories.STACKED,
  null,
  histories.RENEWED_LATE,
  histories.ENDING,
];

export interface Parts {
  readonly products: readonly [MadeProduct, ...MadeProduct[]];
  /** Of the newest plan; null where it sells no cover. */
  readonly terms: CoverTerms | null;
  readonly sales: Sale[];
}

/** About 400 licenses over all accounts, with what covers them and what was paid for that. */
export function makeLicenses(
  maker: TenantMaker,
  accounts: readonly MadeAccount[],
  parts: Parts,
): MadeLicense[] {
  return accounts.flatMap((owner, index) => {
    const group = makeGroup(maker, owner, index, { product: parts.products[0], terms: parts.terms });
    const licenses = Array.from({ length: countFor(index, maker) }, (_, number) =>
      makeLicense(maker, { owner, number, group }, parts),
    );
    if (group !== null) parts.sales.push(...groupSales(maker, group));
    return licenses;
  });
}

function countFor(index: number, maker: TenantMaker): number {
  if (index === personaCustomer) return 34;
  return index === 0 ? 24 : maker.random.between(6, 12);
}

interface Place {
  readonly owner: MadeAccount;
  /** Of the account's licenses, from 0. */
  readonly number: number;
  readonly group: Group | null;
}

function makeLicense(maker: TenantMaker, place: Place, parts: Parts): MadeLicense {
  const { random } = maker;
  const { owner, number, group } = place;
  const [main, other = main] = parts.products;
  const product = random.chance(0.75) ? main : other;
  const history = licenseHistories[number % licenseHistories.length] ?? null;
  const purchasedOn =
    history === null
      ? maker.daysAgo(random.between(30, 1_000))
      : firstDayOf(maker, history, owner.createdDaysAgo);
  const id = maker.id('lic', purchasedOn);
  const quantity = random.chance(0.8) ? 1 : random.between(2, 25);
  const own =
    history === null || parts.terms?.on.includes('LICENSE') !== true
      ? []
      : makeCover(
          maker,
          owner,
          { kind: 'LICENSE', id, planId: product.planId },
          { firstOn: purchasedOn, history, withTraining: number % 2 === 0 },
        );
  const joins = group?.product === product && (own.length === 0 || number % 4 === 1);
  const shared = joins ? joinGroup(maker, group, { id, purchasedOn, quantity, number }) : [];
  const cover: readonly Days[] = [...own, ...shared];
  maker.add('license', {
    id,
    ...ownedBy(owner),
    product_id: product.id,
    ...identity(maker),
    metric: product.metric,
    quantity,
    ...statusOf(maker, number, purchasedOn),
    purchased_on: purchasedOn,
    prereleases: number % 7 === 3,
    covered_until: lastExpiry(cover),
    created_at: maker.instant(purchasedOn),
  });
  parts.sales.push(...salesOf(maker, { owner, id, product, quantity, purchasedOn, own }));
  return { id, owner, purchasedOn, cover };
}

interface SoldLicense {
  readonly owner: MadeAccount;
  readonly id: string;
  readonly product: MadeProduct;
  readonly quantity: number;
  readonly purchasedOn: CivilDate;
  readonly own: readonly BoughtPeriod[];
}

/** The license itself once, then each term of its own cover on the day that was paid. */
function salesOf(
  maker: TenantMaker,
  { owner, id, product, quantity, purchasedOn, own }: SoldLicense,
): Sale[] {
  const { metric, name } = product;
  const sold = { owner, licenseId: id };
  return [
    listedSale(
      maker,
      { ...sold, soldOn: purchasedOn, description: `License of ${name}` },
      { item: 'LICENSE', metric, quantity },
    ),
    ...own.map(({ paidOn, startsOn, expiresOn }) =>
      listedSale(
        maker,
        { ...sold, soldOn: paidOn, description: `Maintenance of ${name} from ${startsOn} to ${expiresOn}` },
        { item: 'MAINTENANCE', metric, quantity },
      ),
    ),
  ];
}

function identity(maker: TenantMaker) {
  if (maker.tenant.identifiedBy === 'SERIAL') {
    const serial = `TW-${String(100_000 + maker.rows('license').length * 37)}`;
    return { activation_code: null, code_key: null, serial, serial_key: serialKey(serial) };
  }
  const code = newCode(maker.random.bytes);
  return { activation_code: formatCode(code), code_key: code, serial: null, serial_key: null };
}

/** Some were revoked and some are suspended, in accounts of every size. */
function statusOf(maker: TenantMaker, number: number, purchasedOn: CivilDate) {
  const since = maker.instant(laterOf(maker.daysAgo(20), addDays(purchasedOn, 1)));
  if (number % 15 === 7) return { status: 'REVOKED', revoked_at: since, suspended_at: null };
  if (number % 15 === 8) return { status: 'SUSPENDED', revoked_at: null, suspended_at: since };
  return { status: 'ACTIVE', revoked_at: null, suspended_at: null };
}
