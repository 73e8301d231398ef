// Who keeps what another service tells: for each the objects that the producer can tell again, and the mirrors that
// the consumer has of them. Loaded when asked for, because compiled output is there only then.

export const pairs = [
  { producer: 'licensing', consumer: 'support' },
  { producer: 'licensing', consumer: 'billing' },
];

/** Where each of them has its vendors; both are asked, because either may lack some of the other's. */
const vendorTables = { producer: 'vendor', consumer: 'known_vendor' };

export async function loadPair({ producer, consumer }) {
  const { factsAgain } = await import(`@mainstay/${producer}/facts/told-again`);
  const mirrors = await import(`@mainstay/${consumer}/facts/mirrors`);
  return { told: factsAgain, mirrors: mirrors[`${producer}Mirrors`] };
}

/** Of both databases together, in order. */
export async function vendorsOf(databases) {
  const { vendorsIn } = await import('@mainstay/kernel/events/reconcile');
  const found = await Promise.all(
    Object.entries(vendorTables).map(([side, table]) => vendorsIn(databases[side], table)),
  );
  return [...new Set(found.flat())].sort();
}
