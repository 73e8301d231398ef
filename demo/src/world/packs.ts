import { addDays } from '@mainstay/kernel/values/civil';
import { formatCode, newCode } from '@mainstay/kernel/values/code';
import { newestPolicy } from '../tenants.js';
import type { MadeAccount } from './accounts.js';
import type { MadeProduct } from './catalog.js';
import { ownedBy, type TenantMaker } from './maker.js';

/** Every so many accounts have packs in stock. */
const stockedEach = 3;

/** Packs that are still to be used, and one for each account whose license is covered by one already. */
export function makePacks(
  maker: TenantMaker,
  accounts: readonly MadeAccount[],
  products: readonly MadeProduct[],
): void {
  const on = newestPolicy(maker.tenant).cover?.on ?? [];
  if (!on.includes('LICENSE')) return;
  const [product] = products;
  if (product === undefined) return;
  const periods = Map.groupBy(maker.rows('coverage_period'), (row) => row['account_id']);
  accounts.forEach((account, index) => {
    const own = periods.get(account.accountId)?.find((row) => row['subject_kind'] === 'LICENSE');
    if (own !== undefined) addUsed(maker, account, own);
    if (index % stockedEach !== 0) return;
    for (const metric of on.includes('SITE') ? (['LICENSE', 'SITE'] as const) : (['LICENSE'] as const))
      addCode(maker, account, {
        ...{ product_id: product.id, metric, state: 'UNUSED', boughtDaysAgo: 5 + index },
      });
  });
}

interface Bought {
  readonly product_id: unknown;
  readonly metric: 'LICENSE' | 'SITE';
  readonly state: 'UNUSED' | 'ASSOCIATED';
  readonly boughtDaysAgo: number;
}

function addCode(maker: TenantMaker, owner: MadeAccount, { boughtDaysAgo, ...bought }: Bought): string {
  const purchasedOn = addDays(maker.today, -boughtDaysAgo);
  const id = maker.id('mtc', purchasedOn);
  const key = newCode(maker.random.bytes);
  maker.add('maintenance_code', {
    ...{ id, ...ownedBy(owner), ...bought, code: formatCode(key), code_key: key, term: 'P12M' },
    ...{ purchased_on: purchasedOn, order_line_id: null, created_at: maker.instant(purchasedOn) },
  });
  return id;
}

function addUsed(maker: TenantMaker, owner: MadeAccount, period: Readonly<Record<string, unknown>>): void {
  const license = maker.rows('license').find(({ id }) => id === period['subject_id']);
  if (license === undefined) return;
  const codeId = addCode(maker, owner, {
    ...{ product_id: license['product_id'], metric: 'LICENSE', state: 'ASSOCIATED', boughtDaysAgo: 400 },
  });
  const on = addDays(maker.today, -399);
  maker.add('maintenance_association', {
    ...{ id: maker.id('mta', on), ...ownedBy(owner), maintenance_code_id: codeId, subject_kind: 'LICENSE' },
    ...{
      subject_id: license['id'],
      period_id: period['id'],
      bundled: false,
      associated_at: maker.instant(on),
    },
  });
}
