import type DataLoader from 'dataloader';
import {
  KeysetPages,
  PageLoader,
  type Page,
  type PageReader,
  type PageRequest,
} from '@mainstay/kernel/db/page';
import type { PageArgs } from '@mainstay/kernel/db/page-args';
import type { PageSource } from '@mainstay/kernel/db/page-sql';
import { rowsById } from '@mainstay/kernel/db/rows-by-id';
import { statement } from '@mainstay/kernel/db/scoped';
import { dayAsked } from '@mainstay/kernel/graph/as-of';
import type { CivilDate } from '@mainstay/kernel/values/civil';
import type { Metric, PriceKind, PriceListKind } from './price.rules.js';

export interface PriceListRow {
  readonly id: string;
  readonly list: PriceListKind;
  readonly version: number;
  readonly effectiveOn: string;
  readonly publishedAt: string;
  readonly currency: string;
  readonly taxRatePermille: number;
}

export interface OfferRow {
  readonly id: string;
  readonly listId: string;
  readonly list: PriceListKind;
  readonly kind: PriceKind;
  readonly productId: string | null;
  readonly metric: Metric | null;
  readonly years: number | null;
  readonly fromQuantity: number;
  readonly unitMinor: number;
  readonly currency: string;
  readonly supportUnit: 'TICKET' | 'CREDIT' | null;
  readonly supportUnits: number | null;
  readonly supportValidFor: string | null;
}

/** What a list of offers may be narrowed to; what is left out or null narrows nothing. */
export interface OffersAsked {
  readonly page: PageArgs;
  readonly asOf?: CivilDate | null | undefined;
  readonly filter?:
    | {
        readonly list?: PriceListKind | null | undefined;
        readonly kind?: PriceKind | null | undefined;
        readonly productId?: string | null | undefined;
      }
    | null
    | undefined;
}

type FilterName = 'inForce' | 'list' | 'kind' | 'product';

/** Of each kind the list that took effect last; of two on one day the one that was published later. */
const inForce = (day: string) => `select distinct on (k.list_kind) k.id from price_list k
  where k.effective_on <= ${day}::date order by k.list_kind, k.effective_on desc, k.version desc`;

const source: Omit<PageSource<'POSITION', FilterName>, 'name'> = {
  columns: `p.id, p.list_id as "listId", p.list_kind as list, p.kind, p.product_id as "productId", p.metric, p.years,
    p.from_quantity as "fromQuantity", p.unit_minor as "unitMinor", l.currency, p.support_unit as "supportUnit",
    p.support_units as "supportUnits", p.support_valid_for as "supportValidFor"`,
  from: 'price p join price_list l on l.vendor_id = p.vendor_id and l.id = p.list_id',
  id: 'p.id',
  orders: { POSITION: { column: 'p.position', type: 'int4' } },
  filters: {
    inForce: (parameter) => `p.list_id in (${inForce(parameter)})`,
    list: (parameter) => `p.list_kind = ${parameter}::text`,
    kind: (parameter) => `p.kind = ${parameter}::text`,
    product: (parameter) => `p.product_id = ${parameter}::text`,
  },
};

const all = new KeysetPages<OfferRow, 'POSITION', FilterName>({ ...source, name: 'price.page' });
const ofProduct = new KeysetPages<OfferRow, 'POSITION', FilterName>({
  ...source,
  name: 'price.ofProduct',
  parent: 'p.product_id',
});

const listsById = statement<PriceListRow>(
  'priceList.byIds',
  `select id, list_kind as list, version, effective_on as "effectiveOn", published_at as "publishedAt", currency,
     tax_rate_permille as "taxRatePermille" from price_list where id = any($1::text[])`,
);

/** Every read of prices, for one request. Which list somebody sees is decided by the policies. */
export class PriceReads {
  readonly #lists: DataLoader<string, PriceListRow | null>;
  readonly #ofProduct: PageLoader<OfferRow, 'POSITION', FilterName>;

  constructor(
    private readonly reader: PageReader,
    private readonly today: () => CivilDate,
  ) {
    this.#lists = rowsById(reader, () => listsById);
    this.#ofProduct = new PageLoader(ofProduct, reader);
  }

  /** Null for an id that is unknown or not the viewer's to see: the two look alike. */
  listById(id: string): Promise<PriceListRow | null> {
    return this.#lists.load(id);
  }

  offers(asked: OffersAsked): Promise<Page<OfferRow>> {
    return all.read(this.reader, this.#requestOf(asked));
  }

  ofProduct(productId: string, asked: OffersAsked): Promise<Page<OfferRow>> {
    return this.#ofProduct.load(productId, this.#requestOf(asked));
  }

  #requestOf({ page, filter, asOf }: OffersAsked): PageRequest<'POSITION', FilterName> {
    return {
      ...{ args: page, order: 'POSITION', direction: 'ASC' },
      filter: {
        inForce: dayAsked(asOf, this.today()),
        list: filter?.list,
        kind: filter?.kind,
        product: filter?.productId,
      },
    };
  }
}
