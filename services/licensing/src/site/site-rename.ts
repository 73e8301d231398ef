import type { Act, ActInput } from '@mainstay/kernel/act/act';
import { statement } from '@mainstay/kernel/db/scoped';
import { lockSite, sitesNamed, type LockedSite } from './lock-site.js';
import { decideSiteRename, siteNameFaults, type SiteRenameCode, type SiteRenameFacts } from './site.rules.js';

export interface SiteRename extends ActInput {
  readonly siteId: string;
  readonly name: string;
}

interface Facts extends SiteRenameFacts {
  readonly site: LockedSite | null;
}

const rename = statement('site.rename', 'update site set name = $2::text where id = $1::text');

export const siteRename: Act<SiteRename, Facts, SiteRenameCode> = {
  name: 'siteRename',
  roles: ['VENDOR_ADMIN', 'SUPPORT_AGENT', 'RESELLER', 'CUSTOMER', 'PARTNER'],
  check: siteNameFaults,
  async load(transaction, { siteId, name }) {
    const site = await lockSite(transaction, siteId);
    const named = site === null ? [] : await sitesNamed(transaction, site, name);
    return { site, taken: named.some((id) => id !== siteId) };
  },
  decide: decideSiteRename,
  async apply(transaction, { site }, { siteId, name }) {
    if (site === null) throw new Error('A site that is not there was accepted.');
    const { accountId } = site;
    await transaction.query(rename, [siteId, name.trim()]);
    return {
      ...{ result: { siteId }, accountId },
      changes: [{ objectId: siteId, field: 'name', from: site.name, to: name.trim() }],
      events: [
        { type: 'site.changed', aggregate: siteId, payload: { siteId, accountId, changed: ['name'] } },
      ],
    };
  },
};
