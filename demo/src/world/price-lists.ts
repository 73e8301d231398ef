import type { Price } from '../tenants.js';
import type { MadeProduct } from './catalog.js';
import type { TenantMaker } from './maker.js';
import type { PriceListName } from './prices.js';
import type { Row } from './world.js';

const lists: readonly PriceListName[] = ['LIST', 'RESELLER'];
/** Since before anything was sold. */
const publishedDaysAgo = 2_980;

/** The tenant's price lists as they are published, one version of each; packages of support cost everybody the same. */
export function makePriceLists(maker: TenantMaker, products: readonly MadeProduct[]): void {
  const { tenant } = maker;
  const effectiveOn = maker.daysAgo(publishedDaysAgo);
  for (const listKind of lists) {
    const listId = maker.id('prl', effectiveOn);
    maker.add('price_list', {
      ...{ id: listId, list_kind: listKind, version: 1, effective_on: effectiveOn },
      ...{ currency: tenant.currency, tax_rate_permille: tenant.taxRatePermille },
      published_at: maker.instant(effectiveOn),
    });
    const rows = [...tenant.prices[listKind].flatMap((price) => sold(products, price)), ...packages(maker)];
    rows.forEach((row, index) => {
      const id = maker.id('prc', effectiveOn);
      maker.add('price', { id, list_id: listId, list_kind: listKind, position: index + 1, ...row });
    });
  }
}

const noSupport = { support_unit: null, support_units: null, support_valid_for: null };

/** Of each product that counts by that metric; a site is one of the first product. */
function sold(products: readonly MadeProduct[], price: Price): Row[] {
  const { item: kind, metric, years, fromQuantity, unitMinor } = price;
  const of = metric === 'SITE' ? products.slice(0, 1) : products.filter((one) => one.metric === metric);
  return of.map(({ id }) => ({
    ...{ kind, product_id: id, metric: kind === 'TRAINING' ? null : metric, years },
    ...{ from_quantity: fromQuantity, unit_minor: unitMinor, ...noSupport },
  }));
}

function packages({ tenant }: TenantMaker): Row[] {
  return tenant.supportPackages.map(({ unit, units, priceMinor, validFor }) => ({
    ...{ kind: 'SUPPORT_PACKAGE', product_id: null, metric: null, years: null },
    ...{ from_quantity: 1, unit_minor: priceMinor },
    ...{ support_unit: unit, support_units: units, support_valid_for: validFor },
  }));
}

/** Where the numbers of documents go on. */
export function makeCounters(maker: TenantMaker): void {
  maker.add('document_counter', { kind: 'INVOICE', last: maker.rows('invoice').length });
  maker.add('document_counter', { kind: 'QUOTE', last: maker.rows('quote').length });
}
