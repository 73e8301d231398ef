import type DataLoader from 'dataloader';
import { KeysetPages, PageLoader, type Page, type PageReader } from '@mainstay/kernel/db/page';
import type { PageArgs } from '@mainstay/kernel/db/page-args';
import { statement } from '@mainstay/kernel/db/scoped';
import { rowsById } from '@mainstay/kernel/db/rows-by-id';
import type { MemberRole } from './member.rules.js';

export interface MembershipRow {
  readonly id: string;
  readonly accountId: string | null;
  readonly role: MemberRole;
  readonly issuer: string;
  readonly subject: string;
  readonly startsAt: string;
  readonly endsAt: string | null;
}

const columns = `m.id, m.account_id as "accountId", m.role, u.issuer, u.subject, m.starts_at as "startsAt",
  m.ends_at as "endsAt"`;
const from = 'membership m join app_user u on u.vendor_id = m.vendor_id and u.id = m.user_id';

const list = {
  ...{ columns, from, id: 'm.id', filters: {} },
  orders: { STARTS_AT: { column: 'm.starts_at', type: 'timestamptz' } },
} as const;

const all = new KeysetPages<MembershipRow, 'STARTS_AT', never>({ ...list, name: 'membership.page' });
const ofAccount = new KeysetPages<MembershipRow, 'STARTS_AT', never>({
  ...{ ...list, name: 'membership.ofAccount', parent: 'm.account_id' },
});

const byIds = statement<MembershipRow>(
  'membership.byIds',
  `select ${columns} from ${from} where m.id = any($1::text[])`,
);

/** Every read of memberships but signing in, for one request of somebody who manages them. */
export class MemberReads {
  readonly #byId: DataLoader<string, MembershipRow | null>;
  readonly #ofAccount: PageLoader<MembershipRow, 'STARTS_AT', never>;

  constructor(private readonly reader: PageReader) {
    this.#byId = rowsById(reader, () => byIds);
    this.#ofAccount = new PageLoader(ofAccount, reader);
  }

  byId(id: string): Promise<MembershipRow | null> {
    return this.#byId.load(id);
  }

  list(page: PageArgs): Promise<Page<MembershipRow>> {
    return all.read(this.reader, { args: page, order: 'STARTS_AT', direction: 'DESC', filter: {} });
  }

  ofAccount(accountId: string, page: PageArgs): Promise<Page<MembershipRow>> {
    return this.#ofAccount.load(accountId, { args: page, order: 'STARTS_AT', direction: 'DESC' });
  }
}
