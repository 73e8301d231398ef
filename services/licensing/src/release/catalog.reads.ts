import type { PageReader } from '@mainstay/kernel/db/page';
import { statement, type Transaction } from '@mainstay/kernel/db/scoped';
import { RevisionCache } from '../revision/revision-cache.js';
import { buildCatalog, type ReleaseCatalog } from './catalog.rules.js';
import { newestStable, type Moment } from './entitlement.rules.js';
import { asKnown, releaseColumns, type ReleaseRow } from './release.reads.js';

/** All releases of one product: in order for the rules, and by id as they are shown. */
export interface ProductCatalog {
  readonly releases: ReleaseCatalog;
  readonly rows: ReadonlyMap<string, ReleaseRow>;
}

/** Catalogs by vendor and product, known by the revision that a trigger raises with every change of a release. */
export type CatalogCache = RevisionCache<ProductCatalog>;

/** A catalog of a thousand releases takes about half a megabyte; what is used least is read again. */
export function createCatalogCache(): CatalogCache {
  return new RevisionCache<ProductCatalog>(200);
}

const ofProduct = statement<ReleaseRow>(
  'release.catalog',
  `select ${releaseColumns} from release r where r.product_id = $1::text`,
);

function catalogOf(rows: readonly ReleaseRow[]): ProductCatalog {
  const facts = rows.map(({ id, version, major, prerelease, releasedAt, yankedAt }) => ({
    id,
    version,
    major,
    prerelease,
    releasedAtMs: Date.parse(releasedAt),
    yankedAtMs: yankedAt === null ? null : Date.parse(yankedAt),
  }));
  return { releases: buildCatalog(facts), rows: new Map(rows.map((row) => [row.id, row])) };
}

/** All releases of a product, in the transaction of a job. */
export async function loadCatalog(transaction: Transaction, productId: string): Promise<ProductCatalog> {
  return catalogOf(await transaction.query(ofProduct, [productId]));
}

/** Every read of whole catalogs, for one request over what all requests share. */
export class CatalogReads {
  constructor(
    private readonly reader: PageReader,
    private readonly cache: CatalogCache,
  ) {}

  /** At hand without a promise where it was read before. */
  get(productId: string, revision: number): ProductCatalog | Promise<ProductCatalog> {
    const key = `${this.reader.viewer.vendorId ?? ''}/${productId}`;
    return this.cache.get(key, revision, async () => {
      // Without the request's signal: others may be waiting for this load.
      const rows = await this.reader.database.read(this.reader.viewer, ofProduct, [productId]);
      return catalogOf(rows);
    });
  }
}

/** The newest finished release of a product as of a day; null where there was none (M14). */
export function newestPublished(catalog: ProductCatalog, moment: Moment): ReleaseRow | null {
  const newest = newestStable(catalog.releases, moment);
  return newest === null ? null : shown(catalog, newest.id, moment);
}

/** A release as it is shown now. */
export function shown(catalog: ProductCatalog, id: string, moment: Moment): ReleaseRow | null {
  const row = catalog.rows.get(id);
  return row === undefined ? null : asKnown(row, moment.nowMs);
}
