import type { PageReader } from '@mainstay/kernel/db/page';
import type { Viewer } from '@mainstay/kernel/graph/viewer';
import { InvoiceReads } from './invoice/invoice.reads.js';

/** One request: who asks, and the reads that batch what it asks for. */
export class BillingContext {
  readonly viewer: Viewer;
  readonly invoices: InvoiceReads;

  constructor(reader: PageReader) {
    this.viewer = reader.viewer;
    this.invoices = new InvoiceReads(reader);
  }
}
