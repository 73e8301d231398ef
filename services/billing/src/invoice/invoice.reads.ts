import DataLoader from 'dataloader';
import type { SortDirection } from '@mainstay/kernel/db/cursor';
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
import type { PrintedInvoice } from './printed.rules.js';

export interface InvoiceRow {
  readonly id: string;
  readonly number: string;
  readonly state: InvoiceState;
  readonly issuedOn: string;
  readonly dueOn: string;
  readonly currency: string;
  readonly netMinor: number;
  readonly taxMinor: number;
  readonly totalMinor: number;
  readonly paidMinor: number;
  readonly accountId: string;
  readonly orderId: string | null;
  readonly buyerName: string | null;
  readonly buyerCountry: string | null;
}

export interface InvoiceLineRow {
  readonly invoiceId: string;
  readonly position: number;
  readonly description: string;
  readonly licenseId: string | null;
  readonly quantity: number;
  readonly currency: string;
  readonly unitMinor: number;
  readonly netMinor: number;
  readonly taxMinor: number;
  readonly taxRatePermille: number;
}

export interface PaymentRow {
  readonly id: string;
  readonly invoiceId: string;
  readonly amountMinor: number;
  readonly currency: string;
  readonly paidOn: string;
  readonly method: string;
  readonly receivedAt: string;
}

const invoiceStates = ['OPEN', 'PAID', 'CREDITED'] as const;
export type InvoiceState = (typeof invoiceStates)[number];
export type InvoiceOrderField = 'ISSUED_ON' | 'NUMBER';

/** What a list of invoices may be narrowed to; what is left out or null narrows nothing. */
export interface InvoiceFilter {
  readonly state?: InvoiceState | null | undefined;
  readonly accountId?: string | null | undefined;
  readonly licenseId?: string | null | undefined;
}

export interface InvoicesAsked {
  readonly page: PageArgs;
  readonly filter?: InvoiceFilter | null | undefined;
  readonly orderBy?:
    { readonly field: InvoiceOrderField; readonly direction: SortDirection } | null | undefined;
}

const columns = `i.id, i.number, i.state, i.issued_on as "issuedOn", i.due_on as "dueOn", i.currency,
    i.net_minor as "netMinor", i.tax_minor as "taxMinor", i.total_minor as "totalMinor",
    i.paid_minor as "paidMinor", i.account_id as "accountId",
    i.order_id as "orderId", i.buyer_name as "buyerName", i.buyer_country as "buyerCountry"`;

type FilterName = 'account' | 'license' | `state:${InvoiceState}`;

/** A text for each state, so that a kept plan knows how rare it is. */
const stateFilters = Object.fromEntries(
  invoiceStates.map((state) => [`state:${state}`, `i.state = '${state}'`]),
) as Record<`state:${InvoiceState}`, string>;

/** What names a license, and what was ordered and became it: a license that is yet to be is on no line. */
export const invoicesOfLicense = (license: string) =>
  `select n.invoice_id from invoice_line n where n.license_id = ${license}
   union all
   select b.id from order_line_object o join order_line l on l.vendor_id = o.vendor_id and l.id = o.line_id
   join invoice b on b.vendor_id = l.vendor_id and b.order_id = l.order_id where o.object_id = ${license}`;

const list: Omit<PageSource<InvoiceOrderField, FilterName>, 'name'> = {
  columns,
  from: 'invoice i',
  id: 'i.id',
  orders: {
    ISSUED_ON: { column: 'i.issued_on', type: 'date' },
    NUMBER: { column: 'i.number', type: 'text' },
  },
  filters: {
    ...stateFilters,
    account: (parameter) => `i.account_id = ${parameter}::text`,
    license: (parameter) => `i.id in (${invoicesOfLicense(`${parameter}::text`)})`,
  },
};

const all = new KeysetPages<InvoiceRow, InvoiceOrderField, FilterName>({ ...list, name: 'invoice.page' });
const ofAccount = new KeysetPages<InvoiceRow, InvoiceOrderField, FilterName>({
  ...list,
  name: 'invoice.ofAccount',
  parent: 'i.account_id',
});

const byIds = statement<InvoiceRow>(
  'invoice.byIds',
  `select ${columns} from invoice i where i.id = any($1::text[])`,
);

const byOrders = statement<InvoiceRow>(
  'invoice.byOrders',
  `select ${columns} from invoice i where i.order_id = any($1::text[])`,
);

/** One newest invoice for each license that has any; one statement for a whole page of licenses. */
const latestOfLicenses = statement<InvoiceRow & { readonly licenseId: string }>(
  'invoice.latestOfLicenses',
  `select asked.license_id as "licenseId", newest.*
   from unnest($1::text[]) as asked (license_id)
   cross join lateral (
     select ${columns} from invoice i where i.id in (${invoicesOfLicense('asked.license_id')})
     order by i.issued_on desc, i.id desc limit 1) newest`,
);

const linesOf = statement<InvoiceLineRow>(
  'invoice.lines',
  `select n.invoice_id as "invoiceId", n.position, n.description, n.license_id as "licenseId", n.quantity,
     i.currency, n.unit_minor as "unitMinor", n.net_minor as "netMinor", n.tax_minor as "taxMinor",
     n.tax_rate_permille as "taxRatePermille"
   from invoice_line n join invoice i on i.vendor_id = n.vendor_id and i.id = n.invoice_id
   where n.invoice_id = any($1::text[]) order by n.invoice_id, n.position`,
);

