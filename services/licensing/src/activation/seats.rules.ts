import type { Refusal } from '@mainstay/kernel/values/refusal';

/** Whose quantity says on how many machines it runs; of a site and of users it says nothing about machines. */
const countsMachines: readonly string[] = ['LICENSE', 'SERVER', 'DEVICES'];

export interface Seats {
  readonly metric: string;
  readonly quantity: number;
}

/** On how many machines a license may run at once; null where its quantity counts something else. */
export function seatsOf({ metric, quantity }: Seats): number | null {
  return countsMachines.includes(metric) ? quantity : null;
}

/** A license as taking a seat decides. */
export interface SeatedLicense extends Seats {
  readonly status: 'ACTIVE' | 'REVOKED' | 'SUSPENDED';
  readonly revokedAt: string | null;
  readonly suspendedAt: string | null;
}

export type StandingCode = 'LICENSE_NOT_FOUND' | 'LICENSE_REVOKED' | 'LICENSE_SUSPENDED';
export type SeatCode = StandingCode | 'TOO_MANY_MACHINES';

/** What of a license's standing keeps it from every machine. */
export function standingRefusals(license: SeatedLicense | null): Refusal<StandingCode>[] {
  if (license === null)
    return [
      {
        ...{ code: 'LICENSE_NOT_FOUND', field: ['licenseId'] },
        message: 'There is no such license: look at the code or serial, or ask `licenses` for ids.',
      },
    ];
  if (license.status === 'REVOKED')
    return [
      {
        ...{ code: 'LICENSE_REVOKED', field: ['licenseId'] },
        message: 'The license was revoked and runs on no machine: choose another license.',
        facts: { revokedAt: license.revokedAt },
      },
    ];
  if (license.status === 'SUSPENDED')
    return [
      {
        ...{ code: 'LICENSE_SUSPENDED', field: ['licenseId'] },
        message:
          'The license is suspended until what is open is made good: it starts on no machine meanwhile.',
        facts: { suspendedAt: license.suspendedAt },
      },
    ];
  return [];
}

export interface SeatFacts {
  readonly license: SeatedLicense | null;
  /** Whether this machine runs it already. */
  readonly active: boolean;
  readonly activeMachines: number;
}

/** By which fields of an input the license and the machine were named: a refusal names them again. */
export interface SeatFields {
  readonly license: 'licenseId' | 'license';
  readonly machine: 'fingerprint' | 'requestCode';
}

/** May this machine take a seat? One that has it keeps it, whatever the others do; it needs no maintenance (M7). */
export function decideSeat(
  { license, active, activeMachines }: SeatFacts,
  named: SeatFields,
): Refusal<SeatCode>[] {
  const standing = standingRefusals(license).map((refusal) => ({ ...refusal, field: [named.license] }));
  if (license === null || standing.length > 0 || active) return standing;
  const seats = seatsOf(license);
  if (seats === null || activeMachines < seats) return [];
  return [
    {
      ...{ code: 'TOO_MANY_MACHINES', field: [named.machine] },
      message: `The license runs on ${activeMachines} of ${seats} machines: deactivate or move one of them, or buy more.`,
      facts: { machines: activeMachines, seats },
    },
  ];
}
