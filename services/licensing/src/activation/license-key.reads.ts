import type { PageReader } from '@mainstay/kernel/db/page';
import { statement } from '@mainstay/kernel/db/scoped';

export interface LicenseKeyRow {
  readonly id: string;
  readonly publicKey: string;
  readonly createdAt: string;
  readonly retiredAt: string | null;
}

const ofVendor = statement<LicenseKeyRow>(
  'licenseKey.ofVendor',
  `select id, public_key as "publicKey", created_at as "createdAt", retired_at as "retiredAt"
   from signing_key order by retired_at desc nulls first, id desc limit 100`,
);

/** Public keys, for one request. */
export class LicenseKeyReads {
  constructor(private readonly reader: PageReader) {}

  ofVendor(): Promise<LicenseKeyRow[]> {
    const { database, viewer, signal } = this.reader;
    return database.read(viewer, ofVendor, [], signal);
  }
}
