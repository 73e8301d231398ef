import type { Role, Row, World } from '@mainstay/demo/world/world';
import type { Column } from './matrix.js';

/** Somebody of the demo's cast; or a running product, which nobody plays, with the license that it presents. */
export type Asker = Role & { readonly licenseId?: string };

/** The matrix's column of somebody. */
export function columnOf({ name }: Role): Column {
  return (name.split('.')[1] ?? name).toUpperCase() as Column;
}

type Service = 'licensing' | 'support' | 'billing';

/** Where the rows of a type stand in the world; the trail in each service. */
const tables: Readonly<Record<string, readonly [service: Service, table: string]>> = {
  Account: ['licensing', 'account'],
  Contact: ['licensing', 'contact'],
  ApiKey: ['licensing', 'api_key'],
  Membership: ['licensing', 'membership'],
  Site: ['licensing', 'site'],
  SiteMember: ['licensing', 'site_member'],
  License: ['licensing', 'license'],
  CoveragePeriod: ['licensing', 'coverage_period'],
  Product: ['licensing', 'product'],
  MaintenancePlan: ['licensing', 'maintenance_plan'],
  Release: ['licensing', 'release'],
  AuditEntry: ['licensing', 'audit_entry'],
  Notice: ['licensing', 'notice'],
  Activation: ['licensing', 'activation'],
  Validation: ['licensing', 'validation'],
  Mail: ['licensing', 'mail'],
  MaintenanceCode: ['licensing', 'maintenance_code'],
  MaintenanceAssociation: ['licensing', 'maintenance_association'],
  Ticket: ['support', 'ticket'],
  Message: ['support', 'ticket_message'],
  Assessment: ['support', 'assessment'],
  SupportGrant: ['support', 'support_grant'],
  LedgerEntry: ['support', 'ledger_entry'],
  Invoice: ['billing', 'invoice'],
  Payment: ['billing', 'payment'],
  Quote: ['billing', 'quote'],
  Offer: ['billing', 'price'],
  Order: ['billing', 'sales_order'],
};
export const rowTypes = Object.keys(tables);

/** Which service's rows a root field lists, where others have rows of the type too. */
const partOf: Readonly<Record<string, Service>> = {
  'Query.auditEntries': 'licensing',
  'Query.supportAuditEntries': 'support',
  'Query.billingAuditEntries': 'billing',
};

/** Whether a root field lists a row of its type that the viewer sees. */
export function isListed(world: World, element: string, row: Row): boolean {
  const service = partOf[element];
  return service === undefined || (world[service]['audit_entry'] ?? []).includes(row);
}

/** Types whose rows are the vendor's and no account's. */
const shared = new Set(['Product', 'MaintenancePlan', 'Release']);

/** Fields that list rows of a type, by the column that names the parent. */
export const listColumns: Readonly<Record<string, string>> = {
  'Account.contacts': 'account_id',
  'Account.apiKeys': 'account_id',
  'Account.members': 'account_id',
  'Account.sites': 'account_id',
  'Site.members': 'site_id',
  'License.notices': 'license_id',
  'License.activations': 'license_id',
  'License.validations': 'license_id',
  'Account.licenses': 'account_id',
  'Account.tickets': 'account_id',
  'Account.supportGrants': 'account_id',
  'SupportGrant.entries': 'grant_id',
  'Account.invoices': 'account_id',
  'Account.quotes': 'account_id',
  'Account.orders': 'account_id',
  'License.tickets': 'license_id',
  'Ticket.messages': 'ticket_id',
  'Product.releases': 'product_id',
  'Product.offers': 'product_id',
};

export function worldRows(world: World, type: string): readonly Row[] {
  const [service, table] = tables[type] ?? [];
  if (service === undefined || table === undefined) throw new Error(`${type} has no table in the world.`);
  if (type === 'AuditEntry') return Object.values(partOf).flatMap((part) => world[part][table] ?? []);
  return world[service][table] ?? [];
}

/** Types that administrators see, and others of their own account alone; whoever else asks knows itself. */
const managed = new Set(['ApiKey', 'Membership']);

function isManaged(row: Row, role: Asker): boolean {
  const self = role.by.kind === 'key' ? role.by.keyId : role.by.membershipId;
  const column = columnOf(role);
  if (column === 'ADMIN' || row['id'] === self) return true;
  return (column === 'CUSTOMER' || column === 'RESELLER') && row['account_id'] === role.accountId;
}

/** Each buys from one list; who only looks sees both. */
function isSoldTo(column: Column, row: Row): boolean {
  if (column === 'ADMIN' || column === 'ANALYST') return true;
  if (column === 'CUSTOMER') return row['list_kind'] === 'LIST';
  return (column === 'RESELLER' || column === 'PARTNER') && row['list_kind'] === 'RESELLER';
}

/** Whether somebody may see a row, by the rules as people write them and not by the policies. */
function isVisible(row: Row, type: string, role: Asker): boolean {
  if (row['vendor_id'] !== role.vendorId) return false;
  const column = columnOf(role);
  if (column === 'AGENT' && ['Invoice', 'Payment', 'Quote', 'Offer', 'Order'].includes(type)) return false;
  if (type === 'Offer') return isSoldTo(column, row);
  if (type === 'AuditEntry' || type === 'Mail') return column === 'ADMIN';
  if (managed.has(type)) return isManaged(row, role);
  if (shared.has(type)) return true;
  const owner = row[type === 'Account' ? 'id' : 'account_id'];
  switch (column) {
    case 'ADMIN':
    case 'AGENT':
    case 'ANALYST':
      return true;
    case 'CUSTOMER':
      return owner === role.accountId && row['public'] !== false;
    case 'RESELLER':
    case 'PARTNER':
      return row['reseller_id'] === role.accountId && row['public'] !== false;
    case 'PRODUCT':
      return row[type === 'License' ? 'id' : 'license_id'] === role.licenseId && type !== 'Ticket';
    case 'OPERATOR':
      return false;
  }
}

/** The rows of every type that somebody may see, by id. */
export function visibleRows(world: World, role: Role): ReadonlyMap<string, ReadonlyMap<string, Row>> {
  return new Map(
    rowTypes.map((type) => [
      type,
      new Map(
        worldRows(world, type)
          .filter((row) => isVisible(row, type, role))
          .map((row) => [String(row['id']), row]),
      ),
    ]),
  );
}

/** What tells a row from all others when it is read in an answer: its id, and what must stay secret of it. */
const telling = ['id', 'activation_code', 'serial', 'email', 'phone'];

/** Texts that must never reach somebody: what tells a row that it may not see. */
export function hiddenTexts(world: World, role: Asker): ReadonlySet<string> {
  const visible = visibleRows(world, role);
  const textsOf = (row: Row) =>
    telling.flatMap((column) => (typeof row[column] === 'string' ? [row[column]] : []));
  const seen = new Set<string>();
  for (const rows of visible.values())
    for (const row of rows.values()) for (const text of textsOf(row)) seen.add(text);
  const hidden = new Set<string>();
  for (const type of rowTypes)
    for (const row of worldRows(world, type))
      if (visible.get(type)?.has(String(row['id'])) !== true)
        for (const text of textsOf(row)) if (!seen.has(text)) hidden.add(text);
  return hidden;
}
