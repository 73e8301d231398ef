import type { Act, ActInput } from '@mainstay/kernel/act/act';
import type { Refusal } from '@mainstay/kernel/values/refusal';
import { issueCase, issueFile, type IssueCase, type Issuing } from './issuing.js';
import { noteOfflineFile } from './license-file-issue.js';
import { answerTo, keepFile } from './license-file.reads.js';
import {
  activeMachine,
  activeMachines,
  lockSeats,
  takeSeat,
  type LockedActivation,
  type LockedSeats,
} from './lock-seats.js';
import { machineFaults } from './machine.rules.js';
import { wholeLicense } from './moving-facts.js';
import { parseRequestCode } from './request-code.rules.js';
import { decideSeat, type SeatCode } from './seats.rules.js';

export interface OfflineAnswerCreate extends ActInput {
  readonly licenseId: string;
  readonly requestCode: string;
  readonly name?: string | null | undefined;
}

export type OfflineAnswerCode = 'REQUEST_INVALID' | 'NAME_INVALID' | SeatCode | 'REQUEST_OUTDATED';

interface Facts {
  readonly license: LockedSeats | null;
  readonly asked: IssueCase | null;
  readonly machine: LockedActivation | null;
  readonly machines: number;
  /** What this very request was answered before; `standing` where its machine still has the seat. */
  readonly answered: {
    readonly id: string;
    readonly activationId: string;
    readonly standing: boolean;
  } | null;
}

function requestFaults({ requestCode, name }: OfflineAnswerCreate) {
  const faults: Refusal<OfflineAnswerCode>[] = [];
  if (parseRequestCode(requestCode) === null)
    faults.push({
      ...{ code: 'REQUEST_INVALID', field: ['requestCode'] },
      message:
        'This is no request code: a symbol is mistyped or missing. It has 25 symbols, as the product shows them.',
    });
  const named = machineFaults({ fingerprint: 'known by its request', name });
  return [...faults, ...named.map((fault) => ({ ...fault, code: 'NAME_INVALID' as const }))];
}

const outdated: Refusal<'REQUEST_OUTDATED'> = {
  ...{ code: 'REQUEST_OUTDATED', field: ['requestCode'] },
  message:
    'The machine has given up its seat since this request was answered: have the product show a new request code.',
};

/**
 * Answers what a machine without a network shows: it takes a seat if it has none, and a person carries the signed answer
 * back. The same request has the same answer; once its machine was moved away it has none (M9).
 */
export function offlineAnswerCreate(issuing: Issuing): Act<OfflineAnswerCreate, Facts, OfflineAnswerCode> {
  return {
    name: 'offlineAnswerCreate',
    roles: ['VENDOR_ADMIN', 'SUPPORT_AGENT', 'RESELLER', 'CUSTOMER', 'PARTNER'],
    prepare: ({ vendorId }) => issuing.signers.prepare(vendorId ?? ''),
    check: requestFaults,
    async load(transaction, { licenseId, requestCode }, moment) {
      const request = parseRequestCode(requestCode);
      const license = await lockSeats(transaction, licenseId);
      const row = license === null ? null : await wholeLicense(transaction, licenseId);
      return {
        license,
        asked: row === null ? null : await issueCase(transaction, issuing, row, moment),
        machine: await activeMachine(transaction, licenseId, request?.machineKey ?? ''),
        machines: await activeMachines(transaction, licenseId),
        answered: await answerTo(transaction, licenseId, request?.key ?? ''),
      };
    },
    decide({ license, machine, machines, answered }) {
      const seat = decideSeat(
        { license, active: machine !== null, activeMachines: machines },
        { license: 'licenseId', machine: 'requestCode' },
      );
      if (answered?.standing !== false) return seat;
      // What stands in the way of every machine leads; a free seat revives no old request.
      return seat.some(({ code }) => code !== 'TOO_MANY_MACHINES') ? seat : [outdated];
    },
    async apply(transaction, facts, { requestCode, name }, moment) {
      const { license, asked, machine, answered } = facts;
      const request = parseRequestCode(requestCode);
      if (license === null || asked === null || request === null)
        throw new Error('A request that cannot be answered was accepted.');
      const effect = { accountId: license.accountId, events: [], changes: [] };
      if (answered !== null)
        return { ...effect, result: { fileId: answered.id, activationId: answered.activationId } };
      const { machineKey } = request;
      const told = { machineKey, name: name?.trim() ?? null, version: null };
      const activationId = machine?.id ?? (await takeSeat(transaction, license, told, moment));
      const signed = issueFile(issuing, asked, { kind: 'OFFLINE', machineKey, request: request.key }, moment);
      const fileId = moment.newId('lfl');
      await keepFile(transaction, {
        ...{ id: fileId, license, activationId, kind: 'OFFLINE', requestKey: request.key, signed },
        issuedAt: moment.now,
      });
      await noteOfflineFile(transaction, asked, fileId, moment);
      const payload = { activationId, licenseId: license.id };
      return {
        ...{ result: { fileId, activationId }, accountId: license.accountId },
        changes: [
          ...(machine === null
            ? [{ objectId: activationId, field: 'activatedAt', from: null, to: moment.now }]
            : []),
          { objectId: fileId, field: 'issuedAt', from: null, to: moment.now },
        ],
        events: machine === null ? [{ type: 'activation.started', aggregate: license.id, payload }] : [],
        decision: { policyVersion: asked.policyVersion, warnings: [] },
      };
    },
  };
}
