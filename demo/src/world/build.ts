import type { CivilDate } from '@mainstay/kernel/values/civil';
import { newestPolicy, readTenant, tenantSlugs } from '../tenants.js';
import { makeAccounts } from './accounts.js';
import { makeActivations } from './activations.js';
import { demoIssuer, makeCast, operatorRole, operatorSubject } from './cast.js';
import { makeCatalog } from './catalog.js';
import { factsOf } from './facts.js';
import { makeInvoices } from './invoices.js';
import { makeLicenses } from './licenses.js';
import { TenantMaker } from './maker.js';
import { makeMails } from './mails.js';
import { makeNotices } from './notices.js';
import { makeOrders } from './orders.js';
import { makeCounters, makePriceLists } from './price-lists.js';
import { makePacks } from './packs.js';
import { makeQuotes } from './quotes.js';
import { sellSupport, type Sale } from './sales.js';
import { makeTickets } from './tickets.js';
import { makeTrail } from './trail.js';
import { makeUnits } from './units.js';
import type { Role, Row, VendorClock, World } from './world.js';

/** In an order that keys allow. */
const licensing = [
  ...['vendor', 'account', 'contact', 'app_user', 'membership', 'operator', 'api_key'],
  ...['maintenance_plan', 'maintenance_plan_version', 'product', 'release'],
  ...['license', 'site', 'site_member', 'contract', 'contract_line', 'coverage_period', 'audit_entry'],
  ...['notice', 'mail', 'activation', 'maintenance_code', 'maintenance_association'],
  'licensing.due_work',
];
const support = [
  ...['support_calendar', 'ticket_counter'],
  'ticket',
  ...['ticket_message', 'assessment'],
  'support_grant',
  'ledger_entry',
  'support.audit_entry',
  'support.due_work',
];
const billing = [
  ...['price_list', 'price', 'quote', 'quote_line', 'sales_order', 'order_line', 'order_line_object'],
  ...['renewal_hold', 'invoice', 'invoice_line', 'payment', 'document_counter'],
  'billing.due_work',
];

export interface WorldInput {
  readonly seed: number;
  readonly today: CivilDate;
  /** Of every vendor; real unless told. */
  readonly clock?: VendorClock;
  /** The SHA-256 of the partner key of a tenant. */
  readonly partnerKeyHash: (tenant: string) => string;
}

/** The four tenants' worlds: the same rows for the same seed and day. */
export function buildWorld({ seed, today, clock = { kind: 'REAL' }, partnerKeyHash }: WorldInput): World {
  const makers: TenantMaker[] = [];
  const cast: Role[] = [];
  tenantSlugs.forEach((slug, index) => {
    const tenant = readTenant(slug);
    const maker = new TenantMaker(tenant, today, seed + index);
    const products = makeCatalog(maker, clock);
    const accounts = makeAccounts(maker);
    const played = makeCast(maker, accounts, partnerKeyHash(slug));
    cast.push(...played);
    const sales: Sale[] = sellSupport(maker, accounts);
    const licenses = makeLicenses(maker, accounts, { products, terms: newestPolicy(tenant).cover, sales });
    makeTickets(maker, licenses, accounts);
    const billed = makeInvoices(maker, sales);
    makeTrail(maker, played);
    // Last, so that what was made before stays as it was.
    makeQuotes(maker, accounts);
    makeUnits(maker, accounts, billed);
    makeNotices(maker);
    makeMails(maker);
    makePriceLists(maker, products);
    makeCounters(maker);
    makeActivations(maker);
    makePacks(maker, accounts, products);
    makeOrders(maker, { accounts, products, billed });
    makers.push(maker);
  });
  const operator = { issuer: demoIssuer, subject: operatorSubject };
  const gather = (names: readonly string[]) =>
    Object.fromEntries(
      names.map((name): [string, readonly Row[]] => [
        // Where services have tables of one name, the maker's rows are told apart by the service's.
        name.slice(name.indexOf('.') + 1),
        name === 'operator' ? [operator] : makers.flatMap((maker) => maker.rows(name)),
      ]),
    );
  const owned = gather(licensing);
  const facts = factsOf(owned);
  return {
    licensing: owned,
    support: { ...gather(support), ...facts.support },
    billing: { ...gather(billing), ...facts.billing },
    cast: [...cast, operatorRole],
  };
}
