import type { MadeProduct } from '../world/catalog.js';
import type { Company, People } from './people.js';
import type { Play } from './play.js';
import type { Scene } from './scene.js';
import { buy, buyerFor, newLicenses, offer, offered, pay, place, renew } from './trade.js';
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
    happens: async () => {
      const bought = of(...fates.filter((fate) => boughtDaysAgo[fate] === daysAgo));
      for (const round of rounds(bought)) await purchaseAll(play, people, { round, holdings });
    },
  }));
  const trade = [...purchases, { daysAgo: 9, hour, happens: () => owe(play, people) }];
  if (!sellsCover) return trade;
  return [
    ...trade,
    { daysAgo: 480, hour, happens: all(of('AHEAD'), 3) },
    { daysAgo: 395, hour, happens: all(of('UNBROKEN')) },
    { daysAgo: 310, hour, happens: all(of('RENEWED_LATE')) },
    { daysAgo: 40, hour, happens: all(of('UNBROKEN')) },
    { daysAgo: 9, hour, happens: () => offerAll(play, people, of('ENDING')) },
  ];
}

/** Where no notice has brought one, a quote that is open and may be accepted. */
async function offerAll(play: Play, people: People, ending: readonly Holding[]): Promise<void> {
  for (const { customer, licenseIds } of ending)
    if ((await offered(play, licenseIds)) === null)
      await offer(play, { buyer: buyerFor(customer, people.resellers), licenseIds });
  await play.settle();
}

/** What was ordered on a purchase order is not paid yet, or not all of it. */
async function owe(play: Play, { customers: [persona], resellers: [reseller] }: People): Promise<void> {
  const lines = linesFor(play, play.products[0], { count: 2 });
  const orders = [
    { customer: reseller, buyer: reseller, purchaseOrderNumber: 'PO-SAMPLE-1', paidPercent: 0 },
    { customer: persona, buyer: persona, purchaseOrderNumber: 'PO-SAMPLE-2', paidPercent: 40 },
  ];
  for (const { paidPercent, ...order } of orders) {
    const invoiceId = await place(play, { ...order, lines });
    if (paidPercent > 0) await pay(play, invoiceId, paidPercent);
  }
  await play.settle();
}

interface Buying {
  /** Of each customer one. */
  readonly round: readonly Holding[];
  readonly holdings: readonly Holding[];
}

/** All together; what is new at a customer is what it bought. */
async function purchaseAll(play: Play, people: People, { round, holdings }: Buying): Promise<void> {
  for (const holding of round) {
    const { customer, count } = holding;
    const lines = linesFor(play, productFor(play, holding), { count });
    await buy(play, { customer, buyer: buyerFor(customer, people.resellers), lines });
  }
  await play.settle();
  const known = holdings.flatMap(({ licenseIds }) => licenseIds);
  for (const { customer, licenseIds } of round)
    licenseIds.push(...(await newLicenses(play, customer.accountId, known)));
}

/** Nobody twice in one. */
function rounds(holdings: readonly Holding[]): Holding[][] {
  const all: Holding[][] = [];
  for (const holding of holdings) {
    const free = all.find((round) => round.every(({ customer }) => customer !== holding.customer));
    if (free === undefined) all.push([holding]);
    else free.push(holding);
  }
  return all;
}

/** Mostly the first product. */
function productFor({ products: [main, other = main] }: Play, { fate, customer }: Holding): MadeProduct {
  return fate === 'AHEAD' && customer.kind === 'CUSTOMER' ? other : main;
}
