import { statement, type Transaction } from '@mainstay/kernel/db/scoped';

const zoneOf = statement<{ zone: string }>(
  'vendor.zone',
  'select zone from known_vendor where vendor_id = app.vendor()',
);

/** In which the days of the vendor begin for which the transaction is. */
export async function vendorZone(transaction: Transaction): Promise<string> {
  const [vendor] = await transaction.query(zoneOf, []);
  if (vendor === undefined) throw new Error('The vendor of an event is not known yet.');
  return vendor.zone;
}
