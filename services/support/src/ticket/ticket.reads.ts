import type DataLoader from 'dataloader';
import type { SortDirection } from '@mainstay/kernel/db/cursor';
import {
  KeysetPages,
  PageLoader,
  type Page,
  type PageReader,
  type PageRequest,
} from '@mainstay/kernel/db/page';
import type { PageArgs } from '@mainstay/kernel/db/page-args';
import type { PageSource } from '@mainstay/kernel/db/page-sql';
import { rowsById } from '@mainstay/kernel/db/rows-by-id';
import { statementByRole } from '@mainstay/kernel/db/role-statement';
import type { DatabaseRole } from '@mainstay/kernel/graph/viewer';
import { ticketStates, type TicketState } from './ticket-state.rules.js';

export interface TicketRow {
  readonly id: string;
  readonly number: number;
  /** Null to a role without the grant. */
  readonly subject: string | null;
  readonly state: TicketState;
  readonly channel: string;
  readonly initiatedBy: string;
  readonly openedAt: string;
  readonly closedAt: string | null;
  readonly accountId: string;
  readonly licenseId: string | null;
  readonly finding: string | null;
  readonly policyVersion: number | null;
  readonly hasTarget: boolean;
  readonly paused: boolean;
  readonly dueAt: string | null;
  readonly metAt: string | null;
  readonly breachedAt: string | null;
}

export type TicketOrderField = 'OPENED_AT' | 'NUMBER';

/** What a list of tickets may be narrowed to; what is left out or null narrows nothing. */
export interface TicketFilter {
  readonly open?: boolean | null | undefined;
  readonly states?: readonly TicketState[] | null | undefined;
  readonly licenseId?: string | null | undefined;
  readonly accountId?: string | null | undefined;
}

export interface TicketsAsked {
  readonly page: PageArgs;
  readonly filter?: TicketFilter | null | undefined;
  readonly orderBy?:
    { readonly field: TicketOrderField; readonly direction: SortDirection } | null | undefined;
}

/** The order of the set does not matter, nor does a state named twice. */
function stateFilterOf(states: readonly TicketState[]): string {
  return `states:${ticketStates.filter((state) => states.includes(state)).join('|')}`;
}

/**
 * Each set of states is a text of its own. As a parameter the planner knows nothing of how rare the states are, takes
 * the list's order for an index, and walks the whole table where few match.
 */
function stateFilters(): Record<string, string> {
  const sets = ticketStates.reduce<TicketState[][]>(
    (made, state) => [...made, ...made.map((set) => [...set, state])],
    [[]],
  );
  return Object.fromEntries(
    sets.map((set) => [
      stateFilterOf(set),
      set.length === 0 ? 'false' : `t.state in (${set.map((state) => `'${state}'`).join(', ')})`,
    ]),
  );
}

function ticketColumns(role: DatabaseRole): string {
  const subject = role === 'app_analyst' ? 'null::text' : 't.subject';
  return `t.id, t.number, ${subject} as subject, t.state, t.channel, t.initiated_by as "initiatedBy",
    t.opened_at as "openedAt", t.closed_at as "closedAt", t.account_id as "accountId", t.license_id as "licenseId",
    t.finding, t.plan_version as "policyVersion", t.target is not null as "hasTarget",
    t.pauses @? '$[*] ? (@.until == null)' as paused, t.due_at as "dueAt", t.met_at as "metAt",
    t.breached_at as "breachedAt"`;
}

const list = {
  columns: ticketColumns,
  from: 'ticket t',
  id: 't.id',
  orders: {
    OPENED_AT: { column: 't.opened_at', type: 'timestamptz' },
    NUMBER: { column: 't.number', type: 'int4' },
  },
  filters: {
    // The words of the partial index: its predicate is recognized only when written alike.
    open: "t.state in ('OPEN', 'WAITING_FOR_CUSTOMER')",
    over: "t.state in ('RESOLVED', 'CLOSED', 'WITHDRAWN')",
    ...stateFilters(),
    license: (parameter: string) => `t.license_id = ${parameter}::text`,
    account: (parameter: string) => `t.account_id = ${parameter}::text`,
  },
} satisfies Omit<PageSource<TicketOrderField, string>, 'name'>;

const all = new KeysetPages<TicketRow, TicketOrderField, string>({ ...list, name: 'ticket.page' });
const ofLicense = new KeysetPages<TicketRow, TicketOrderField, string>({
  ...list,
  name: 'ticket.ofLicense',
  parent: 't.license_id',
});
const ofAccount = new KeysetPages<TicketRow, TicketOrderField, string>({
  ...list,
  name: 'ticket.ofAccount',
  parent: 't.account_id',
});

const byIds = statementByRole<TicketRow>(
  'ticket.byIds',
  (role) => `select ${ticketColumns(role)} from ticket t where t.id = any($1::text[])`,
);

/** Newest first unless asked otherwise. */
function requestOf({ page, filter, orderBy }: TicketsAsked): PageRequest<TicketOrderField, string> {
  const states = filter?.states ?? null;
  return {
    args: page,
    order: orderBy?.field ?? 'OPENED_AT',
    direction: orderBy?.direction ?? 'DESC',
    filter: {
      open: filter?.open === true,
      over: filter?.open === false,
      ...(states === null ? {} : { [stateFilterOf(states)]: true }),
      license: filter?.licenseId,
      account: filter?.accountId,
    },
  };
}

/** Every read of tickets, for one request. */
export class TicketReads {
  readonly #byId: DataLoader<string, TicketRow | null>;
  readonly #ofLicense: PageLoader<TicketRow, TicketOrderField, string>;
  readonly #ofAccount: PageLoader<TicketRow, TicketOrderField, string>;

  constructor(private readonly reader: PageReader) {
    this.#byId = rowsById(reader, byIds);
    this.#ofLicense = new PageLoader(ofLicense, reader);
    this.#ofAccount = new PageLoader(ofAccount, reader);
  }

  /** Null for an id that is unknown or not the viewer's to see: the two look alike. */
  byId(id: string): Promise<TicketRow | null> {
    return this.#byId.load(id);
  }

  list(asked: TicketsAsked): Promise<Page<TicketRow>> {
    return all.read(this.reader, requestOf(asked));
  }

  ofLicense(licenseId: string, asked: TicketsAsked): Promise<Page<TicketRow>> {
    return this.#ofLicense.load(licenseId, requestOf(asked));
  }

  ofAccount(accountId: string, asked: TicketsAsked): Promise<Page<TicketRow>> {
    return this.#ofAccount.load(accountId, requestOf(asked));
  }
}
