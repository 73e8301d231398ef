import type { Role, Row, World } from '@mainstay/demo/world/world';

/** The licenses that somebody of the cast may see, read from the world by hand and not through the graph. */
export function licensesOf(world: World, { name, vendorId, accountId }: Role): readonly Row[] {
  const ofVendor = (world.licensing['license'] ?? []).filter((row) => row['vendor_id'] === vendorId);
  const role = name.split('.')[1];
  if (role === 'customer') return ofVendor.filter((row) => row['account_id'] === accountId);
  // The key of a partner belongs to the reseller.
  if (role === 'reseller' || role === 'partner')
    return ofVendor.filter((row) => row['reseller_id'] === accountId);
  return ofVendor;
}

export function idsOf(rows: readonly Row[]): string[] {
  return rows.map((row) => String(row['id'])).sort();
}

/** The invoice with the latest day, then the highest number, that names a license and that the role may see. */
export function latestInvoiceOf(world: World, role: Role, licenseId: string): string | null {
  const kind = role.name.split('.')[1];
  if (kind === 'agent') return null;
  const named = new Set(
    (world.billing['invoice_line'] ?? [])
      .filter((line) => line['license_id'] === licenseId)
      .map((line) => line['invoice_id']),
  );
  const seen = (world.billing['invoice'] ?? []).filter((invoice) => {
    if (!named.has(invoice['id'])) return false;
    if (kind === 'customer') return invoice['account_id'] === role.accountId;
    if (kind === 'reseller' || kind === 'partner') return invoice['reseller_id'] === role.accountId;
    return true;
  });
  const keyOf = (invoice: Row) => `${String(invoice['issued_on'])}/${String(invoice['number'])}`;
  const latest = seen.toSorted((first, second) => (keyOf(first) < keyOf(second) ? 1 : -1))[0];
  return latest === undefined ? null : String(latest['number']);
}

/** Numbers of the open tickets of a license, newest first. */
export function openTicketsOf(world: World, licenseId: string): number[] {
  return (world.support['ticket'] ?? [])
    .filter((ticket) => ticket['license_id'] === licenseId)
    .filter((ticket) => ticket['state'] === 'OPEN' || ticket['state'] === 'WAITING_FOR_CUSTOMER')
    .toSorted((first, second) => (String(first['opened_at']) < String(second['opened_at']) ? 1 : -1))
    .map((ticket) => Number(ticket['number']));
}
