import DataLoader from 'dataloader';
import { KeysetPages, PageLoader, type Page, type PageReader } from '@mainstay/kernel/db/page';
import type { PageArgs } from '@mainstay/kernel/db/page-args';
import { statement } from '@mainstay/kernel/db/scoped';
import { firstInstantAfter, type CivilDate } from '@mainstay/kernel/values/civil';
import { balancesOn, standingOn, type Balance, type Lot, type LotTotals } from './balance.rules.js';

interface StoredGrant extends Lot {
  readonly id: string;
  readonly source: string;
  readonly units: number;
  readonly priority: number;
  readonly grantedAt: string;
  readonly contractId: string | null;
}

/** A lot as it counts on the day it is read. */
export type GrantRow = StoredGrant & { readonly adjusted: number };

export interface GrantsAsked {
  readonly page: PageArgs;
  readonly filter?:
    | { readonly active?: boolean | null | undefined; readonly unit?: string | null | undefined }
    | null
    | undefined;
}

const columns = `g.id, g.unit, g.source, g.units, g.priority, g.granted_at as "grantedAt", g.expires_on as "expiresOn",
  g.contract_id as "contractId", g.left_units as "left", g.reserved_units as "reserved",
  g.consumed_units as "consumed", g.expired_units as "expired"`;

const ofAccount = new KeysetPages<StoredGrant, 'GRANTED_AT', 'activeOn' | 'overOn' | 'unit'>({
  name: 'grant.ofAccount',
  columns,
  from: 'support_grant g',
  id: 'g.id',
  orders: { GRANTED_AT: { column: 'g.granted_at', type: 'timestamptz' } },
  filters: {
    activeOn: (day) =>
      `(g.expires_on is null or g.expires_on > ${day}::date) and g.left_units + g.reserved_units > 0`,
    overOn: (day) => `g.expires_on <= ${day}::date or g.left_units + g.reserved_units = 0`,
    unit: (parameter) => `g.unit = ${parameter}::text`,
  },
  parent: 'g.account_id',
});

const byIds = statement<StoredGrant>(
  'grant.byIds',
  `select ${columns} from support_grant g where g.id = any($1::text[])`,
);

/** Balances are sums of entries, so that they can be told for any day. */
const lotsAt = statement<Lot & { accountId: string }>(
  'grant.lotsAt',
  `select g.account_id as "accountId", g.unit, g.expires_on as "expiresOn",
     sum(e.left_change)::integer as "left", sum(e.reserved_change)::integer as "reserved",
     sum(e.consumed_change)::integer as "consumed", sum(e.expired_change)::integer as "expired"
   from support_grant g join ledger_entry e on e.vendor_id = g.vendor_id and e.grant_id = g.id
   where g.account_id = any($1::text[]) and e.entered_at < $2::timestamptz
   group by g.vendor_id, g.id`,
);

/** Every read of lots, for one request, as they count on its day. */
export class GrantReads {
  readonly #ofAccount: PageLoader<StoredGrant, 'GRANTED_AT', 'activeOn' | 'overOn' | 'unit'>;
  readonly #byId: DataLoader<string, GrantRow | null>;
  readonly #balances = new Map<CivilDate, DataLoader<string, Balance[]>>();

  constructor(
    private readonly reader: PageReader,
    private readonly today: () => CivilDate,
  ) {
    this.#ofAccount = new PageLoader(ofAccount, reader);
    this.#byId = new DataLoader(async (ids) => {
      const { database, viewer, signal } = reader;
      const rows = await database.read(viewer, byIds, [ids], signal);
      const found = new Map(rows.map((row) => [row.id, row]));
      return ids.map((id) => {
        const row = found.get(id);
        return row === undefined ? null : this.#standing(row);
      });
    });
  }

  /** Null for an id that is unknown or not the viewer's to see: the two look alike. */
  byId(id: string): Promise<GrantRow | null> {
    return this.#byId.load(id);
  }

  /** Newest first. */
  async ofAccount(accountId: string, { page, filter }: GrantsAsked): Promise<Page<GrantRow>> {
    const read = await this.#ofAccount.load(accountId, {
      ...{ args: page, order: 'GRANTED_AT', direction: 'DESC' },
      filter: {
        activeOn: filter?.active === true ? this.today() : null,
        overOn: filter?.active === false ? this.today() : null,
        unit: filter?.unit,
      },
    });
    return { ...read, rows: read.rows.map((row) => this.#standing(row)) };
  }

  /** By what is known today: of a coming day what has not expired by then (M14). */
  balanceOf(accountId: string, day: CivilDate): Promise<Balance[]> {
    let loader = this.#balances.get(day);
    if (loader === undefined) {
      loader = new DataLoader((accounts) => this.#balancesOn(accounts, day));
      this.#balances.set(day, loader);
    }
    return loader.load(accountId);
  }

  async #balancesOn(accounts: readonly string[], day: CivilDate): Promise<Balance[][]> {
    const { database, viewer, signal } = this.reader;
    const until = new Date(firstInstantAfter(day, viewer.zone)).toISOString();
    const lots = await database.read(viewer, lotsAt, [accounts, until], signal);
    const byAccount = Map.groupBy(lots, ({ accountId }) => accountId);
    return accounts.map((account) => balancesOn(byAccount.get(account) ?? [], day));
  }

  #standing(row: StoredGrant): GrantRow {
    const total = ({ left, reserved, consumed, expired }: LotTotals) => left + reserved + consumed + expired;
    return { ...row, ...standingOn(row, this.today()), adjusted: total(row) - row.units };
  }
}
