import { Mutations } from '@mainstay/kernel/act/mutation';
import { AuditReads } from '@mainstay/kernel/audit/audit.reads';
import type { PageReader } from '@mainstay/kernel/db/page';
import type { ActingDatabase } from '@mainstay/kernel/db/scoped';
import type { EventOutlet } from '@mainstay/kernel/events/outlet';
import { UserFault } from '@mainstay/kernel/graph/errors';
import type { Viewer } from '@mainstay/kernel/graph/viewer';
import { civilDayOf, type CivilDate } from '@mainstay/kernel/values/civil';
import { KnownReads } from './facts/known.reads.js';
import { InvoiceReads } from './invoice/invoice.reads.js';
import { OrderReads } from './order/order.reads.js';
import { PriceReads } from './price/price.reads.js';
import { QuoteReads } from './quote/quote.reads.js';
import { RenewalReads } from './quote/renewal.reads.js';

/** What all requests of the process share. */
export interface Shared {
  readonly database: ActingDatabase;
  readonly outlet: EventOutlet;
  /** The real instant, ISO 8601. */
  readonly clock: () => string;
}

const filesARequest = 20;

/** One request: who asks, on which day, and the reads that batch what it asks for. */
export class BillingContext {
  #today: CivilDate | undefined;
  #files = 0;
  /** The one thing to change anything with. */
  readonly mutations: Mutations;
  readonly audit: AuditReads;
  readonly invoices: InvoiceReads;
  readonly quotes: QuoteReads;
  readonly renewals: RenewalReads;
  readonly known: KnownReads;
  readonly prices: PriceReads;
  readonly orders: OrderReads;

  constructor(
    shared: Shared,
    readonly viewer: Viewer,
    signal: AbortSignal | undefined,
  ) {
    const reader: PageReader = { database: shared.database, viewer, signal };
    this.mutations = new Mutations({ ...shared, viewer });
    this.audit = new AuditReads(reader);
    this.invoices = new InvoiceReads(reader);
    this.quotes = new QuoteReads(reader, () => this.today);
    this.renewals = new RenewalReads(reader, () => this.today);
    this.known = new KnownReads(reader);
    this.orders = new OrderReads(reader);
    this.prices = new PriceReads(reader, () => this.today);
  }

  /** Files are dear to make: a request gets a few of them. */
  printsFile(): void {
    this.#files += 1;
    if (this.#files > filesARequest)
      throw new UserFault('BAD_USER_INPUT', `A request answers at most ${String(filesARequest)} files.`, {
        field: 'pdf',
      });
  }

  /** The civil day of the viewer's instant in the vendor's zone. Kept, because every quote of a page asks for it. */
  get today(): CivilDate {
    return (this.#today ??= civilDayOf(Date.parse(this.viewer.now), this.viewer.zone));
  }
}
