import type { Act } from '@mainstay/kernel/act/act';
import { statement } from '@mainstay/kernel/db/scoped';
import { laterOf } from '@mainstay/kernel/values/civil';
import { tellLicenses } from '../facts/tell.js';
import { refreshCoveredUntil } from '../license/covered-until.js';
import { planNotices } from '../notice/plan-notices.js';
import { loadMembership, type LoadedMembership, type SiteMembership } from './site-member.js';
import { decideSiteMemberRemove, type SiteMemberRemoveCode } from './site-member.rules.js';

const leave = statement('site.leave', 'update site_member set left_on = $2::date where id = $1::text');

/** A license leaves today: today is the first day without the site's cover, and what it had until then it had (M4). */
export const siteMemberRemove: Act<SiteMembership, LoadedMembership, SiteMemberRemoveCode> = {
  name: 'siteMemberRemove',
  roles: ['VENDOR_ADMIN', 'SUPPORT_AGENT', 'RESELLER', 'CUSTOMER', 'PARTNER'],
  load: (transaction, input, { today }) => loadMembership(transaction, input, today),
  decide: decideSiteMemberRemove,
  async apply(transaction, { site, membership }, { siteId, licenseId }, moment) {
    if (site === null || membership === null) throw new Error('A member that is not there was accepted.');
    const { accountId } = site;
    // One that was to join on a coming day never does.
    const leftOn = laterOf(membership.joinedOn, moment.today);
    await transaction.query(leave, [membership.id, leftOn]);
    await refreshCoveredUntil(transaction, [licenseId]);
    await planNotices(transaction, [licenseId], moment);
    return {
      ...{ result: { siteId, licenseId, memberId: membership.id }, accountId },
      changes: [{ objectId: membership.id, field: 'leftOn', from: null, to: leftOn }],
      events: [
        { type: 'site.memberRemoved', aggregate: siteId, payload: { siteId, licenseId, accountId, leftOn } },
        ...(await tellLicenses(transaction, [licenseId], 'license.covered')),
      ],
    };
  },
};
