import type { Act, ActInput } from '@mainstay/kernel/act/act';
import type { Transaction } from '@mainstay/kernel/db/scoped';
import type { Viewer } from '@mainstay/kernel/graph/viewer';
import type { Refusal } from '@mainstay/kernel/values/refusal';
import { noteCoverUse } from '../maintenance/cover-use.js';
import {
  activationById,
  activeMachine,
  giveUpSeat,
  lockSeats,
  type LockedActivation,
  type LockedSeats,
} from './lock-seats.js';
import { machineKeyOf } from './machine-key.js';
import { machineFaults } from './machine.rules.js';
import { movingFacts } from './moving-facts.js';
import {
  activationRefusals,
  decideMoving,
  usesCover,
  type ActivationCode,
  type MovingCode,
  type MovingFacts,
} from './moving.rules.js';

export interface ActivationEnd extends ActInput {
  readonly activationId?: string | null | undefined;
  readonly fingerprint?: string | null | undefined;
}

export type ActivationEndCode = 'MACHINE_UNNAMED' | 'FINGERPRINT_INVALID' | ActivationCode | MovingCode;

/** A machine, its license that is held meanwhile, and what giving it up needs. */
export interface HeldMachine {
  readonly license: LockedSeats | null;
  readonly activation: LockedActivation | null;
  readonly moving: MovingFacts | null;
}

const nothing: HeldMachine = { license: null, activation: null, moving: null };

/** By its id, read once to find the license and again when that is held. */
export async function holdMachine(
  transaction: Transaction,
  activationId: string,
  moment: { readonly today: string },
): Promise<HeldMachine> {
  const found = await activationById(transaction, activationId);
  if (found === null) return nothing;
  const license = await lockSeats(transaction, found.licenseId);
  if (license === null) return nothing;
  const activation = await activationById(transaction, activationId);
  return { license, activation, moving: await movingFacts(transaction, license.id, moment) };
}

/** A running product knows its fingerprint and no id. */
async function holdOwn(
  transaction: Transaction,
  { licenseId }: Viewer,
  fingerprint: string,
  moment: { readonly today: string },
): Promise<HeldMachine> {
  const license = await lockSeats(transaction, licenseId ?? '');
  if (license === null) return nothing;
  const activation = await activeMachine(transaction, license.id, machineKeyOf(fingerprint));
  return { license, activation, moving: await movingFacts(transaction, license.id, moment) };
}

/** Exactly one of the two: people name what `activations` answered, a running product its fingerprint. */
function namingFaults({
  activationId,
  fingerprint,
}: ActivationEnd): Refusal<'MACHINE_UNNAMED' | 'FINGERPRINT_INVALID'>[] {
  const byId = activationId !== null && activationId !== undefined;
  const byFingerprint = fingerprint !== null && fingerprint !== undefined;
  if (byId === byFingerprint)
    return [
      {
        ...{ code: 'MACHINE_UNNAMED', field: ['activationId'] },
        message:
          'Name the machine by exactly one of activationId and fingerprint; a running product by the latter.',
      },
    ];
  return byFingerprint
    ? machineFaults({ fingerprint }).flatMap((fault) =>
        fault.code === 'FINGERPRINT_INVALID' ? [{ ...fault, code: fault.code }] : [],
      )
    : [];
}

/** A machine is given up, where the plan lets it (M7). */
export const activationEnd: Act<ActivationEnd, HeldMachine, ActivationEndCode> = {
  name: 'activationEnd',
  roles: ['VENDOR_ADMIN', 'SUPPORT_AGENT', 'RESELLER', 'CUSTOMER', 'PARTNER', 'PRODUCT'],
  check: namingFaults,
  load(transaction, { activationId, fingerprint }, moment) {
    const { viewer } = moment;
    if (viewer.role === 'PRODUCT') return holdOwn(transaction, viewer, fingerprint ?? '', moment);
    return holdMachine(transaction, activationId ?? '', moment);
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
