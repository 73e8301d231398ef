import type { Refusal } from '@mainstay/kernel/values/refusal';

export type ReasonCode = 'REASON_INVALID' | 'REASON_PERSONAL';

export { reasonFaults } from '@mainstay/kernel/values/reason';

/** What is known of a person. */
export interface Known {
  readonly name: string;
  readonly email: string;
  readonly phone: string | null;
}

/**
 * A reason stays in the trail for ever (domain, section 7), so it may not hold what an erasure takes away: the
 * person's whole name, address or number.
 */
export function namesPerson(reason: string | null | undefined, { name, email, phone }: Known): boolean {
  if (reason === null || reason === undefined) return false;
  const text = comparable(reason);
  return [name, email, phone]
    .filter((known) => known !== null)
    .some((known) => asWords(comparable(known)).test(text));
}

function comparable(text: string): string {
  return text.trim().normalize('NFC').toLowerCase();
}

/** The words alone, so that somebody called Ann is not found in an announcement. */
function asWords(text: string): RegExp {
  const escaped = text.replaceAll(/[\\^$.*+?()[\]{}|/]/gu, String.raw`\$&`);
  return new RegExp(`(?<![\\p{L}\\p{N}])${escaped}(?![\\p{L}\\p{N}])`, 'u');
}

/** How the refusal reads. */
export const reasonPersonal: Refusal<'REASON_PERSONAL'> = {
  ...{ code: 'REASON_PERSONAL', field: ['reason'] },
  message: 'A reason is kept for ever and holds no name, address or number of the person: say it without.',
};
