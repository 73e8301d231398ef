import type { ScopedTable } from '../db/policies.js';
import type { Mirror } from '../events/mirror.js';

/** What a service keeps of each tenant, to know when something is due there: its zone, and what moves its clock. */
export function knownVendors(read: ScopedTable['read']): Mirror {
  return {
    table: 'known_vendor',
    columns: {
      name: ['text not null', 'name'],
      zone: ['text not null', 'zone'],
      currency: ['text not null', 'currency'],
      clock_kind: ['text not null', 'clockKind'],
    },
    read: {
      ...read,
      // Work that falls due is looked for in the vendors whose clock is the real one.
      app_jobs: { columns: ['vendor_id', 'zone', 'clock_kind'], rows: { where: 'true' } },
    },
  };
}
