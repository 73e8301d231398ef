import type { CivilDate } from '@mainstay/kernel/values/civil';
import type { Refusal } from '@mainstay/kernel/values/refusal';

/** What the plan in force today says of giving up a machine, and the license's cover today. */
export interface MovingFacts {
  readonly movingNeedsCover: boolean;
  readonly policyVersion: number;
  readonly active: boolean;
  /** The end of the last cover begun by today; null where there was none. */
  readonly expiresOn: CivilDate | null;
}

export type MovingCode = 'COVER_NEEDED';

/** M7: where the plan says so, deactivating and moving is what active maintenance gives. */
export function decideMoving(
  { movingNeedsCover, policyVersion, active, expiresOn }: MovingFacts,
  field: string,
): Refusal<MovingCode>[] {
  if (!movingNeedsCover || active) return [];
  const since = expiresOn === null ? 'there has been none' : `it ended on ${expiresOn}`;
  return [
    {
      ...{ code: 'COVER_NEEDED', field: [field] },
      message: `By the plan (M7) a machine is given up only while maintenance is active, and ${since}: renew it first. The same machine may be activated again at any time.`,
      facts: { rule: 'M7', expiresOn, policyVersion },
    },
  ];
}

/** Whether giving up a machine needed the cover that it has: then the cover counts as used (M4). */
export function usesCover({ movingNeedsCover, active }: MovingFacts): boolean {
  return movingNeedsCover && active;
}

export interface StandingActivation {
  readonly deactivatedAt: string | null;
}

export type ActivationCode = 'ACTIVATION_NOT_FOUND' | 'ACTIVATION_ENDED';

/** Whether there is a machine to give up. */
export function activationRefusals(
  activation: StandingActivation | null,
  field: string,
): Refusal<ActivationCode>[] {
  if (activation === null)
    return [
      {
        ...{ code: 'ACTIVATION_NOT_FOUND', field: [field] },
        message: 'There is no such machine: ask `activations` of the license for those that it runs on.',
      },
    ];
  if (activation.deactivatedAt !== null)
    return [
      {
        ...{ code: 'ACTIVATION_ENDED', field: [field] },
        message: 'The machine was given up already: activate it again to use it.',
        facts: { deactivatedAt: activation.deactivatedAt },
      },
    ];
  return [];
}
