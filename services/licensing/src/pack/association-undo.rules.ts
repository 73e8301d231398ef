import type { CivilDate } from '@mainstay/kernel/values/civil';
import type { Refusal } from '@mainstay/kernel/values/refusal';
import type { LaidPeriod } from './associate.rules.js';

export type UndoCode = 'ASSOCIATION_NOT_FOUND' | 'UNDONE_ALREADY' | 'BUNDLED' | 'UNDO_LATE' | 'COVER_USED';

/** An association as it decides whether it may be undone. */
export interface UndoFacts {
  readonly association: {
    readonly bundled: boolean;
    readonly associatedAt: string;
    readonly undone: boolean;
    readonly periodId: string | null;
  } | null;
  /** Of the plan version that the period was sold under. */
  readonly undoHours: number;
  readonly chain: readonly LaidPeriod[];
  /** The last day on which its cover was needed for something that was given. */
  readonly usedOn: CivilDate | null;
}

const hourMs = 3_600_000;

/** Within the hours of the policy, and as long as nothing was given because of that cover (M4). */
export function decideUndo(
  { association, undoHours, usedOn }: UndoFacts,
  { nowMs }: { readonly nowMs: number },
): Refusal<UndoCode>[] {
  const field = ['associationId'];
  if (association === null)
    return [
      {
        code: 'ASSOCIATION_NOT_FOUND',
        field,
        message: 'There is no such association; ask `maintenanceCodes`.',
      },
    ];
  if (association.undone)
    return [{ code: 'UNDONE_ALREADY', field, message: 'It was undone already. Associate the code again.' }];
  if (association.bundled)
    return [
      {
        code: 'BUNDLED',
        field,
        message:
          'The pack was bought together with its license and stays with it. Use another code for another license.',
      },
    ];
  const untilMs = Date.parse(association.associatedAt) + undoHours * hourMs;
  if (nowMs >= untilMs)
    return [
      {
        ...{ code: 'UNDO_LATE', field },
        message: 'The time to undo it is over. Ask the vendor, who can correct cover.',
        facts: { undoHours, until: new Date(untilMs).toISOString() },
      },
    ];
  if (usedOn !== null)
    return [
      {
        ...{ code: 'COVER_USED', field },
        message:
          'A ticket, a move or a file was given because of this cover, which stays. Ask the vendor to correct it.',
        facts: { usedOn },
      },
    ];
  return [];
}
