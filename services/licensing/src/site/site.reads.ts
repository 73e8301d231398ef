import type DataLoader from 'dataloader';
import { KeysetPages, PageLoader, type Page, type PageReader } from '@mainstay/kernel/db/page';
import type { PageArgs } from '@mainstay/kernel/db/page-args';
import { statement } from '@mainstay/kernel/db/scoped';
import { rowsById } from '@mainstay/kernel/db/rows-by-id';

export interface SiteRow {
  readonly id: string;
  readonly name: string;
  readonly productId: string;
}

export interface SiteMemberRow {
  readonly id: string;
  readonly licenseId: string;
  readonly joinedOn: string;
  readonly leftOn: string | null;
}

const columns = 's.id, s.name, s.product_id as "productId"';

const byIds = statement<SiteRow>('site.byIds', `select ${columns} from site s where s.id = any($1::text[])`);

const ofAccount = new KeysetPages<SiteRow, 'ID', never>({
  ...{ name: 'site.ofAccount', columns, from: 'site s', id: 's.id', filters: {}, parent: 's.account_id' },
  orders: { ID: { column: 's.id', type: 'text' } },
});

const membersOf = new KeysetPages<SiteMemberRow, 'JOINED_ON', never>({
  name: 'site.members',
  columns: 'm.id, m.license_id as "licenseId", m.joined_on as "joinedOn", m.left_on as "leftOn"',
  ...{ from: 'site_member m', id: 'm.id', filters: {}, parent: 'm.site_id' },
  orders: { JOINED_ON: { column: 'm.joined_on', type: 'date' } },
});

/** Every read of sites, for one request. */
export class SiteReads {
  readonly #byId: DataLoader<string, SiteRow | null>;
  readonly #ofAccount: PageLoader<SiteRow, 'ID', never>;
  readonly #members: PageLoader<SiteMemberRow, 'JOINED_ON', never>;

  constructor(reader: PageReader) {
    this.#byId = rowsById(reader, () => byIds);
    this.#ofAccount = new PageLoader(ofAccount, reader);
    this.#members = new PageLoader(membersOf, reader);
  }

  byId(id: string): Promise<SiteRow | null> {
    return this.#byId.load(id);
  }

  /** Longest known first: ids sort by creation. */
  ofAccount(accountId: string, page: PageArgs): Promise<Page<SiteRow>> {
    return this.#ofAccount.load(accountId, { args: page, order: 'ID', direction: 'ASC' });
  }

  /** Who joined last comes first. */
  members(siteId: string, page: PageArgs): Promise<Page<SiteMemberRow>> {
    return this.#members.load(siteId, { args: page, order: 'JOINED_ON', direction: 'DESC' });
  }
}
