import { addDays, laterOf, type CivilDate } from '@mainstay/kernel/values/civil';
import { formatCode, newCode } from '@mainstay/kernel/values/code';
import { serialKey } from '@mainstay/licensing/license/serial-key';
import { lastExpiry, type Days } from '@mainstay/licensing/maintenance/cover.rules';
import { personaCustomer, type MadeAccount } from './accounts.js';
import type { MadeProduct } from './catalog.js';
import { makeCover, type CoverTerms } from './cover.js';
import { joinGroup, makeGroup, type Group } from './groups.js';
import { ownedBy, type TenantMaker } from './maker.js';

export interface MadeLicense {
  readonly id: string;
  readonly owner: MadeAccount;
  readonly purchasedOn: CivilDate;
  readonly quantity: number;
}

interface History {
  readonly name: string;
  readonly terms: number;
  /** Days without cover before the last term. */
  readonly lapsedDays: number;
  /** About when cover ends, seen from the first day of the demo. */
  readonly endsInDays: number;
}

const unbroken: History = { name: 'UNBROKEN', terms: 5, lapsedDays: 0, endsInDays: 200 };

/** What became of a license's own cover; taken in turn, so that every tenant has each. */
const histories: readonly History[] = [
  unbroken,
  { name: 'LAPSED', terms: 2, lapsedDays: 0, endsInDays: -300 },
  { name: 'STACKED', terms: 4, lapsedDays: 0, endsInDays: 600 },
  { name: 'NEVER', terms: 0, lapsedDays: 0, endsInDays: 0 },
  { name: 'RENEWED_LATE', terms: 3, lapsedDays: 75, endsInDays: 120 },
  { name: 'ENDING', terms: 3, lapsedDays: 0, endsInDays: 20 },
];

export interface Parts {
  readonly products: readonly [MadeProduct, ...MadeProduct[]];
  readonly terms: CoverTerms | null;
}

/** About 400 licenses over all accounts, with what covers them. */
export function makeLicenses(
  maker: TenantMaker,
  accounts: readonly MadeAccount[],
  parts: Parts,
): MadeLicense[] {
  return accounts.flatMap((owner, index) => {
    const group = makeGroup(maker, owner, parts.products[0], parts.terms);
    return Array.from({ length: countFor(index, maker) }, (_, number) =>
      makeLicense(maker, { owner, number, group }, parts),
    );
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

function makeLicense(
  maker: TenantMaker,
  { owner, number, group }: Place,
  { products, terms }: Parts,
): MadeLicense {
  const { random } = maker;
  const [main, other = main] = products;
  const product = random.chance(0.75) ? main : other;
  const history = histories[number % histories.length] ?? unbroken;
  const firstOn = firstDay(maker, owner, history);
  const purchasedOn = history.terms === 0 ? maker.daysAgo(random.between(30, 1_000)) : firstOn;
  const id = maker.id('lic', purchasedOn);
  const quantity = random.chance(0.8) ? 1 : random.between(2, 25);
  const ownTerms = terms?.on.includes('LICENSE') === true && history.terms > 0 ? terms : null;
  const periods: Days[] = [];
  if (ownTerms !== null) {
    const buying = {
      firstOn,
      terms: history.terms,
      lapsedDays: history.lapsedDays,
      withTraining: number % 2 === 0,
    };
    const subject = { kind: 'LICENSE', id, planId: product.planId } as const;
    periods.push(...makeCover(maker, owner, subject, { terms: ownTerms, buying }));
  }
  if (group?.productId === product.id && (ownTerms === null || number % 4 === 1))
    periods.push(...joinGroup(maker, owner, group, { id, purchasedOn, quantity, number }));
  maker.add('license', {
    ...{ id, ...ownedBy(owner), product_id: product.id, ...identity(maker) },
    ...{ metric: metricOf(maker), quantity, ...statusOf(maker, number, purchasedOn) },
    ...{ purchased_on: purchasedOn, prereleases: number % 7 === 3, covered_until: lastExpiry(periods) },
    created_at: maker.instant(purchasedOn),
  });
  return { id, owner, purchasedOn, quantity };
}

/** Not before the vendor knew the account. */
function firstDay(maker: TenantMaker, { createdDaysAgo }: MadeAccount, history: History): CivilDate {
  const daysAgo = history.terms * 365 - history.endsInDays + history.lapsedDays;
  return maker.daysAgo(Math.min(createdDaysAgo - 5, daysAgo));
}

function identity(maker: TenantMaker) {
  if (maker.tenant.identifiedBy === 'SERIAL') {
    const serial = `TW-${String(100_000 + maker.rows('license').length * 37)}`;
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
