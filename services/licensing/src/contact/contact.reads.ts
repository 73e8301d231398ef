import type DataLoader from 'dataloader';
import { KeysetPages, PageLoader, type Page, type PageReader } from '@mainstay/kernel/db/page';
import type { PageArgs } from '@mainstay/kernel/db/page-args';
import { statementByRole } from '@mainstay/kernel/db/role-statement';
import type { DatabaseRole } from '@mainstay/kernel/graph/viewer';
import { rowsById } from '@mainstay/kernel/db/rows-by-id';

export interface ContactRow {
  readonly id: string;
  /** This and what follows: null to a role without the grant. */
  readonly name: string | null;
  readonly email: string | null;
  readonly phone: string | null;
}

function columns(role: DatabaseRole): string {
  return role === 'app_analyst'
    ? 'c.id, null::text as name, null::text as email, null::text as phone'
    : 'c.id, c.name, c.email, c.phone';
}

const byIds = statementByRole<ContactRow>(
  'contact.byIds',
  (role) => `select ${columns(role)} from contact c where c.id = any($1::text[])`,
);

const ofAccount = new KeysetPages<ContactRow, 'CREATED_AT', never>({
  name: 'contact.ofAccount',
  columns,
  from: 'contact c',
  id: 'c.id',
  orders: { CREATED_AT: { column: 'c.created_at', type: 'timestamptz' } },
  filters: {},
  parent: 'c.account_id',
});

/** Every read of contacts, for one request. */
export class ContactReads {
  readonly #ofAccount: PageLoader<ContactRow, 'CREATED_AT', never>;

  readonly #byId: DataLoader<string, ContactRow | null>;

  constructor(reader: PageReader) {
    this.#byId = rowsById(reader, byIds);
    this.#ofAccount = new PageLoader(ofAccount, reader);
  }

  byId(id: string): Promise<ContactRow | null> {
    return this.#byId.load(id);
  }

  /** Oldest first, and by nothing personal: an analyst may not learn names from an order. */
  ofAccount(accountId: string, page: PageArgs): Promise<Page<ContactRow>> {
    return this.#ofAccount.load(accountId, { args: page, order: 'CREATED_AT', direction: 'ASC' });
  }
}
