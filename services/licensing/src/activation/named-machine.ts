import type { Transaction } from '@mainstay/kernel/db/scoped';
import type { Viewer } from '@mainstay/kernel/graph/viewer';
import type { Refusal } from '@mainstay/kernel/values/refusal';
import {
  activationById,
  activeMachine,
  lockSeats,
  type LockedActivation,
  type LockedSeats,
} from './lock-seats.js';
import { machineKeyOf } from './machine-key.js';
import { machineFaults } from './machine.rules.js';

/** People name what `activations` answered; a running product knows its fingerprint and no id. */
export interface NamedMachine {
  readonly activationId?: string | null | undefined;
  readonly fingerprint?: string | null | undefined;
}

export type NamingCode = 'MACHINE_UNNAMED' | 'FINGERPRINT_INVALID';

export function namingFaults({ activationId, fingerprint }: NamedMachine): Refusal<NamingCode>[] {
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
  if (byId) return [];
  return machineFaults({ fingerprint }).flatMap((fault) =>
    fault.code === 'FINGERPRINT_INVALID' ? [{ ...fault, code: fault.code }] : [],
  );
}

/** A machine, and its license that is held meanwhile. */
export interface HeldMachine {
  readonly license: LockedSeats | null;
  readonly activation: LockedActivation | null;
}

const nothing: HeldMachine = { license: null, activation: null };

/** By its id: read once to find the license, and again when that is held. */
export async function machineById(transaction: Transaction, activationId: string): Promise<HeldMachine> {
  const found = await activationById(transaction, activationId);
  if (found === null) return nothing;
  const license = await lockSeats(transaction, found.licenseId);
  if (license === null) return nothing;
  return { license, activation: await activationById(transaction, activationId) };
}

export async function machineByName(
  transaction: Transaction,
  { activationId, fingerprint }: NamedMachine,
  { role, licenseId }: Viewer,
): Promise<HeldMachine> {
  if (role !== 'PRODUCT') return machineById(transaction, activationId ?? '');
  const license = await lockSeats(transaction, licenseId ?? '');
  if (license === null || typeof fingerprint !== 'string') return nothing;
  return { license, activation: await activeMachine(transaction, license.id, machineKeyOf(fingerprint)) };
}
