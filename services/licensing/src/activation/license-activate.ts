import type { Act, ActInput, Change } from '@mainstay/kernel/act/act';
import { statement } from '@mainstay/kernel/db/scoped';
import {
  activeMachine,
  activeMachines,
  licenseAsked,
  lockSeats,
  takeSeat,
  type LockedActivation,
  type LockedSeats,
} from './lock-seats.js';
import { machineKeyOf } from './machine-key.js';
import { machineFaults, type MachineCode } from './machine.rules.js';
import { decideSeat, type SeatCode } from './seats.rules.js';

export interface LicenseActivate extends ActInput {
  readonly licenseId?: string | null | undefined;
  readonly fingerprint: string;
  readonly name?: string | null | undefined;
  readonly version?: string | null | undefined;
}

export type LicenseActivateCode = MachineCode | SeatCode;

interface Facts {
  readonly license: LockedSeats | null;
  readonly machine: LockedActivation | null;
  readonly machines: number;
}

const seen = statement(
  'activation.seen',
  'update activation set machine_name = $2::text, version_seen = $3::text where id = $1::text',
);

/** What it is called may be somebody's name: the trail says that it changed and not to what. */
export function nameChange(objectId: string): Change {
  return { objectId, field: 'name', withheld: true };
}

/** A machine takes a seat of a license. One that has it keeps it, and says anew what it is called and runs. */
export const licenseActivate: Act<LicenseActivate, Facts, LicenseActivateCode> = {
  name: 'licenseActivate',
  roles: ['VENDOR_ADMIN', 'SUPPORT_AGENT', 'RESELLER', 'CUSTOMER', 'PARTNER', 'PRODUCT'],
  check: machineFaults,
  async load(transaction, input, { viewer }) {
    const licenseId = licenseAsked(viewer, input);
    const license = await lockSeats(transaction, licenseId);
    const machine = await activeMachine(transaction, licenseId, machineKeyOf(input.fingerprint));
    return { license, machine, machines: await activeMachines(transaction, licenseId) };
  },
  decide: ({ license, machine, machines }, _input, { viewer }) =>
    decideSeat(
      { license, active: machine !== null, activeMachines: machines },
      // A running product presents its license, and knows no id of it.
      { license: viewer.role === 'PRODUCT' ? 'license' : 'licenseId', machine: 'fingerprint' },
    ),
  async apply(transaction, { license, machine }, { fingerprint, name, version }, moment) {
    if (license === null) throw new Error('A license that is not there was accepted.');
    const told = {
      name: name?.trim() ?? machine?.machineName ?? null,
      version: version ?? machine?.versionSeen ?? null,
    };
    const answered = { licenseId: license.id, accountId: license.accountId };
    if (machine !== null) {
      await transaction.query(seen, [machine.id, told.name, told.version]);
      const { id, machineName, versionSeen: from } = machine;
      return {
        ...{ result: { activationId: id, licenseId: license.id }, accountId: answered.accountId, events: [] },
        changes: [
          ...(told.name === machineName ? [] : [nameChange(id)]),
          ...(told.version === from ? [] : [{ objectId: id, field: 'versionSeen', from, to: told.version }]),
        ],
      };
    }
    const activationId = await takeSeat(
      transaction,
      license,
      { machineKey: machineKeyOf(fingerprint), ...told },
      moment,
    );
    return {
      ...{ result: { activationId, licenseId: license.id }, accountId: answered.accountId },
      changes: [
        { objectId: activationId, field: 'activatedAt', from: null, to: moment.now },
        ...(told.name === null ? [] : [nameChange(activationId)]),
      ],
      events: [
        {
          type: 'activation.started',
          aggregate: license.id,
          payload: { activationId, licenseId: license.id },
        },
      ],
    };
  },
};
