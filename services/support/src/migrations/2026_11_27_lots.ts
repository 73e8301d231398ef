import { migration } from '@mainstay/kernel/db/migration';
import { scopedTable, writableTable, type WriteGrant } from '@mainstay/kernel/db/policies';

const owned = { account: 'account_id', reseller: 'reseller_id' } as const;

const ownership = `vendor_id text not null,
    id text not null,
    account_id text not null,
    reseller_id text`;

/**
 * What each kind of entry does to a total of its lot; the one place where the ledger's convention is written down. Units
 * count what moved, and the kind says from where to where. A correction alone may take away, and then is negative.
 */
const changes = {
  left: {
    GRANTED: 'units',
    RESERVED: '-units',
    RELEASED: 'units',
    EXPIRED: '-units',
    RESTORED: 'units',
    ADJUSTED: 'units',
  },
  reserved: { RESERVED: 'units', RELEASED: '-units', CONSUMED: '-units' },
  consumed: { CONSUMED: 'units', RESTORED: '-units' },
  expired: { EXPIRED: 'units' },
} as const;
const totals = Object.keys(changes);

function changeColumns(): string {
  return Object.entries(changes)
    .map(([total, byKind]) => {
      const cases = Object.entries(byKind).map(([kind, change]) => `when '${kind}' then ${change}`);
      return `${total}_change integer not null generated always as (case kind ${cases.join(' ')} else 0 end) stored`;
    })
    .join(',\n    ');
}

/** Nobody signs an entry for another. */
const own = 'actor_id = (select app.actor())';
const signed: WriteGrant = { insert: '*', and: own };
const keptTotals = totals.map((total) => `${total}_units`);

/** What everybody who sees an entry sees of it. */
const told: readonly string[] = [
  ...['vendor_id', 'id', 'account_id', 'reseller_id', 'grant_id', 'ticket_id', 'kind', 'units'],
  ...totals.map((total) => `${total}_change`),
  ...['expires_from', 'expires_to', 'entered_at', 'place', 'actor_kind'],
];

/** Lots of support units, and the ledger of what became of each. Contracts belong to licensing: their ids stand alone. */
export const lots = migration('2026_11_27_lots', [
  `create table support_grant (
    ${ownership},
    unit text not null check (unit in ('TICKET', 'CREDIT')),
    -- As granted; what is there now stands in the totals.
    units integer not null check (units between 1 and 1000000),
    source text not null check (source in ('CONTRACT_YEAR', 'PACK', 'CREDIT_PACKAGE', 'GOODWILL')),
    contract_id text,
    -- The smaller is used first.
    priority integer not null default 0,
    granted_at timestamptz not null,
    -- The first day on which it is unusable.
    expires_on date,
    -- Kept by the entries' trigger: a balance below zero is refused here, whatever runs at once.
    ${keptTotals.map((total) => `${total} integer not null default 0 check (${total} >= 0)`).join(',\n    ')},
    primary key (vendor_id, id),
    -- Lets an entry name its lot together with the account: one of another account cannot be written here.
    unique (vendor_id, account_id, id),
    check ((source = 'CONTRACT_YEAR') = (contract_id is not null)),
    check (source <> 'CONTRACT_YEAR' or expires_on is not null)
  )`,
  `create table ledger_entry (
    ${ownership},
    grant_id text not null,
    ticket_id text,
    kind text not null
      check (kind in ('GRANTED', 'RESERVED', 'CONSUMED', 'RELEASED', 'EXPIRED', 'RESTORED', 'ADJUSTED')),
    units integer not null check (units > 0 or kind = 'ADJUSTED'),
    ${changeColumns()},
    -- A correction of the day, told beside the units, which then are none.
    expires_from date check (expires_from is null or kind = 'ADJUSTED'),
    expires_to date check (expires_to is null or kind = 'ADJUSTED'),
    -- By the tenant's clock, which may stand still: within an instant the place tells the order.
    entered_at timestamptz not null,
    place bigint not null generated always as identity,
    actor_kind text not null check (actor_kind in ('MEMBERSHIP', 'KEY', 'JOB')),
    actor_id text not null,
    reason text check (length(reason) between 1 and 500),
    primary key (vendor_id, id),
    foreign key (vendor_id, account_id, grant_id) references support_grant (vendor_id, account_id, id),
    foreign key (vendor_id, account_id, ticket_id) references ticket (vendor_id, account_id, id),
    check (ticket_id is not null or kind in ('GRANTED', 'EXPIRED', 'ADJUSTED')),
    check (kind <> 'ADJUSTED' or reason is not null),
    check (units <> 0 or expires_from is distinct from expires_to)
  )`,
  // A lot is granted once.
  "create unique index ledger_entry_granted on ledger_entry (vendor_id, grant_id) where kind = 'GRANTED'",
  'create index ledger_entry_place on ledger_entry (vendor_id, grant_id, place, id)',
  'create index support_grant_account_granted on support_grant (vendor_id, account_id, granted_at, id)',
  `create function keep_grant_totals() returns trigger language plpgsql as $$
  declare kept integer;
  begin
    update support_grant g set
      ${totals.map((total) => `${total}_units = g.${total}_units + c.${total}_change`).join(',\n      ')}
      from (select e.vendor_id, e.grant_id,
          ${totals.map((total) => `sum(e.${total}_change)::integer as ${total}_change`).join(', ')}
        from entered e group by e.vendor_id, e.grant_id) c
      where g.vendor_id = c.vendor_id and g.id = c.grant_id;
    get diagnostics kept = row_count;
    -- A policy that hid the lot would let its totals go astray in silence.
    if kept <> (select count(distinct (e.vendor_id, e.grant_id)) from entered e) then
      raise exception 'A lot is not to be changed by whoever entered this.' using errcode = 'insufficient_privilege';
    end if;
    return null;
  end $$`,
  `create trigger ledger_entry_totals after insert on ledger_entry referencing new table as entered
     for each statement execute function keep_grant_totals()`,
  ...scopedTable({
    table: 'support_grant',
    ...owned,
    read: {
      ...{ app_admin: '*', app_agent: '*', app_reseller: '*', app_customer: '*', app_analyst: '*' },
      app_worker: '*',
    },
  }),
  // Agents give goodwill alone. What a lot was granted as never changes.
  ...writableTable({
    table: 'support_grant',
    ...owned,
    write: { app_admin: { insert: '*' }, app_agent: { insert: '*', and: "source = 'GOODWILL'" } },
  }),
  ...writableTable({
    table: 'support_grant',
    ...owned,
    write: {
      app_admin: { update: ['expires_on', ...keptTotals] },
      app_agent: { update: keptTotals },
      app_worker: { update: keptTotals },
    },
  }),
  // A reason is free text and may name people. Who acted is for administrators, who see the trail.
  ...scopedTable({
    table: 'ledger_entry',
    ...owned,
    read: {
      ...{ app_admin: '*', app_worker: '*' },
      ...{
        app_agent: [...told, 'reason'],
        app_reseller: [...told, 'reason'],
        app_customer: [...told, 'reason'],
      },
      app_analyst: told,
    },
  }),
  ...writableTable({
    table: 'ledger_entry',
    ...owned,
    write: {
      ...{ app_admin: signed, app_worker: signed },
      // Corrections are for administrators.
      app_agent: { insert: '*', and: `${own} and kind <> 'ADJUSTED'` },
    },
  }),
]);
