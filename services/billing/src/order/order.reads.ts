import DataLoader from 'dataloader';
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
import type { Metric } from '../price/price.rules.js';
import type { OrderLineKind } from './order-line.rules.js';
import { orderStates, type OrderState } from './order-state.rules.js';

export interface OrderRow {
  readonly id: string;
  readonly number: string | null;
  readonly state: OrderState;
  readonly payBy: 'CARD' | 'PURCHASE_ORDER';
  readonly purchaseOrderNumber: string | null;
  readonly createdAt: string;
  readonly placedOn: string | null;
  readonly purchasedOn: string | null;
  readonly fulfilledAt: string | null;
  readonly currency: string | null;
  readonly netMinor: number | null;
  readonly taxMinor: number | null;
  readonly totalMinor: number | null;
  readonly accountId: string;
  readonly customerId: string;
  readonly quoteId: string | null;
}

export interface OrderLineRow {
  readonly id: string;
  readonly orderId: string;
  readonly customerId: string;
  readonly currency: string | null;
  readonly position: number;
  readonly kind: OrderLineKind;
  readonly productId: string | null;
  readonly metric: Metric | null;
  readonly quantity: number;
  readonly unitsEach: number;
  readonly years: number | null;
  readonly ofPosition: number | null;
  readonly licenseIds: readonly string[];
  readonly supportUnit: 'TICKET' | 'CREDIT' | null;
  readonly supportUnits: number | null;
  readonly supportValidFor: string | null;
  readonly startsOn: string | null;
  readonly expiresOn: string | null;
  readonly description: string | null;
  readonly unitMinor: number | null;
  readonly netMinor: number | null;
  readonly taxMinor: number | null;
  readonly state: 'WAITING' | 'FULFILLED' | 'STUCK';
  readonly objectIds: readonly string[];
  readonly stuckCode: string | null;
  readonly stuckMessage: string | null;
}

/** What a list of orders may be narrowed to; what is left out or null narrows nothing. */
export interface OrdersAsked {
  readonly page: PageArgs;
  readonly filter?:
    | { readonly state?: OrderState | null | undefined; readonly accountId?: string | null | undefined }
    | null
    | undefined;
}

const columns = `o.id, o.number, o.state, o.pay_by as "payBy", o.purchase_order_number as "purchaseOrderNumber",
    o.created_at as "createdAt", o.placed_on as "placedOn", o.purchased_on as "purchasedOn",
    o.fulfilled_at as "fulfilledAt", o.currency, o.net_minor as "netMinor", o.tax_minor as "taxMinor",
    o.total_minor as "totalMinor", o.account_id as "accountId", o.customer_id as "customerId", o.quote_id as "quoteId"`;

type FilterName = 'account' | `state:${OrderState}`;

/** A text for each state, so that a kept plan knows how rare it is. */
const stateFilters = Object.fromEntries(
  orderStates.map((state) => [`state:${state}`, `o.state = '${state}'`]),
) as Record<`state:${OrderState}`, string>;

const source: Omit<PageSource<'CREATED_AT', FilterName>, 'name'> = {
  columns,
  from: 'sales_order o',
  id: 'o.id',
  orders: { CREATED_AT: { column: 'o.created_at', type: 'timestamptz' } },
  filters: { ...stateFilters, account: (parameter) => `o.account_id = ${parameter}::text` },
};

const all = new KeysetPages<OrderRow, 'CREATED_AT', FilterName>({ ...source, name: 'order.page' });
const ofAccount = new KeysetPages<OrderRow, 'CREATED_AT', FilterName>({
  ...source,
  name: 'order.ofAccount',
  parent: 'o.account_id',
});

const byIds = statement<OrderRow>(
  'order.byIds',
  `select ${columns} from sales_order o where o.id = any($1::text[])`,
);

