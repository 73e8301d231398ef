import type { Row } from '@mainstay/demo/world/world';
import { quoteExpiryDue } from '@mainstay/billing/quote/quote-expiry';
import { openStage, type Stage } from './acting.js';

export interface QuoteMade {
  /** The last day on which it holds; 2026-11-30 unless told. */
  readonly validThrough?: string;
  /** Of the cast; the customer unless told. A reseller buys for the customer of the same tenant. */
  readonly buyer?: 'customer' | 'reseller';
  /** Whose cover it renews; the customer unless told. */
  readonly customerId?: string;
  readonly licenseId?: string;
}

/** Billing's database with the demo world, and open quotes of the test's own in it. */
export interface QuoteStage extends Stage {
  /** An open quote of Cronwell with a line, and the work that ends it; tells its id. */
  newQuote(made?: QuoteMade): Promise<string>;
  quoteRow(id: string): Promise<Row>;
  /** What was left of a quote: acts of entries and types of events, each in order. */
  trailOf(id: string): Promise<{ readonly acts: string[]; readonly events: string[] }>;
}

export const quoteVendor = 'cronwell';
export const quoteZone = 'Europe/Stockholm';

const insertQuote = `insert into quote (vendor_id, id, account_id, reseller_id, customer_id, number, state, issued_on,
    issued_at, valid_through, currency, net_minor, tax_minor, total_minor)
  values ($1, $2, $3, $4, $5, $2, 'OPEN', '2026-10-20', '2026-10-20T09:00:00Z', $6, 'EUR', 100000, 25000, 125000)`;

const insertLine = `insert into quote_line (vendor_id, id, account_id, reseller_id, quote_id, license_id, position, kind,
    description, starts_on, expires_on, quantity, unit_minor, net_minor, tax_rate_permille, tax_minor)
  values ($1, $2 || '-line', $3, $4, $2, $5, 1, 'PERIOD', 'Maintenance', '2026-12-01', '2027-12-01', 1, 100000, 100000, 250, 25000)`;

export async function openQuoteStage(): Promise<QuoteStage> {
  const stage = await openStage('billing');
  const { owner } = stage;
  const customer = stage.roleOf(`${quoteVendor}.customer`);
  let made = 0;
  // What the demo has to do is not looked at here.
  await owner.query('delete from due_work');
  return {
    ...stage,
    async newQuote({ validThrough = '2026-11-30', buyer = 'customer', customerId, licenseId } = {}) {
      made += 1;
      const id = `quote-${String(made)}`;
      const { vendorId, accountId } = stage.roleOf(`${quoteVendor}.${buyer}`);
      const resellerId = buyer === 'reseller' ? accountId : null;
      const whose = customerId ?? customer.accountId;
      await owner.query(insertQuote, [vendorId, id, accountId, resellerId, whose, validThrough]);
      await owner.query(insertLine, [vendorId, id, accountId, resellerId, licenseId ?? null]);
      const { kind, key, dueAt } = quoteExpiryDue(id, validThrough, quoteZone);
      await owner.query('insert into due_work (vendor_id, kind, key, due_at) values ($1, $2, $3, $4)', [
        ...[vendorId, kind, key, dueAt],
      ]);
      return id;
    },
    async quoteRow(id) {
      const { rows } = await owner.query<Row>('select * from quote where id = $1', [id]);
      if (rows[0] === undefined) throw new Error(`There is no quote ${id}.`);
      return rows[0];
    },
    async trailOf(id) {
      const entries = await owner.query<{ act: string }>(
        'select act from audit_entry where object_ids @> array[$1] order by recorded_at, id',
        [id],
      );
      const events = await owner.query<{ type: string }>(
        'select type from outbox_event where aggregate = $1 order by recorded_at, id',
        [id],
      );
      return { acts: entries.rows.map(({ act }) => act), events: events.rows.map(({ type }) => type) };
    },
  };
}
