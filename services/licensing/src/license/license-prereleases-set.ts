import type { Act, ActInput } from '@mainstay/kernel/act/act';
import { statement } from '@mainstay/kernel/db/scoped';
import { tellLicenses } from '../facts/tell.js';
import { decidePrereleases, type PrereleasesCode } from './license-acts.rules.js';
import { lockLicense, type LockedLicense } from './lock-license.js';

export interface LicensePrereleasesSet extends ActInput {
  readonly licenseId: string;
  readonly optIn: boolean;
}

const update = statement(
  'license.setPrereleases',
  'update license set prereleases = $2::boolean where id = $1::text',
);

/** From here on pre-releases count for a license, or do not (M6). */
export const licensePrereleasesSet: Act<LicensePrereleasesSet, LockedLicense | null, PrereleasesCode> = {
  name: 'licensePrereleasesSet',
  roles: ['VENDOR_ADMIN', 'RESELLER', 'CUSTOMER', 'PARTNER'],
  load: (transaction, { licenseId }) => lockLicense(transaction, licenseId),
  decide: decidePrereleases,
  async apply(transaction, license, { licenseId, optIn }) {
    if (license === null) throw new Error('A license that is not there was accepted.');
    await transaction.query(update, [licenseId, optIn]);
    return {
      ...{ result: { licenseId }, accountId: license.accountId },
      changes: [{ objectId: licenseId, field: 'prereleases', from: license.prereleases, to: optIn }],
      events: await tellLicenses(transaction, [licenseId], 'license.changed'),
    };
  },
};
