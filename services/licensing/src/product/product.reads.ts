import type DataLoader from 'dataloader';
import { KeysetPages, type Page, type PageReader } from '@mainstay/kernel/db/page';
import type { PageArgs } from '@mainstay/kernel/db/page-args';
import { statement } from '@mainstay/kernel/db/scoped';
import { rowsById } from '@mainstay/kernel/db/rows-by-id';

export interface ProductRow {
  readonly id: string;
  readonly name: string;
  readonly slug: string;
  readonly planId: string;
  /** The newest version of the plan, effective or not yet: what a list of its versions must reach. */
  readonly planVersion: number;
  readonly catalogRevision: number;
}

/** The newest version comes from one step along the plan's key. */
export const newestPlanVersion =
  '(select max(v.version) from maintenance_plan_version v where v.plan_id = p.plan_id)';

const columns = `p.id, p.name, p.slug, p.plan_id as "planId", ${newestPlanVersion} as "planVersion",
  p.catalog_revision as "catalogRevision"`;

const all = new KeysetPages<ProductRow, 'NAME', never>({
  name: 'product.page',
  columns,
  from: 'product p',
  id: 'p.id',
  orders: { NAME: { column: 'p.name', type: 'text' } },
  filters: {},
});

const byIds = statement<ProductRow>(
  'product.byIds',
  `select ${columns} from product p where p.id = any($1::text[])`,
);

/** Every read of products, for one request. */
export class ProductReads {
  readonly #byId: DataLoader<string, ProductRow | null>;

  constructor(private readonly reader: PageReader) {
    this.#byId = rowsById(reader, () => byIds);
  }

  byId(id: string): Promise<ProductRow | null> {
    return this.#byId.load(id);
  }

  /** By name. */
  list(page: PageArgs): Promise<Page<ProductRow>> {
    return all.read(this.reader, { args: page, order: 'NAME', direction: 'ASC' });
  }
}
