import type { PageReader } from '@mainstay/kernel/db/page';
import { statement } from '@mainstay/kernel/db/scoped';
import { rowsById } from '@mainstay/kernel/db/rows-by-id';

export interface ResellerChangeRow {
  /** Of the account: there is one change of each at a time. */
  readonly id: string;
  readonly changeId: string;
  readonly state: string;
  readonly on: string;
  readonly toResellerId: string | null;
}

const ofAccounts = statement<ResellerChangeRow>(
  'resellerChange.ofAccounts',
  `select account_id as id, id as "changeId", state, effective_on as "on", to_reseller_id as "toResellerId"
   from reseller_change where account_id = any($1::text[]) and state in ('PLANNED', 'CLOSING')`,
);

/** Changes that are not done, by account; only staff have any to read. */
export class ResellerChangeReads {
  readonly #ofAccount: ReturnType<typeof rowsById<ResellerChangeRow>>;

  constructor(reader: PageReader) {
    this.#ofAccount = rowsById(reader, () => ofAccounts);
  }

  ofAccount(accountId: string): Promise<ResellerChangeRow | null> {
    return this.#ofAccount.load(accountId);
  }
}
