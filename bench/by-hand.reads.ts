import { statement, type Statement } from '@mainstay/kernel/db/scoped';
import { statementByRole } from '@mainstay/kernel/db/role-statement';
import type { Viewer } from '@mainstay/kernel/graph/viewer';
import { invoicesOfLicense } from '@mainstay/billing/invoice/invoice.reads';

// What the subgraphs ask, with the columns that this one page shows and no others. Scope is the database's policies here
// as there. Licenses are read by licensing's own statements: the rules need nearly all of their columns.

export interface OpenTicketRow {
  readonly licenseId: string;
  readonly id: string;
  readonly subject: string | null;
  readonly state: string;
  readonly openedAt: string;
}

/** The three newest open tickets of each license. */
export const openTickets: (viewer: Viewer) => Statement<OpenTicketRow> = statementByRole<OpenTicketRow>(
  'byHand.openTickets',
  (role) => `select parents.id as "licenseId", page.*
    from unnest($1::text[]) as parents (id)
    cross join lateral (
      select t.id, ${role === 'app_analyst' ? 'null::text' : 't.subject'} as subject, t.state, t.opened_at as "openedAt"
      from ticket t
      where t.license_id = parents.id and t.state in ('OPEN', 'WAITING_FOR_CUSTOMER')
      order by t.opened_at desc, t.id desc limit 3) page`,
);

export interface LatestInvoiceRow {
  readonly licenseId: string;
  readonly number: string;
  readonly issuedOn: string;
  readonly currency: string;
  readonly totalMinor: number;
}

export const latestInvoices = statement<LatestInvoiceRow>(
  'byHand.latestInvoices',
  `select asked.license_id as "licenseId", newest.*
   from unnest($1::text[]) as asked (license_id)
   cross join lateral (
     select i.number, i.issued_on as "issuedOn", i.currency, i.total_minor as "totalMinor"
     from invoice i where i.id in (${invoicesOfLicense('asked.license_id')})
     order by i.issued_on desc, i.id desc limit 1) newest`,
);