/** What is printed; null of invoices from before that do not say who sold and who bought. */
const printedOf = statement<PrintedInvoice & { readonly id: string }>(
  'invoice.printed',
  `select i.id, i.number, i.issued_on as "issuedOn", i.due_on as "dueOn", i.currency, i.net_minor as "netMinor",
     i.tax_minor as "taxMinor", i.total_minor as "totalMinor", i.seller_name as "sellerName", i.buyer_name as "buyerName",
     i.buyer_country as "buyerCountry", i.purchase_order_number as "purchaseOrderNumber", (
     select json_agg(json_build_object('position', n.position, 'description', n.description, 'quantity', n.quantity,
       'unitMinor', n.unit_minor, 'netMinor', n.net_minor, 'taxRatePermille', n.tax_rate_permille,
       'taxMinor', n.tax_minor) order by n.position)
     from invoice_line n where n.vendor_id = i.vendor_id and n.invoice_id = i.id) as lines
   from invoice i where i.id = any($1::text[]) and i.seller_name is not null`,
);

const paymentsOf = statement<PaymentRow>(
  'invoice.payments',
  `select p.id, p.invoice_id as "invoiceId", p.amount_minor as "amountMinor", p.currency, p.paid_on as "paidOn",
     p.method, p.received_at as "receivedAt"
   from payment p where p.invoice_id = any($1::text[]) order by p.invoice_id, p.received_at, p.id`,
);

/** Newest first unless asked otherwise. */
function requestOf({ page, filter, orderBy }: InvoicesAsked): PageRequest<InvoiceOrderField, FilterName> {
  const state = filter?.state ?? null;
  return {
    args: page,
    order: orderBy?.field ?? 'ISSUED_ON',
    direction: orderBy?.direction ?? 'DESC',
    filter: {
      account: filter?.accountId,
      license: filter?.licenseId,
      ...(state === null ? {} : { [`state:${state}` as const]: true }),
    },
  };
}

/** Every read of invoices, for one request. */
export class InvoiceReads {
  readonly #byId: DataLoader<string, InvoiceRow | null>;
  readonly #ofOrder: DataLoader<string, InvoiceRow | null>;
  readonly #latest: DataLoader<string, InvoiceRow | null>;
  readonly #printed: DataLoader<string, (PrintedInvoice & { readonly id: string }) | null>;
  readonly #lines: DataLoader<string, readonly InvoiceLineRow[]>;
  readonly #payments: DataLoader<string, readonly PaymentRow[]>;
  readonly #ofAccount: PageLoader<InvoiceRow, InvoiceOrderField, FilterName>;

  constructor(private readonly reader: PageReader) {
    const { database, viewer, signal } = reader;
    this.#byId = new DataLoader(async (ids) => {
      const found = new Map((await database.read(viewer, byIds, [ids], signal)).map((row) => [row.id, row]));
      return ids.map((id) => found.get(id) ?? null);
    });
    this.#ofOrder = new DataLoader(async (ids) => {
      const rows = await database.read(viewer, byOrders, [ids], signal);
      const found = new Map(rows.map((row) => [row.orderId, row]));
      return ids.map((id) => found.get(id) ?? null);
    });
    this.#latest = new DataLoader(async (ids) => {
      const rows = await database.read(viewer, latestOfLicenses, [ids], signal);
      const found = new Map(rows.map((row) => [row.licenseId, row]));
      return ids.map((id) => found.get(id) ?? null);
    });
    this.#printed = rowsById(reader, () => printedOf);
    this.#lines = new DataLoader(async (ids) => {
      const found = Map.groupBy(await database.read(viewer, linesOf, [ids], signal), (row) => row.invoiceId);
      return ids.map((id) => found.get(id) ?? []);
    });
    this.#payments = new DataLoader(async (ids) => {
      const found = Map.groupBy(
        await database.read(viewer, paymentsOf, [ids], signal),
        (row) => row.invoiceId,
      );
      return ids.map((id) => found.get(id) ?? []);
    });
    this.#ofAccount = new PageLoader(ofAccount, reader);
  }

  /** Null for an id that is unknown or not the viewer's to see: the two look alike. */
  byId(id: string): Promise<InvoiceRow | null> {
    return this.#byId.load(id);
  }

  /** Issued when the order was placed. */
  ofOrder(orderId: string): Promise<InvoiceRow | null> {
    return this.#ofOrder.load(orderId);
  }

  latestOfLicense(licenseId: string): Promise<InvoiceRow | null> {
    return this.#latest.load(licenseId);
  }

  printed(id: string): Promise<PrintedInvoice | null> {
    return this.#printed.load(id);
  }

  /** By position; an invoice is issued with at most 1,000. */
  lines(invoiceId: string): Promise<readonly InvoiceLineRow[]> {
    return this.#lines.load(invoiceId);
  }

  /** Oldest first. */
  payments(invoiceId: string): Promise<readonly PaymentRow[]> {
    return this.#payments.load(invoiceId);
  }

  list(asked: InvoicesAsked): Promise<Page<InvoiceRow>> {
    return all.read(this.reader, requestOf(asked));
  }

  ofAccount(accountId: string, asked: InvoicesAsked): Promise<Page<InvoiceRow>> {
    return this.#ofAccount.load(accountId, requestOf(asked));
  }
}
