import type { Act, ActInput, Moment } from '@mainstay/kernel/act/act';
import type { Transaction } from '@mainstay/kernel/db/scoped';
import { effectiveCover } from '../maintenance/cover.rules.js';
import { noteCoverUse } from '../maintenance/cover-use.js';
import { machineByName, namingFaults, type NamedMachine, type NamingCode } from './named-machine.js';
import { issueCase, issueFile, type IssueCase, type Issuing } from './issuing.js';
import { keepFile } from './license-file.reads.js';
import type { LockedActivation, LockedSeats } from './lock-seats.js';
import { wholeLicense } from './moving-facts.js';
import { activationRefusals, type ActivationCode } from './moving.rules.js';
import { standingRefusals, type StandingCode } from './seats.rules.js';

export interface LicenseFileIssue extends ActInput, NamedMachine {}

export type LicenseFileIssueCode = NamingCode | ActivationCode | Exclude<StandingCode, 'LICENSE_NOT_FOUND'>;

interface Facts {
  readonly license: LockedSeats | null;
  readonly activation: LockedActivation | null;
  readonly asked: IssueCase | null;
}

/** A file that is carried by hand is given because of cover, where there is some: then that counts as used (M4). */
export async function noteOfflineFile(
  transaction: Transaction,
  { row }: IssueCase,
  fileId: string,
  { today }: Moment,
): Promise<void> {
  if (!effectiveCover(row.cover ?? [], today).active) return;
  await noteCoverUse(transaction, {
    ...{ licenseId: row.id, kind: 'OFFLINE_FILE', objectId: fileId, usedOn: today },
  });
}

/** A signed file for a machine that has a seat: for a person to carry there, or for the running product anew. */
export function licenseFileIssue(issuing: Issuing): Act<LicenseFileIssue, Facts, LicenseFileIssueCode> {
  return {
    name: 'licenseFileIssue',
    roles: ['VENDOR_ADMIN', 'SUPPORT_AGENT', 'RESELLER', 'CUSTOMER', 'PARTNER', 'PRODUCT'],
    prepare: ({ vendorId }) => issuing.signers.prepare(vendorId ?? ''),
    check: namingFaults,
    async load(transaction, input, moment) {
      const { license, activation } = await machineByName(transaction, input, moment.viewer);
      const row = license === null ? null : await wholeLicense(transaction, license.id);
      const asked = row === null ? null : await issueCase(transaction, issuing, row, moment);
      return { license, activation, asked };
    },
    decide({ license, activation }, _input, { viewer }) {
      const field = viewer.role === 'PRODUCT' ? 'fingerprint' : 'activationId';
      const refusals = activationRefusals(activation, field);
      if (refusals.length > 0) return refusals;
      return standingRefusals(license).flatMap((refusal) =>
        refusal.code === 'LICENSE_NOT_FOUND' ? [] : [{ ...refusal, code: refusal.code, field: [field] }],
      );
    },
    async apply(transaction, { license, activation, asked }, _input, moment) {
      if (license === null || activation === null || asked === null)
        throw new Error('A machine that is not there was accepted.');
      const { machineKey, id: activationId } = activation;
      const kind = moment.viewer.role === 'PRODUCT' ? 'ONLINE' : 'MANUAL';
      const signed = issueFile(issuing, asked, { kind, machineKey }, moment);
      const fileId = moment.newId('lfl');
      await keepFile(transaction, {
        ...{ id: fileId, license, activationId, kind, requestKey: null, signed, issuedAt: moment.now },
      });
      if (kind === 'MANUAL') await noteOfflineFile(transaction, asked, fileId, moment);
      return {
        ...{ result: { fileId, activationId }, accountId: license.accountId, events: [] },
        changes: [{ objectId: fileId, field: 'issuedAt', from: null, to: moment.now }],
        decision: { policyVersion: asked.policyVersion, warnings: [] },
      };
    },
  };
}
