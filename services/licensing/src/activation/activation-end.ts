import type { Act, ActInput } from '@mainstay/kernel/act/act';
import { noteCoverUse } from '../maintenance/cover-use.js';
import { giveUpSeat } from './lock-seats.js';
import { movingFacts } from './moving-facts.js';
import {
  activationRefusals,
  decideMoving,
  usesCover,
  type ActivationCode,
  type MovingCode,
  type MovingFacts,
} from './moving.rules.js';
import {
  machineByName,
  namingFaults,
  type HeldMachine,
  type NamedMachine,
  type NamingCode,
} from './named-machine.js';

export interface ActivationEnd extends ActInput, NamedMachine {}

export type ActivationEndCode = NamingCode | ActivationCode | MovingCode;

interface Facts extends HeldMachine {
  /** What giving it up needs; null where there is no such machine. */
  readonly moving: MovingFacts | null;
}

/** A machine is given up, where the plan lets it (M7). */
export const activationEnd: Act<ActivationEnd, Facts, ActivationEndCode> = {
  name: 'activationEnd',
  roles: ['VENDOR_ADMIN', 'SUPPORT_AGENT', 'RESELLER', 'CUSTOMER', 'PARTNER', 'PRODUCT'],
  check: namingFaults,
  async load(transaction, input, moment) {
    const held = await machineByName(transaction, input, moment.viewer);
    const { license } = held;
    return { ...held, moving: license === null ? null : await movingFacts(transaction, license.id, moment) };
  },
  decide({ activation, moving }, _input, { viewer }) {
    const field = viewer.role === 'PRODUCT' ? 'fingerprint' : 'activationId';
    const refusals = activationRefusals(activation, field);
    if (refusals.length > 0 || moving === null) return refusals;
    return decideMoving(moving, field);
  },
  async apply(transaction, { license, activation, moving }, _input, moment) {
    if (license === null || activation === null || moving === null)
      throw new Error('A machine that is not there was accepted.');
    const { id: activationId } = activation;
    await giveUpSeat(transaction, activationId, 'DEACTIVATED', moment.now);
    if (usesCover(moving))
      await noteCoverUse(transaction, {
        ...{ licenseId: license.id, kind: 'MOVE', objectId: activationId, usedOn: moment.today },
      });
    return {
      ...{ result: { activationId, licenseId: license.id }, accountId: license.accountId },
      changes: [{ objectId: activationId, field: 'deactivatedAt', from: null, to: moment.now }],
      events: [
        { type: 'activation.ended', aggregate: license.id, payload: { activationId, licenseId: license.id } },
      ],
      decision: { policyVersion: moving.policyVersion, warnings: [] },
    };
  },
};
