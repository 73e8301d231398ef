import type { Act } from '@mainstay/kernel/act/act';
import { statement } from '@mainstay/kernel/db/scoped';
import { tellLicenses } from '../facts/tell.js';
import { refreshCoveredUntil } from '../license/covered-until.js';
import { planNotices } from '../notice/plan-notices.js';
import { loadMembership, type LoadedMembership, type SiteMembership } from './site-member.js';
import { decideSiteMemberAdd, type SiteMemberAddCode } from './site-member.rules.js';

const join = statement(
  'site.join',
  `insert into site_member (vendor_id, id, account_id, reseller_id, site_id, license_id, joined_on)
   values (app.vendor(), $1::text, $2::text, $3::text, $4::text, $5::text, $6::date)`,
);

/** A license joins today: the site's cover is its own from this day on (M4), and not from an earlier one. */
export const siteMemberAdd: Act<SiteMembership, LoadedMembership, SiteMemberAddCode> = {
  name: 'siteMemberAdd',
  roles: ['VENDOR_ADMIN', 'SUPPORT_AGENT', 'RESELLER', 'CUSTOMER', 'PARTNER'],
  load: (transaction, input, { today }) => loadMembership(transaction, input, today),
  decide: decideSiteMemberAdd,
  async apply(transaction, { site }, { siteId, licenseId }, moment) {
    if (site === null) throw new Error('A site that is not there was accepted.');
    const { accountId, resellerId } = site;
    const { today, newId } = moment;
    const memberId = newId('stm');
    await transaction.query(join, [memberId, accountId, resellerId, siteId, licenseId, today]);
    await refreshCoveredUntil(transaction, [licenseId]);
    await planNotices(transaction, [licenseId], moment);
    const payload = { siteId, licenseId, accountId, joinedOn: today };
    return {
      ...{ result: { siteId, licenseId, memberId }, accountId },
      changes: [
        { objectId: memberId, field: 'licenseId', to: licenseId },
        { objectId: memberId, field: 'joinedOn', to: today },
      ],
      events: [
        { type: 'site.memberAdded', aggregate: siteId, payload },
        ...(await tellLicenses(transaction, [licenseId], 'license.covered')),
      ],
    };
  },
};
