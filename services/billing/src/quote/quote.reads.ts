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
import type { CivilDate } from '@mainstay/kernel/values/civil';
import type { QuoteState, StoredQuote, VoidReason } from './quote-state.rules.js';

/** As it is stored: `stateOn` and `decidedOn` tell what is true today. */
export interface QuoteRow extends StoredQuote {
  readonly id: string;
  readonly number: string;
  readonly issuedOn: string;
  readonly issuedAt: string;
  readonly decidedAt: string | null;
  readonly voidReason: VoidReason | null;
  readonly currency: string;
  readonly netMinor: number;
  readonly taxMinor: number;
  readonly totalMinor: number;
  readonly accountId: string;
  readonly customerId: string;
}

export interface QuoteLineRow {
  readonly quoteId: string;
  readonly position: number;
  readonly kind: 'PERIOD' | 'FEE';
  readonly description: string;
  readonly licenseId: string | null;
  readonly startsOn: string | null;
  readonly expiresOn: string | null;
  readonly quantity: number;
  readonly currency: string;
  readonly unitMinor: number;
  readonly netMinor: number;
  readonly taxMinor: number;
  readonly taxRatePermille: number;
}

export type QuoteOrderField = 'ISSUED_ON' | 'VALID_THROUGH';

/** What a list of quotes may be narrowed to; what is left out or null narrows nothing. */
export interface QuotesAsked {
  readonly page: PageArgs;
  readonly filter?: { readonly state?: QuoteState | null | undefined } | null | undefined;
  readonly orderBy?:
    { readonly field: QuoteOrderField; readonly direction: SortDirection } | null | undefined;
}

const columns = `q.id, q.number, q.state, q.issued_on as "issuedOn", q.issued_at as "issuedAt",
    q.valid_through as "validThrough", q.decided_at as "decidedAt", q.void_reason as "voidReason", q.currency,
    q.net_minor as "netMinor", q.tax_minor as "taxMinor", q.total_minor as "totalMinor",
    q.account_id as "accountId", q.customer_id as "customerId"`;

/** A text for each state, so that a kept plan knows how rare it is; what is open depends on the day besides. */
const filters = {
  OPEN: (today: string) => `q.state = 'OPEN' and q.valid_through >= ${today}::date`,
  EXPIRED: (today: string) =>
    `q.state in ('OPEN', 'EXPIRED') and (q.state = 'EXPIRED' or q.valid_through < ${today}::date)`,
  ACCEPTED: "q.state = 'ACCEPTED'",
  VOID: "q.state = 'VOID'",
};

/** The states that a day decides. */
const byDay: ReadonlySet<QuoteState> = new Set(['OPEN', 'EXPIRED']);

const list: Omit<PageSource<QuoteOrderField, QuoteState>, 'name'> = {
  columns,
  from: 'quote q',
  id: 'q.id',
  orders: {
    ISSUED_ON: { column: 'q.issued_on', type: 'date' },
    VALID_THROUGH: { column: 'q.valid_through', type: 'date' },
  },
  filters,
};

const all = new KeysetPages<QuoteRow, QuoteOrderField, QuoteState>({ ...list, name: 'quote.page' });
const ofAccount = new KeysetPages<QuoteRow, QuoteOrderField, QuoteState>({
  ...list,
  name: 'quote.ofAccount',
  parent: 'q.account_id',
});

const byIds = statement<QuoteRow>(
  'quote.byIds',
  `select ${columns} from quote q where q.id = any($1::text[])`,
);

/** The newest quote that holds and renews the license; one statement for a whole page of licenses. */
const renewalOfLicenses = statement<QuoteRow & { readonly licenseId: string }>(
  'quote.renewalOfLicenses',
  `select asked.license_id as "licenseId", newest.*
   from unnest($1::text[]) as asked (license_id)
   cross join lateral (
     select ${columns} from quote_line n join quote q on q.vendor_id = n.vendor_id and q.id = n.quote_id
     where n.license_id = asked.license_id and n.kind = 'PERIOD' and q.state = 'OPEN' and q.valid_through >= $2::date
     order by q.issued_on desc, q.id desc limit 1) newest`,
);

const linesOf = statement<QuoteLineRow>(
  'quote.lines',
  `select n.quote_id as "quoteId", n.position, n.kind, n.description, n.license_id as "licenseId",
     n.starts_on as "startsOn", n.expires_on as "expiresOn", n.quantity, q.currency, n.unit_minor as "unitMinor",
     n.net_minor as "netMinor", n.tax_minor as "taxMinor", n.tax_rate_permille as "taxRatePermille"
   from quote_line n join quote q on q.vendor_id = n.vendor_id and q.id = n.quote_id
   where n.quote_id = any($1::text[]) order by n.quote_id, n.position`,
);

/** Every read of quotes, for one request. */
export class QuoteReads {
  readonly #byId: DataLoader<string, QuoteRow | null>;
  readonly #renewal: DataLoader<string, QuoteRow | null>;
  readonly #lines: DataLoader<string, readonly QuoteLineRow[]>;
  readonly #ofAccount: PageLoader<QuoteRow, QuoteOrderField, QuoteState>;

  /** What is open is told by the vendor's civil day. */
  constructor(
    private readonly reader: PageReader,
    private readonly today: () => CivilDate,
  ) {
    const { database, viewer, signal } = reader;
    this.#byId = rowsById(reader, () => byIds);
    this.#renewal = new DataLoader(async (ids) => {
      const rows = await database.read(viewer, renewalOfLicenses, [ids, today()], signal);
      const found = new Map(rows.map((row) => [row.licenseId, row]));
      return ids.map((id) => found.get(id) ?? null);
    });
    this.#lines = new DataLoader(async (ids) => {
      const found = Map.groupBy(await database.read(viewer, linesOf, [ids], signal), (row) => row.quoteId);
      return ids.map((id) => found.get(id) ?? []);
    });
    this.#ofAccount = new PageLoader(ofAccount, reader);
  }

  /** Null for an id that is unknown or not the viewer's to see: the two look alike. */
  byId(id: string): Promise<QuoteRow | null> {
    return this.#byId.load(id);
  }

  renewalOfLicense(licenseId: string): Promise<QuoteRow | null> {
    return this.#renewal.load(licenseId);
  }

  /** By position; a quote has at most 1,000. */
  lines(quoteId: string): Promise<readonly QuoteLineRow[]> {
    return this.#lines.load(quoteId);
  }

  list(asked: QuotesAsked): Promise<Page<QuoteRow>> {
    return all.read(this.reader, this.#requestOf(asked));
  }

  ofAccount(accountId: string, asked: QuotesAsked): Promise<Page<QuoteRow>> {
    return this.#ofAccount.load(accountId, this.#requestOf(asked));
  }

  /** Newest first unless asked otherwise. */
  #requestOf({ page, filter, orderBy }: QuotesAsked): PageRequest<QuoteOrderField, QuoteState> {
    const state = filter?.state ?? null;
    return {
      args: page,
      order: orderBy?.field ?? 'ISSUED_ON',
      direction: orderBy?.direction ?? 'DESC',
      filter: state === null ? {} : { [state]: byDay.has(state) ? this.today() : true },
    };
  }
}
