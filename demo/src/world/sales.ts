import type { CivilDate } from '@mainstay/kernel/values/civil';
import type { SupportPackage } from '../tenants.js';
import type { MadeAccount } from './accounts.js';
import type { TenantMaker } from './maker.js';
import { unitPrice, type Priced } from './prices.js';

/** One thing that was bought on a day; what an account bought on one day becomes one invoice. */
export interface Sale {
  /** For whom it was bought; its reseller may have been the one who bought. */
  readonly owner: MadeAccount;
  readonly soldOn: CivilDate;
  readonly licenseId: string | null;
  readonly description: string;
  readonly quantity: number;
  readonly unitMinor: number;
  /** What of support it brings; nothing unless told. */
  readonly brings?: SupportPackage;
}

export type Sold = Pick<Sale, 'owner' | 'soldOn' | 'licenseId' | 'description'>;

/** A sale at the price of the list that its buyer buys from. */
export function listedSale(maker: TenantMaker, sold: Sold, priced: Priced): Sale {
  const list = sold.owner.buysDirect ? 'LIST' : 'RESELLER';
  return { ...sold, quantity: priced.quantity, unitMinor: unitPrice(maker.tenant, list, priced) };
}

/** Tickets or credits bought by themselves: two of three accounts did, some twice. */
export function sellSupport(maker: TenantMaker, accounts: readonly MadeAccount[]): Sale[] {
  const { random, tenant } = maker;
  if (tenant.supportPackages.length === 0) return [];
  return accounts.flatMap((owner, index) =>
    Array.from({ length: index % 3 }, () => {
      const brings = random.pick(tenant.supportPackages);
      const { unit, units, priceMinor } = brings;
      return {
        owner,
        soldOn: maker.daysAgo(random.between(10, 700)),
        licenseId: null,
        description: `Support package of ${String(units)} ${unit === 'CREDIT' ? 'credits' : 'tickets'}`,
        quantity: 1,
        unitMinor: priceMinor,
        brings,
      };
    }),
  );
}
