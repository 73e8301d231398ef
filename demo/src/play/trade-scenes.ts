import type { MadeProduct } from '../world/catalog.js';
import type { Company, People } from './people.js';
import type { Play } from './play.js';
import type { Scene } from './scene.js';
import { buy, buyerFor, newLicenses, offer, renew } from './trade.js';
import { linesFor } from './wares.js';

/** What becomes of the cover of a purchase. */
export type Fate = 'UNBROKEN' | 'LAPSED' | 'RENEWED_LATE' | 'AHEAD' | 'ENDING';

/** When each fate buys, and renews: days before the one that the play comes to. */
const boughtDaysAgo: Readonly<Record<Fate, number>> = {
  UNBROKEN: 750,
  LAPSED: 750,
  RENEWED_LATE: 750,
  AHEAD: 500,
  ENDING: 345,
};

export interface Holding {
  readonly customer: Company;
  readonly fate: Fate;
  readonly count: number;
  readonly licenseIds: string[];
}

/** Everything of a day happens at one hour: each stop of the clock costs time. */
const hour = 12;

const fates: readonly Fate[] = ['UNBROKEN', 'LAPSED', 'RENEWED_LATE', 'AHEAD', 'ENDING'];

/** Everybody's purchases: the personas have every fate, the others one each. */
export function holdingsOf({ customers: [persona, ...others], resellers }: People): Holding[] {
  const holding = (customer: Company, fate: Fate, count: number): Holding => ({
    ...{ customer, fate, count, licenseIds: [] },
  });
  return [
    ...fates.map((fate) => holding(persona, fate, fate === 'ENDING' ? 6 : 3)),
    ...fates.filter((_, index) => index % 2 === 0).map((fate) => holding(resellers[0], fate, 3)),
    ...others.map((customer, index) => holding(customer, fates[index % fates.length] ?? 'LAPSED', 2)),
  ];
}

export function tradeScenes(play: Play, people: People, holdings: readonly Holding[]): Scene[] {
  const sellsCover = play.tenant.plan.versions.at(-1)?.policy.cover !== null;
  const of = (...wanted: Fate[]) => holdings.filter(({ fate }) => wanted.includes(fate));
  const all = (some: readonly Holding[], years?: number) => async () => {
    for (const { customer, licenseIds } of some)
      await renew(play, {
        ...{ buyer: buyerFor(customer, people.resellers), licenseIds },
        ...(years === undefined ? {} : { years }),
      });
    await play.settle();
  };
  const purchases = [...new Set(Object.values(boughtDaysAgo))].map((daysAgo) => ({
    ...{ daysAgo, hour },
    happens: () =>
      purchaseAll(play, people, {
        bought: of(...fates.filter((fate) => boughtDaysAgo[fate] === daysAgo)),
        holdings,
      }),
  }));
  if (!sellsCover) return purchases;
  return [
    ...purchases,
    { daysAgo: 480, hour, happens: all(of('AHEAD'), 3) },
    { daysAgo: 395, hour, happens: all(of('UNBROKEN')) },
    { daysAgo: 310, hour, happens: all(of('RENEWED_LATE')) },
    { daysAgo: 40, hour, happens: all(of('UNBROKEN')) },
    { daysAgo: 9, hour, happens: () => offerAll(play, people, of('ENDING')) },
  ];
}

/** Quotes that are open and may be accepted. */
async function offerAll(play: Play, people: People, ending: readonly Holding[]): Promise<void> {
  for (const { customer, licenseIds } of ending)
    await offer(play, { buyer: buyerFor(customer, people.resellers), licenseIds });
  await play.settle();
}

interface Buying {
  readonly bought: readonly Holding[];
  readonly holdings: readonly Holding[];
}

/** Each customer in one order; what is new at it afterwards is what it bought. */
async function purchaseAll(play: Play, people: People, { bought, holdings }: Buying): Promise<void> {
  const byCustomer = [...Map.groupBy(bought, ({ customer }) => customer)];
  for (const [customer, own] of byCustomer) {
    const count = own.reduce((sum, one) => sum + one.count, 0);
    const lines = linesFor(play, productFor(play, own), { count });
    await buy(play, { customer, buyer: buyerFor(customer, people.resellers), lines });
  }
  await play.settle();
  const known = holdings.flatMap(({ licenseIds }) => licenseIds);
  for (const [{ accountId }, own] of byCustomer) {
    const issued = await newLicenses(play, accountId, known);
    for (const { count, licenseIds } of own) licenseIds.push(...issued.splice(0, count));
  }
}

/** Mostly the first product. */
function productFor({ products: [main, other = main] }: Play, holdings: readonly Holding[]): MadeProduct {
  const isOther = holdings.every(({ fate, customer }) => fate === 'AHEAD' && customer.kind === 'CUSTOMER');
  return isOther ? other : main;
}
