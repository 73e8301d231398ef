import { migration } from '@mainstay/kernel/db/migration';
import { scopedTable, type ScopedTable } from '@mainstay/kernel/db/policies';

/** Support agents see all of the vendor but money: they are named nowhere here and so have no grant at all. */
const read: ScopedTable['read'] = {
  app_admin: '*',
  app_reseller: '*',
  app_customer: '*',
  app_analyst: '*',
};

/** The buyer owns a document. A reseller sees its own purchases, never those that its customers made direct. */
function scoped(table: string): string[] {
  return scopedTable({ table, account: 'account_id', reseller: 'reseller_id', read });
}

const ownership = `vendor_id text not null,
    id text not null,
    account_id text not null,
    reseller_id text`;

/**
 * Documents of the money side. `account_id` is the buyer's; `reseller_id` is the buyer's own id where the buyer is a
 * reseller, else null. Both are copied to child rows, because each row is scoped by itself.
 */
export const invoices = migration('2026_11_25_invoices', [
  `create table invoice (
    ${ownership},
    number text not null,
    state text not null check (state in ('OPEN', 'PAID', 'CREDITED')),
    issued_on date not null,
    due_on date not null check (due_on >= issued_on),
    currency text not null check (currency ~ '^[A-Z]{3}$'),
    net_minor bigint not null check (net_minor >= 0),
    tax_minor bigint not null check (tax_minor >= 0),
    total_minor bigint not null check (total_minor = net_minor + tax_minor),
    paid_minor bigint not null default 0 check (paid_minor between 0 and total_minor),
    created_at timestamptz not null,
    primary key (vendor_id, id),
    unique (vendor_id, number),
    check (reseller_id is null or reseller_id = account_id),
    check ((state = 'PAID') = (paid_minor = total_minor and state <> 'CREDITED'))
  )`,
  `create table invoice_line (
    ${ownership},
    invoice_id text not null,
    license_id text,
    position integer not null check (position between 1 and 1000),
    description text not null,
    quantity integer not null check (quantity > 0),
    unit_minor bigint not null check (unit_minor >= 0),
    net_minor bigint not null check (net_minor >= 0),
    tax_rate_permille integer not null check (tax_rate_permille between 0 and 1000),
    tax_minor bigint not null check (tax_minor >= 0),
    primary key (vendor_id, id),
    foreign key (vendor_id, invoice_id) references invoice (vendor_id, id),
    unique (vendor_id, invoice_id, position)
  )`,
  `create table payment (
    ${ownership},
    invoice_id text not null,
    amount_minor bigint not null check (amount_minor > 0),
    currency text not null check (currency ~ '^[A-Z]{3}$'),
    paid_on date not null,
    method text not null check (method in ('CARD', 'TRANSFER', 'PURCHASE_ORDER')),
    received_at timestamptz not null,
    primary key (vendor_id, id),
    foreign key (vendor_id, invoice_id) references invoice (vendor_id, id)
  )`,
  // The two orders of the list, for each way a role is scoped.
  'create index invoice_issued on invoice (vendor_id, issued_on, id)',
  'create index invoice_account_issued on invoice (vendor_id, account_id, issued_on, id)',
  'create index invoice_reseller_issued on invoice (vendor_id, reseller_id, issued_on, id)',
  'create index invoice_account_number on invoice (vendor_id, account_id, number)',
  'create index invoice_state_issued on invoice (vendor_id, state, issued_on, id)',
  'create index invoice_line_license on invoice_line (vendor_id, license_id, invoice_id) where license_id is not null',
  'create index payment_invoice on payment (vendor_id, invoice_id, received_at, id)',
  ...scoped('invoice'),
  ...scoped('invoice_line'),
  ...scoped('payment'),
]);
