import type { Act, ActInput, Change } from '@mainstay/kernel/act/act';
import { statement } from '@mainstay/kernel/db/scoped';
import { tellLicenses } from '../facts/tell.js';
import { planNotices } from '../notice/plan-notices.js';
import {
  decideStanding,
  standingAfter,
  standingFaults,
  type Standing,
  type StandingAct,
  type StandingCode,
} from './license-acts.rules.js';
import { lockLicense, type LockedLicense } from './lock-license.js';

export interface StandingInput extends ActInput {
  readonly licenseId: string;
  readonly reason: string;
}

const update = statement(
  'license.setStanding',
  `update license set status = $2::text, revoked_at = $3::timestamptz, suspended_at = $4::timestamptz
   where id = $1::text`,
);

const fields = ['status', 'revokedAt', 'suspendedAt'] as const;

/** The trail names instants as the API does, to the millisecond. */
function shown(value: string | null, field: (typeof fields)[number]): string | null {
  return value === null || field === 'status' ? value : new Date(value).toISOString();
}

function changesOf(objectId: string, before: Standing, after: Standing): Change[] {
  return fields
    .map((field) => ({
      ...{ objectId, field },
      from: shown(before[field], field),
      to: shown(after[field], field),
    }))
    .filter(({ from, to }) => from !== to);
}

/** Staff decide whether a license may be used at all; what covers it stays as it is, and its notices follow. */
function standingAct(
  name: string,
  act: StandingAct,
  told: Parameters<typeof tellLicenses>[2],
): Act<StandingInput, LockedLicense | null, StandingCode> {
  return {
    name,
    roles: ['VENDOR_ADMIN'],
    check: standingFaults,
    load: (transaction, { licenseId }) => lockLicense(transaction, licenseId),
    decide: (license) => decideStanding(act, license),
    async apply(transaction, license, { licenseId }, moment) {
      if (license === null) throw new Error('A license that is not there was accepted.');
      const after = standingAfter(act, license, moment.now);
      await transaction.query(update, [licenseId, after.status, after.revokedAt, after.suspendedAt]);
      await planNotices(transaction, [licenseId], moment);
      return {
        ...{ result: { licenseId }, accountId: license.accountId },
        changes: changesOf(licenseId, license, after),
        events: await tellLicenses(transaction, [licenseId], told),
      };
    },
  };
}

export const licenseRevoke = standingAct('licenseRevoke', 'REVOKE', 'license.revoked');
export const licenseSuspend = standingAct('licenseSuspend', 'SUSPEND', 'license.suspended');
export const licenseReinstate = standingAct('licenseReinstate', 'REINSTATE', 'license.reinstated');
