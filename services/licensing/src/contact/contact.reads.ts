import { KeysetPages, PageLoader, type Page, type PageReader } from '@mainstay/kernel/db/page';
import type { PageArgs } from '@mainstay/kernel/db/page-args';

export interface ContactRow {
  readonly id: string;
  /** This and what follows: null to a role without the grant. */
  readonly name: string | null;
  readonly email: string | null;
  readonly phone: string | null;
}

const ofAccount = new KeysetPages<ContactRow, 'CREATED_AT', never>({
  name: 'contact.ofAccount',
  columns: (role) =>
    role === 'app_analyst'
      ? 'c.id, null::text as name, null::text as email, null::text as phone'
      : 'c.id, c.name, c.email, c.phone',
  from: 'contact c',
  id: 'c.id',
  orders: { CREATED_AT: { column: 'c.created_at', type: 'timestamptz' } },
  filters: {},
  parent: 'c.account_id',
});

/** Every read of contacts, for one request. */
export class ContactReads {
  readonly #ofAccount: PageLoader<ContactRow, 'CREATED_AT', never>;

  constructor(reader: PageReader) {
    this.#ofAccount = new PageLoader(ofAccount, reader);
  }

  /** Oldest first, and by nothing personal: an analyst may not learn names from an order. */
  ofAccount(accountId: string, page: PageArgs): Promise<Page<ContactRow>> {
    return this.#ofAccount.load(accountId, { args: page, order: 'CREATED_AT', direction: 'ASC' });
  }
}
