import type DataLoader from 'dataloader';
import { KeysetPages, PageLoader, type Page, type PageReader } from '@mainstay/kernel/db/page';
import type { PageArgs } from '@mainstay/kernel/db/page-args';
import { statement } from '@mainstay/kernel/db/scoped';
import { rowsById } from '@mainstay/kernel/db/rows-by-id';

export interface ReleaseRow {
  readonly id: string;
  readonly version: string;
  readonly major: number;
  readonly prerelease: boolean;
  readonly releasedAt: string;
  /** Null also where the yanking lies in the future of the vendor's clock. */
  readonly yankedAt: string | null;
}

export interface ReleasesAsked {
  readonly page: PageArgs;
  readonly filter?: { readonly prereleases?: boolean | null | undefined } | null | undefined;
}

export const releaseColumns =
  'r.id, r.version, r.major, r.prerelease, r.released_at as "releasedAt", r.yanked_at as "yankedAt"';

const ofProduct = new KeysetPages<ReleaseRow, 'VERSION', 'stable' | 'prerelease' | 'published'>({
  name: 'release.ofProduct',
  columns: releaseColumns,
  from: 'release r',
  id: 'r.id',
  orders: { VERSION: { column: 'r.semver_key', type: 'text' } },
  filters: {
    stable: 'not r.prerelease',
    prerelease: 'r.prerelease',
    published: (parameter) => `r.released_at <= ${parameter}::timestamptz`,
  },
  parent: 'r.product_id',
});

const byIds = statement<ReleaseRow>(
  'release.byIds',
  `select ${releaseColumns} from release r where r.id = any($1::text[])`,
);

/** What the vendor's clock has not reached yet has not happened. */
export function asKnown(release: ReleaseRow, nowMs: number): ReleaseRow {
  return release.yankedAt === null || Date.parse(release.yankedAt) <= nowMs
    ? release
    : { ...release, yankedAt: null };
}

/** Every read of releases, for one request. */
export class ReleaseReads {
  readonly #ofProduct: PageLoader<ReleaseRow, 'VERSION', 'stable' | 'prerelease' | 'published'>;

  readonly #byId: DataLoader<string, ReleaseRow | null>;

  constructor(private readonly reader: PageReader) {
    this.#byId = rowsById(reader, () => byIds);
    this.#ofProduct = new PageLoader(ofProduct, reader);
  }

  /** As it is known now. */
  async byId(id: string): Promise<ReleaseRow | null> {
    const row = await this.#byId.load(id);
    return row === null ? null : asKnown(row, Date.parse(this.reader.viewer.now));
  }

  /** What is published by now, the newest version first. */
  async ofProduct(productId: string, { page, filter }: ReleasesAsked): Promise<Page<ReleaseRow>> {
    const { now } = this.reader.viewer;
    const found = await this.#ofProduct.load(productId, {
      args: page,
      order: 'VERSION',
      direction: 'DESC',
      filter: {
        published: now,
        stable: filter?.prereleases === false,
        prerelease: filter?.prereleases === true,
      },
    });
    const nowMs = Date.parse(now);
    return { ...found, rows: found.rows.map((row) => asKnown(row, nowMs)) };
  }
}
