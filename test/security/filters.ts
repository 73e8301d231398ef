import { testDay } from '@mainstay/demo/test-world';
import type { Row, World } from '@mainstay/demo/world/world';
import { worldRows } from './world-rows.js';

type Asked = Readonly<Record<string, unknown>>;

/** One condition of a filter: what is asked, made from some row, and which rows of the world it keeps. */
export interface Filter {
  readonly root: string;
  readonly type: string;
  readonly ask: (row: Row) => Asked;
  readonly keeps: (row: Row, asked: Asked, world: World) => boolean;
  /** Which rows it is made from, where they are others than those it keeps. */
  readonly from?: (world: World) => readonly Row[];
}

const open = ['OPEN', 'WAITING_FOR_CUSTOMER'];

function same(root: string, type: string, name: string, column: string): Filter {
  return {
    ...{ root, type },
    ask: (row) => ({ [name]: row[column] ?? null }),
    keeps: (row, asked) => row[column] === asked[name],
  };
}

function names(world: World, invoice: Row, licenseId: unknown): boolean {
  return (world.billing['invoice_line'] ?? []).some(
    (line) => line['invoice_id'] === invoice['id'] && line['license_id'] === licenseId,
  );
}

const audited = { root: 'auditEntries', type: 'AuditEntry' };

/** Every condition by its element of the matrix, told by hand. */
export const filters: Readonly<Record<string, Filter>> = {
  'LicenseFilter.accountId': same('licenses', 'License', 'accountId', 'account_id'),
  'LicenseFilter.productId': same('licenses', 'License', 'productId', 'product_id'),
  'LicenseFilter.status': same('licenses', 'License', 'status', 'status'),
  'LicenseFilter.code': same('licenses', 'License', 'code', 'activation_code'),
  'LicenseFilter.coveredOn': {
    ...{ root: 'licenses', type: 'License' },
    ask: () => ({ coveredOn: testDay }),
    keeps: (row) => typeof row['covered_until'] === 'string' && row['covered_until'] > testDay,
  },
  'LicenseFilter.coverEndsBefore': {
    ...{ root: 'licenses', type: 'License' },
    ask: () => ({ coverEndsBefore: testDay }),
    keeps: (row) => typeof row['covered_until'] === 'string' && row['covered_until'] < testDay,
  },
  'MaintenanceCodeFilter.state': same('maintenanceCodes', 'MaintenanceCode', 'state', 'state'),
  'MaintenanceCodeFilter.accountId': same('maintenanceCodes', 'MaintenanceCode', 'accountId', 'account_id'),
  'MaintenanceCodeFilter.productId': same('maintenanceCodes', 'MaintenanceCode', 'productId', 'product_id'),
  'AccountFilter.kind': same('accounts', 'Account', 'kind', 'kind'),
  'AccountFilter.namePrefix': {
    ...{ root: 'accounts', type: 'Account' },
    ask: (row) => ({ namePrefix: String(row['name']).slice(0, 4).toUpperCase() }),
    keeps: (row, { namePrefix }) => String(row['name']).toUpperCase().startsWith(String(namePrefix)),
  },
  'AccountFilter.resellerId': {
    ...{ root: 'accounts', type: 'Account' },
    ask: (row) => ({ resellerId: row['reseller_id'] ?? null }),
    keeps: (row, { resellerId }) => row['reseller_id'] === resellerId && row['id'] !== resellerId,
  },
  'TicketFilter.open': {
    ...{ root: 'tickets', type: 'Ticket' },
    ask: (row) => ({ open: open.includes(String(row['state'])) }),
    keeps: (row, asked) => open.includes(String(row['state'])) === asked['open'],
  },
  'TicketFilter.states': {
    ...{ root: 'tickets', type: 'Ticket' },
    ask: (row) => ({ states: [row['state']] }),
    keeps: (row, { states }) => Array.isArray(states) && states.includes(row['state']),
  },
  'TicketFilter.licenseId': same('tickets', 'Ticket', 'licenseId', 'license_id'),
  'TicketFilter.accountId': same('tickets', 'Ticket', 'accountId', 'account_id'),
  'MailFilter.accountId': same('mails', 'Mail', 'accountId', 'account_id'),
  'MailFilter.kind': same('mails', 'Mail', 'kind', 'kind'),
  'MailFilter.state': same('mails', 'Mail', 'state', 'state'),
  'AuditFilter.objectId': {
    ...audited,
    ask: ({ object_ids: ids }) => ({ objectId: Array.isArray(ids) ? (ids[0] as unknown) : null }),
    keeps: ({ object_ids: ids }, { objectId }) => Array.isArray(ids) && ids.includes(objectId),
  },
  'AuditFilter.actorId': same('auditEntries', 'AuditEntry', 'actorId', 'actor_id'),
  'AuditFilter.userId': same('auditEntries', 'AuditEntry', 'userId', 'user_id'),
  'AuditFilter.accountId': same('auditEntries', 'AuditEntry', 'accountId', 'account_id'),
  'AuditFilter.act': same('auditEntries', 'AuditEntry', 'act', 'act'),
  // Nobody acts about midnight of a new year, so the day in UTC tells as well as the vendor's.
  'AuditFilter.from': {
    ...audited,
    ask: () => ({ from: '2025-01-01' }),
    keeps: ({ acted_at: at }) => String(at) >= '2025-01-01T12:00:00Z',
  },
  'AuditFilter.until': {
    ...audited,
    ask: () => ({ until: '2025-01-01' }),
    keeps: ({ acted_at: at }) => String(at) < '2025-01-01T12:00:00Z',
  },
  'InvoiceFilter.state': same('invoices', 'Invoice', 'state', 'state'),
  'InvoiceFilter.accountId': same('invoices', 'Invoice', 'accountId', 'account_id'),
  // What is open and what has expired depends on the instant, which four processes have from the real clock.
  'QuoteFilter.state': {
    ...same('quotes', 'Quote', 'state', 'state'),
    from: (world) =>
      worldRows(world, 'Quote').filter(({ state }) => state === 'ACCEPTED' || state === 'VOID'),
  },
  'OrderFilter.state': same('orders', 'Order', 'state', 'state'),
  'OrderFilter.accountId': same('orders', 'Order', 'accountId', 'account_id'),
  'OfferFilter.list': same('offers', 'Offer', 'list', 'list_kind'),
  'OfferFilter.kind': same('offers', 'Offer', 'kind', 'kind'),
  'OfferFilter.productId': same('offers', 'Offer', 'productId', 'product_id'),
  'InvoiceFilter.licenseId': {
    ...{ root: 'invoices', type: 'Invoice' },
    from: (world) => (world.billing['invoice_line'] ?? []).filter((line) => line['license_id'] !== null),
    ask: (row) => ({ licenseId: row['license_id'] }),
    keeps: (row, { licenseId }, world) => names(world, row, licenseId),
  },
};

/** Rows to ask with: some of the vendor's, far apart, and one of another vendor. */
export function rowsToAskWith(world: World, filter: Filter, vendorId: string | null): Row[] {
  const from = filter.from?.(world) ?? worldRows(world, filter.type);
  // A null condition narrows nothing, and so asks nothing.
  const rows = from.filter((row) => !Object.values(filter.ask(row)).includes(null));
  const ofVendor = rows.filter((row) => row['vendor_id'] === vendorId);
  const foreign = rows.filter((row) => row['vendor_id'] !== vendorId).slice(0, 1);
  const step = Math.max(1, Math.floor(ofVendor.length / 6));
  return [...ofVendor.filter((_, index) => index % step === 0), ...foreign];
}
