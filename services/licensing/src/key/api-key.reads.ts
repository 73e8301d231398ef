import type DataLoader from 'dataloader';
import { KeysetPages, PageLoader, type Page, type PageReader } from '@mainstay/kernel/db/page';
import type { PageArgs } from '@mainstay/kernel/db/page-args';
import { statement } from '@mainstay/kernel/db/scoped';
import { rowsById } from '@mainstay/kernel/db/rows-by-id';

/** A key without what opens anything: its hash is read by signing in alone. */
export interface ApiKeyRow {
  readonly id: string;
  readonly accountId: string | null;
  readonly name: string;
  readonly scopes: readonly string[];
  readonly createdAt: string;
  readonly expiresAt: string | null;
  readonly revokedAt: string | null;
  readonly formerTextUntil: string | null;
}

const columns = `k.id, k.account_id as "accountId", k.name, k.scopes, k.created_at as "createdAt",
  k.expires_at as "expiresAt", k.revoked_at as "revokedAt", k.previous_until as "formerTextUntil"`;

const list = {
  ...{ columns, from: 'api_key k', id: 'k.id', filters: {} },
  orders: { CREATED_AT: { column: 'k.created_at', type: 'timestamptz' } },
} as const;

const all = new KeysetPages<ApiKeyRow, 'CREATED_AT', never>({ ...list, name: 'apiKey.page' });
const ofAccount = new KeysetPages<ApiKeyRow, 'CREATED_AT', never>({
  ...{ ...list, name: 'apiKey.ofAccount', parent: 'k.account_id' },
});

const byIds = statement<ApiKeyRow>(
  'apiKey.byIds',
  `select ${columns} from api_key k where k.id = any($1::text[])`,
);

/** Every read of keys but signing in, for one request of somebody who manages them. */
export class ApiKeyReads {
  readonly #byId: DataLoader<string, ApiKeyRow | null>;
  readonly #ofAccount: PageLoader<ApiKeyRow, 'CREATED_AT', never>;

  constructor(private readonly reader: PageReader) {
    this.#byId = rowsById(reader, () => byIds);
    this.#ofAccount = new PageLoader(ofAccount, reader);
  }

  byId(id: string): Promise<ApiKeyRow | null> {
    return this.#byId.load(id);
  }

  list(page: PageArgs): Promise<Page<ApiKeyRow>> {
    return all.read(this.reader, { args: page, order: 'CREATED_AT', direction: 'DESC', filter: {} });
  }

  ofAccount(accountId: string, page: PageArgs): Promise<Page<ApiKeyRow>> {
    return this.#ofAccount.load(accountId, { args: page, order: 'CREATED_AT', direction: 'DESC' });
  }
}