/** Which order each license was bought by; one statement for a whole page of licenses. */
const ofLicenses = statement<OrderRow & { readonly licenseId: string }>(
  'order.ofLicenses',
  `select b.object_id as "licenseId", ${columns}
   from order_line_object b join order_line n on n.vendor_id = b.vendor_id and n.id = b.line_id
   join sales_order o on o.vendor_id = n.vendor_id and o.id = n.order_id
   where b.object_id = any($1::text[]) and n.kind = any('{LICENSE,BUNDLE}')`,
);

const linesOf = statement<OrderLineRow>(
  'order.lines',
  `select n.id, n.order_id as "orderId", o.customer_id as "customerId", o.currency, n.position, n.kind,
     n.product_id as "productId", n.metric, n.quantity, n.units_each as "unitsEach", n.years,
     f.position as "ofPosition", n.license_ids as "licenseIds", n.support_unit as "supportUnit",
     n.support_units as "supportUnits", n.support_valid_for as "supportValidFor", n.starts_on as "startsOn",
     n.expires_on as "expiresOn", n.description, n.unit_minor as "unitMinor", n.net_minor as "netMinor",
     n.tax_minor as "taxMinor", n.state, n.stuck_code as "stuckCode", n.stuck_message as "stuckMessage",
     array(select b.object_id from order_line_object b where b.vendor_id = n.vendor_id and b.line_id = n.id
       order by b.object_id) as "objectIds"
   from order_line n join sales_order o on o.vendor_id = n.vendor_id and o.id = n.order_id
   left join order_line f on f.vendor_id = n.vendor_id and f.id = n.of_line_id
   where n.order_id = any($1::text[]) order by n.order_id, n.position`,
);

/** Newest first. */
function requestOf({ page, filter }: OrdersAsked): PageRequest<'CREATED_AT', FilterName> {
  const state = filter?.state ?? null;
  return {
    ...{ args: page, order: 'CREATED_AT', direction: 'DESC' },
    filter: {
      account: filter?.accountId,
      ...(state === null ? {} : { [`state:${state}` as const]: true }),
    },
  };
}

/** Every read of orders, for one request. */
export class OrderReads {
  readonly #byId: DataLoader<string, OrderRow | null>;
  readonly #ofLicense: DataLoader<string, OrderRow | null>;
  readonly #lines: DataLoader<string, readonly OrderLineRow[]>;
  readonly #ofAccount: PageLoader<OrderRow, 'CREATED_AT', FilterName>;

  constructor(private readonly reader: PageReader) {
    const { database, viewer, signal } = reader;
    this.#byId = rowsById(reader, () => byIds);
    this.#ofLicense = new DataLoader(async (ids) => {
      const rows = await database.read(viewer, ofLicenses, [ids], signal);
      const found = new Map(rows.map((row) => [row.licenseId, row]));
      return ids.map((id) => found.get(id) ?? null);
    });
    this.#lines = new DataLoader(async (ids) => {
      const found = Map.groupBy(await database.read(viewer, linesOf, [ids], signal), (row) => row.orderId);
      return ids.map((id) => found.get(id) ?? []);
    });
    this.#ofAccount = new PageLoader(ofAccount, reader);
  }

  /** Null for an id that is unknown or not the viewer's to see: the two look alike. */
  byId(id: string): Promise<OrderRow | null> {
    return this.#byId.load(id);
  }

  ofLicense(licenseId: string): Promise<OrderRow | null> {
    return this.#ofLicense.load(licenseId);
  }

  /** By position; an order has at most 1,000. */
  lines(orderId: string): Promise<readonly OrderLineRow[]> {
    return this.#lines.load(orderId);
  }

  list(asked: OrdersAsked): Promise<Page<OrderRow>> {
    return all.read(this.reader, requestOf(asked));
  }

  ofAccount(accountId: string, asked: OrdersAsked): Promise<Page<OrderRow>> {
    return this.#ofAccount.load(accountId, requestOf(asked));
  }
}
