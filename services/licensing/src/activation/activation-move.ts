import type { Act, ActInput } from '@mainstay/kernel/act/act';
import { noteCoverUse } from '../maintenance/cover-use.js';
import { nameChange } from './license-activate.js';
import { activeMachine, giveUpSeat, takeSeat } from './lock-seats.js';
import { machineKeyOf } from './machine-key.js';
import { machineFaults, type MachineCode } from './machine.rules.js';
import { movingFacts } from './moving-facts.js';
import {
  activationRefusals,
  decideMoving,
  usesCover,
  type ActivationCode,
  type MovingCode,
  type MovingFacts,
} from './moving.rules.js';
import { machineById, type HeldMachine } from './named-machine.js';
import { standingRefusals, type StandingCode } from './seats.rules.js';

export interface ActivationMove extends ActInput {
  readonly activationId: string;
  readonly fingerprint: string;
  readonly name?: string | null | undefined;
  readonly version?: string | null | undefined;
}

export type ActivationMoveCode =
  | MachineCode
  | ActivationCode
  | Exclude<StandingCode, 'LICENSE_NOT_FOUND'>
  | 'MACHINE_ACTIVATED'
  | MovingCode;

interface Facts extends HeldMachine {
  /** What moving needs; null where there is no such machine. */
  readonly moving: MovingFacts | null;
  /** Whether the machine that it is to move to runs the license already. */
  readonly taken: boolean;
}

/** A license goes from one machine to another and keeps its seat (M7). */
export const activationMove: Act<ActivationMove, Facts, ActivationMoveCode> = {
  name: 'activationMove',
  roles: ['VENDOR_ADMIN', 'SUPPORT_AGENT', 'RESELLER', 'CUSTOMER', 'PARTNER'],
  check: machineFaults,
  async load(transaction, { activationId, fingerprint }, moment) {
    const held = await machineById(transaction, activationId);
    const { license } = held;
    if (license === null) return { ...held, moving: null, taken: false };
    const target = await activeMachine(transaction, license.id, machineKeyOf(fingerprint));
    const moving = await movingFacts(transaction, license.id, moment);
    return { ...held, moving, taken: target !== null };
  },
  decide({ license, activation, moving, taken }) {
    const refusals = activationRefusals(activation, 'activationId');
    if (refusals.length > 0 || moving === null) return refusals;
    const standing = standingRefusals(license).flatMap((refusal) =>
      refusal.code === 'LICENSE_NOT_FOUND'
        ? []
        : [{ ...refusal, code: refusal.code, field: ['activationId'] }],
    );
    if (standing.length > 0) return standing;
    if (taken)
      return [
        {
          ...{ code: 'MACHINE_ACTIVATED', field: ['fingerprint'] },
          message: 'That machine runs the license already: deactivate the other one to free its seat.',
        },
      ];
    return decideMoving(moving, 'activationId');
  },
  async apply(transaction, { license, activation, moving }, { fingerprint, name, version }, moment) {
    if (license === null || activation === null || moving === null)
      throw new Error('A machine that is not there was accepted.');
    await giveUpSeat(transaction, activation.id, 'MOVED', moment.now);
    const machine = {
      machineKey: machineKeyOf(fingerprint),
      name: name?.trim() ?? null,
      version: version ?? null,
    };
    const activationId = await takeSeat(transaction, license, machine, moment);
    if (usesCover(moving))
      await noteCoverUse(transaction, {
        ...{ licenseId: license.id, kind: 'MOVE', objectId: activation.id, usedOn: moment.today },
      });
    const licenseId = license.id;
    return {
      ...{ result: { activationId, licenseId }, accountId: license.accountId },
      changes: [
        { objectId: activation.id, field: 'deactivatedAt', from: null, to: moment.now },
        { objectId: activationId, field: 'activatedAt', from: null, to: moment.now },
        ...(machine.name === null ? [] : [nameChange(activationId)]),
      ],
      events: [
        {
          type: 'activation.ended',
          aggregate: licenseId,
          payload: { activationId: activation.id, licenseId },
        },
        { type: 'activation.started', aggregate: licenseId, payload: { activationId, licenseId } },
      ],
      decision: { policyVersion: moving.policyVersion, warnings: [] },
    };
  },
};
