import type DataLoader from 'dataloader';
import type { SortDirection } from '@mainstay/kernel/db/cursor';
import { KeysetPages, type Page, type PageReader } from '@mainstay/kernel/db/page';
import type { PageArgs } from '@mainstay/kernel/db/page-args';
import { statement } from '@mainstay/kernel/db/scoped';
import { rowsById } from '@mainstay/kernel/db/rows-by-id';
import { nameKey } from './name-key.rules.js';

export interface AccountRow {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  readonly resellerId: string | null;
  readonly country: string;
  readonly createdAt: string;
}

export type AccountOrderField = 'NAME' | 'CREATED_AT';

/** What is left out or null narrows nothing. */
export interface AccountFilter {
  readonly kind?: string | null | undefined;
  readonly namePrefix?: string | null | undefined;
  readonly resellerId?: string | null | undefined;
}

export interface AccountsAsked {
  readonly page: PageArgs;
  readonly filter?: AccountFilter | null | undefined;
  readonly orderBy?:
    { readonly field: AccountOrderField; readonly direction: SortDirection } | null | undefined;
}

const columns = 'a.id, a.name, a.kind, a.reseller_id as "resellerId", a.country, a.created_at as "createdAt"';

const all = new KeysetPages<AccountRow, AccountOrderField, 'kind' | 'namePrefix' | 'reseller'>({
  name: 'account.page',
  columns,
  from: 'account a',
  id: 'a.id',
  orders: {
    NAME: { column: 'a.name_key', type: 'text' },
    CREATED_AT: { column: 'a.created_at', type: 'timestamptz' },
  },
  filters: {
    kind: (parameter) => `a.kind = ${parameter}::text`,
    // A range up to the last code point, because a kept plan finds no range in `^@` with a parameter.
    namePrefix: (parameter) =>
      `a.name_key >= ${parameter}::text and a.name_key < ${parameter}::text || chr(1114111)`,
    // A reseller's own row carries its own id and is not one of its customers.
    reseller: (parameter) => `a.reseller_id = ${parameter}::text and a.id <> ${parameter}::text`,
  },
});

const byIds = statement<AccountRow>(
  'account.byIds',
  `select ${columns} from account a where a.id = any($1::text[])`,
);

/** Every read of accounts, for one request. */
export class AccountReads {
  readonly #byId: DataLoader<string, AccountRow | null>;

  constructor(private readonly reader: PageReader) {
    this.#byId = rowsById(reader, () => byIds);
  }

  byId(id: string): Promise<AccountRow | null> {
    return this.#byId.load(id);
  }

  /** By name unless asked otherwise. */
  list({ page, filter, orderBy }: AccountsAsked): Promise<Page<AccountRow>> {
    const prefix = filter?.namePrefix ?? null;
    return all.read(this.reader, {
      args: page,
      order: orderBy?.field ?? 'NAME',
      direction: orderBy?.direction ?? 'ASC',
      filter: {
        kind: filter?.kind,
        namePrefix: prefix === null ? null : nameKey(prefix),
        reseller: filter?.resellerId,
      },
    });
  }
}
