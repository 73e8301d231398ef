import type DataLoader from 'dataloader';
import { KeysetPages, type Page, type PageReader } from '@mainstay/kernel/db/page';
import type { PageArgs } from '@mainstay/kernel/db/page-args';
import { statement } from '@mainstay/kernel/db/scoped';
import { rowsById } from '@mainstay/kernel/db/rows-by-id';

export interface VendorRow {
  readonly id: string;
  readonly name: string;
  readonly zone: string;
  readonly currency: string;
  readonly sandbox: boolean;
  readonly clockKind: 'REAL' | 'FROZEN';
  readonly frozenAt: string | null;
  readonly advancingFrom: string | null;
  readonly advancingTo: string | null;
}

const vendorColumns = `v.vendor_id as id, v.name, v.zone, v.currency, v.sandbox, v.clock_kind as "clockKind",
  v.frozen_at as "frozenAt", v.advancing_from as "advancingFrom", v.advancing_to as "advancingTo"`;

const byIds = statement<VendorRow>(
  'vendor.byIds',
  `select ${vendorColumns} from vendor v where v.vendor_id = any($1::text[])`,
);

const tenants = new KeysetPages<VendorRow, 'CREATED_AT', never>({
  name: 'vendor.tenants',
  columns: vendorColumns,
  from: 'vendor v',
  id: 'v.vendor_id',
  orders: { CREATED_AT: { column: 'v.created_at', type: 'timestamptz' } },
  filters: {},
});

/** Every read of vendors, for one request. */
export class VendorReads {
  readonly #byId: DataLoader<string, VendorRow | null>;

  constructor(private readonly reader: PageReader) {
    this.#byId = rowsById(reader, () => byIds);
  }

  /** Null for every vendor but the viewer's own. */
  byId(id: string): Promise<VendorRow | null> {
    return this.#byId.load(id);
  }

  /** Oldest first. Only an operator's role may read more than its own vendor. */
  tenants(page: PageArgs): Promise<Page<VendorRow>> {
    return tenants.read(this.reader, { args: page, order: 'CREATED_AT', direction: 'ASC' });
  }
}
