import type { MadeProduct } from '../world/catalog.js';
import type { Company, People } from './people.js';
import type { Play } from './play.js';
import type { Scene } from './scene.js';
import { buy, buyerFor, renew } from './trade.js';
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
  };
  const purchases = fates.map((fate, index) => ({
    ...{ daysAgo: boughtDaysAgo[fate], hour: 10 + index / 10 },
    happens: async () => {
      for (const holding of of(fate)) await purchase(play, people, holding);
    },
  }));
  if (!sellsCover) return purchases;
  return [
    ...purchases,
    { daysAgo: 480, hour: 11, happens: all(of('AHEAD'), 3) },
    { daysAgo: 395, hour: 11, happens: all(of('UNBROKEN')) },
    { daysAgo: 310, hour: 11, happens: all(of('RENEWED_LATE')) },
    { daysAgo: 40, hour: 11, happens: all(of('UNBROKEN')) },
  ];
}

async function purchase(play: Play, people: People, holding: Holding): Promise<void> {
  const { customer, count } = holding;
  const buyer = buyerFor(customer, people.resellers);
  const product = productFor(play, holding);
  holding.licenseIds.push(...(await buy(play, { customer, buyer, lines: linesFor(play, product, { count }) })));
}

/** Mostly the first product. */
function productFor({ products: [main, other = main] }: Play, { fate, customer }: Holding): MadeProduct {
  return fate === 'AHEAD' && customer.kind === 'CUSTOMER' ? other : main;
}

