import { statement, type Transaction } from './scoped.js';

/** The table that knows each vendor's zone: the vendors themselves, or what is known of them. */
export type VendorTable = 'vendor' | 'known_vendor';

/** Reads in which zone the days of the vendor begin for which a transaction is. */
export function zoneIn(table: VendorTable): (transaction: Transaction) => Promise<string> {
  const zone = statement<{ zone: string }>(
    `zone.${table}`,
    `select zone from ${table} where vendor_id = app.vendor()`,
  );
  return async (transaction) => {
    const [vendor] = await transaction.query(zone, []);
    if (vendor === undefined) throw new Error('The vendor is not known yet.');
    return vendor.zone;
  };
}

/** Of a service that was told of vendors. */
export const knownVendorZone = zoneIn('known_vendor');
